"""The chair's summary, with which the conference closes."""

from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.questions.kind import Press, Values
from handlers.questions.not_asked import ChairsOwn, form_button
from handlers.questions.paper_rows import ENTRIES
from prompts.card import Button
from prompts.paper import Blank, Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Step


class Summary(ChairsOwn):
    answer = AnswerKind.SUMMARY

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        return form_button(scene, step, say("panel.summary"), "close.form")

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        return Press("close.submit", values=said)

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield Blank(2 * ENTRIES)


KIND = Summary()
