"""Kinds of question that people answer in a form of their own; some of them under a seal."""

from abc import abstractmethod
from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.questions.kind import InRecord, Press, QuestionKind, Values, main_until_given
from handlers.questions.paper_rows import words_on_paper
from handlers.questions.reveal_button import reveal_button
from prompts.card import Button, Field, Part
from prompts.paper import Block
from prompts.profile import Question
from prompts.words import say
from storage.tables import Step


def lines(scene: Scene, name: str, label: str, *, required: bool = False) -> Field:
    """A field for a few lines of somebody's own words."""
    limit = scene.profile.limits.long
    return Field(name, label, "lines", say("kinds.limit", limit=limit), required, limit)


class Asked(QuestionKind):
    """Each person answers, passes or, to open words, agrees; answers are open at once."""

    asked = True
    names_who = True
    in_record = InRecord.ITEM

    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        if step.revealed_at or question.for_chair:
            return ()
        return (
            Button(say("asking.answer"), "answer.form", step.id, "main"),
            Button(say("asking.pass"), "answer.pass", step.id),
        )

    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]:
        return ()

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        if not scene.question(step).for_chair:
            return ()
        style = main_until_given(scene, step)
        return (Button(say("panel.own_words"), "answer.form", step.id, style),)

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield from words_on_paper(scene, question, names)

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        return None


class Sealed(Asked):
    """Nobody but its author sees an answer until the chair reveals all together (row B1)."""

    @abstractmethod
    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]: ...

    @abstractmethod
    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]: ...

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        waits = step.revealed_at is None and bool(scene.book.answered(step))
        return (reveal_button(scene, step),) if waits else ()

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        waits = step.revealed_at is None and scene.book.answered(step)
        return Press("reveal", step.id) if waits else None
