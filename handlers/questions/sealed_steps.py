"""What was said and is under no seal, for what people look at together: the board and the record.

A person's own sealed answer is theirs alone: it must not show on a shared screen either, so it is
left out here for everybody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.grammar.scene import Scene, Turn
from prompts.card import Field
from prompts.words import say
from storage.tables import Answer, Person, Point, Step, StepState


@dataclass(frozen=True)
class OpenAnswers:
    """Current answers by step, as far as the viewer may see them."""

    scene: Scene
    by_step: dict[str, list[Answer]]

    def to(self, step: Step | None) -> Sequence[Answer]:
        """What people said to a step, the family first."""
        return self.by_step.get(step.id, ()) if step else ()

    def behind(self, point: Point) -> Answer | None:
        """The words that a point on the board came from, in the version that was agreed on."""
        answers = self.by_step.get(point.step_id or "", [])
        for answer in answers:
            if answer.id == point.answer_id:
                return answer
        older = (
            version
            for answer in answers
            if answer.version > 1
            for version in self.scene.book.versions(answer)
        )
        return next((version for version in older if version.id == point.answer_id), None)


def is_open(step: Step) -> bool:
    """Whether a step's answers may be seen by others than their authors."""
    return not step.under_seal or step.revealed_at is not None


def sealed_steps(scene: Scene) -> list[Step]:
    """The items that have answers which have not been shown."""
    return _hidden(scene, scene.meeting.steps)


def set_aside_of(scene: Scene, person: Person) -> Iterator[tuple[Step, Answer]]:
    """What somebody said under a seal and did not get to show, since they were set apart."""
    for answer in scene.book.set_aside():
        if answer.author_id == person.id:
            yield scene.step(answer.step_id), answer


def set_aside(turn: Turn, person: Person) -> None:
    """What they said under a seal that is still closed is not opened for the others."""
    for step in turn.meeting.steps:
        if not is_open(step) and (answer := turn.book.answer_of(person, step)):
            answer.current = False


def count_again(turn: Turn, person: Person) -> None:
    """They are with the others again: what they said counts where nothing has been shown yet."""
    for step, answer in set_aside_of(turn, person):
        answer.current = not is_open(step)


def stay_hidden_field(scene: Scene) -> tuple[Field, ...]:
    """Asks the chair whether these answers are to stay hidden, by the names of their items; nothing
    where there are none.
    """
    items = [scene.title(step) for step in sealed_steps(scene)]
    return (
        (Field("stay_hidden", say("closing.stay_hidden", items=items), "tick", required=True),)
        if items
        else ()
    )


def end_of(scene: Scene, step: Step) -> StepState:
    """How an item is left: whose answers were never shown is not done."""
    return StepState.PARKED if _hidden(scene, [step]) else StepState.DONE


def open_answers(scene: Scene) -> OpenAnswers:
    """All that was said and is under no seal, as far as the viewer may see it."""
    by_step: dict[str, list[Answer]] = {}
    for answer in scene.answers(*filter(is_open, scene.meeting.steps)):
        by_step.setdefault(answer.step_id, []).append(answer)
    return OpenAnswers(scene, by_step)


def _hidden(scene: Scene, steps: Sequence[Step]) -> list[Step]:
    """Those of these steps that have answers which have not been shown, some of them set aside."""
    closed = [step for step in steps if not is_open(step)]
    aside = {answer.step_id for answer in scene.book.set_aside()} if closed else set()
    return [step for step in closed if step.id in aside or scene.book.answered(step)]
