"""A section of the plan: people suggest entries, and the chair agrees them."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.grammar.scene import Scene
from handlers.questions.kind import InRecord, Press, Values
from handlers.questions.not_asked import NotAsked
from handlers.questions.paper_rows import ENTRIES
from prompts.card import Button
from prompts.paper import Blanks, Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import EntryState, Step

_COLUMNS = 5
_ONE_ENTRY = ("first_core_group", "next_core_group", "risk_statement")
_MANY_ENTRIES = ("actions", "people", "core_group")


class Plan(NotAsked):
    answer = AnswerKind.PLAN
    in_record = InRecord.PLAN
    names_who = True

    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        return (Button(say("asking.offer"), "plan.form", question.section, "main"),)

    def not_agreed(self, scene: Scene, question: Question) -> int:
        return sum(
            entry.section == question.section and entry.state == EntryState.OFFERED
            for entry in scene.book.plan()
        )

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        question = scene.question(step)
        see = Button(say("panel.see_plan"), "plan.list", question.section)
        if self.not_agreed(scene, question):
            see = replace(see, style="main")
        return (see, Button(say("panel.write_plan"), "plan.form", question.section))

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        question = scene.question(step)
        offered = self.not_agreed(scene, question)
        return Press("plan.agree", f"section:{question.section}") if offered else None

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        section = scene.profile.sections[question.section]
        labels = tuple(scene.in_words(field.label) for field in section.field)
        if section.kind in _ONE_ENTRY:
            rows = tuple((label, "") for label in labels)
            yield Blanks((scene.in_words(section.title), ""), rows)
            return
        # What is filled in once something is done has no place on this paper.
        columns = labels[:_COLUMNS]
        number = 2 * ENTRIES if section.kind in _MANY_ENTRIES else ENTRIES
        yield Blanks(columns, (("",) * len(columns),) * number)


KIND = Plan()
