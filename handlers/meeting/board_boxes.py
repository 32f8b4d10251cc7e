"""The boxes of the board: agreed points with their authors' words beside them, and what was said
and is not agreed yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.grammar.scene import Scene
from handlers.questions.kinds import answer_words
from handlers.questions.sealed_steps import OpenAnswers, open_answers
from handlers.questions.who_said import who_said
from prompts.words import fill
from storage.tables import Answer, Point, Response, Step


@dataclass(frozen=True)
class BoardPoint:
    """A point: the agreed wording, or somebody's words that are not agreed yet (`agreed` false,
    `words` empty).

    `said` are the author's own words and `who` said them; both are empty where a point came from
    nobody's words.
    """

    words: str
    said: str
    who: str
    agreed: bool


@dataclass(frozen=True)
class BoardBox:
    """A box of the map. Boxes in the columns "worries" and "works" stand side by side (row C3)."""

    id: str
    title: str
    column: Literal["worries", "works", "wide"]
    points: tuple[BoardPoint, ...]


def board_boxes(scene: Scene) -> tuple[BoardBox, ...]:
    """The boxes in the profile's order: agreed points first, then words that are not agreed yet."""
    said = open_answers(scene)
    agreed = scene.book.points()
    return tuple(
        BoardBox(
            box.id,
            fill(box.title, **scene.names()),
            box.column,
            (
                *(_agreed(scene, said, point) for point in agreed if point.box == box.id),
                *_said(scene, said, agreed, box.id),
            ),
        )
        for box in scene.profile.box
    )


def _agreed(scene: Scene, said: OpenAnswers, point: Point) -> BoardPoint:
    answer, step = said.behind(point), scene.book.step(point.step_id or "")
    if answer is None or step is None:
        return BoardPoint(point.words, "", "", agreed=True)
    return BoardPoint(
        point.words, answer_words(scene, step, answer), who_said(scene, answer), agreed=True
    )


def _said(scene: Scene, said: OpenAnswers, agreed: Sequence[Point], box: str) -> list[BoardPoint]:
    """What people said for a box, and is not agreed yet."""
    taken = {point.answer_id for point in agreed}
    steps = [step for step in scene.meeting.steps if scene.question(step).box == box]
    rows = [
        (step, answer)
        for step in steps
        for answer in said.to(step)
        if answer.kind == Response.SAID and answer.id not in taken
    ]
    return [_not_agreed(scene, step, answer) for step, answer in rows]


def _not_agreed(scene: Scene, step: Step, answer: Answer) -> BoardPoint:
    return BoardPoint("", answer_words(scene, step, answer), who_said(scene, answer), agreed=False)
