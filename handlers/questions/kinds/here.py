"""The roll-call: who is here, and whether there are enough agencies to go ahead."""

from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.people.quorum import may_go_on, quorum_buttons, quorum_words, what_follows
from handlers.questions.kind import Values
from handlers.questions.not_asked import NotAsked
from prompts.card import Button, Card, Text
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Step


class Here(NotAsked):
    answer = AnswerKind.HERE
    on_agenda_paper = False  # the paper begins with a sheet for it

    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        return (Button(say("rollcall.here"), "rollcall.form", style="main"),)

    def unfinished(self, scene: Scene, step: Step) -> Card | None:
        if may_go_on(scene):
            return None
        parts = (Text(quorum_words(scene)), *what_follows(scene))
        return Card(say("agenda.no_quorum"), parts, buttons=quorum_buttons())

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield from ()


KIND = Here()
