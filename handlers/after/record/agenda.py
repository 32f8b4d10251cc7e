"""The agenda in the record: each question, who answered, passed or was missing, what they said, and
what was agreed.
"""

from collections.abc import Sequence

from handlers.after.record.agenda_model import AgendaPart, AgreedPoint, Item, Said
from handlers.after.record.base import PersonName
from handlers.after.record.names import name_of_id, names_of
from handlers.grammar.scene import Scene
from handlers.questions.kind import InRecord
from handlers.questions.kinds import answer_words, kind_of
from handlers.questions.sealed_steps import OpenAnswers, is_open
from prompts.words import fill
from storage.book import body_of
from storage.tables import Answer, Point, Response, Step


def agenda_parts(scene: Scene, said: OpenAnswers) -> tuple[AgendaPart, ...]:
    """The parts with their items in the order in which they were taken."""
    points = scene.book.points()
    return tuple(
        AgendaPart(
            id=part.id,
            number=part.number,
            title=fill(part.title, **scene.names()),
            items=tuple(
                _item(scene, said, step, points)
                for step in scene.meeting.steps
                if step.question in {q.id for q in part.question}
            ),
        )
        for part in scene.profile.agenda(scene.book.whole.meeting.kind)
    )


def missing_from(scene: Scene, step: Step) -> tuple[PersonName, ...]:
    """Who was asked and did not answer; nobody while the answers are hidden, or the item was never
    opened.
    """
    if not kind_of(scene, step).asked or not is_open(step) or step.opened_at is None:
        return ()
    answered = scene.book.answered(step)
    return names_of(person for person in scene.asked(step) if person.id not in answered)


def _item(scene: Scene, said: OpenAnswers, step: Step, points: Sequence[Point]) -> Item:
    question, answers = scene.question(step), said.to(step)
    # What people say to the other kinds stands where it belongs: marks with their trio, wishes with
    # their child.
    said_here = kind_of(scene, step).in_record is InRecord.ITEM
    return Item(
        id=step.id,
        question=step.question,
        title=scene.title(step),
        ask=scene.words(step, question.ask),
        state=step.state,
        opened_at=step.opened_at,
        closed_at=step.closed_at,
        hidden=not is_open(step),
        said=tuple(_said(scene, step, a) for a in answers if a.kind == Response.SAID and said_here),
        answered=_who(scene, answers, "said"),
        agreed_with_others=_who(scene, answers, "agree"),
        passed=_who(scene, answers, "pass"),
        missing=missing_from(scene, step),
        points=tuple(
            _point(scene, said, step, point) for point in points if point.step_id == step.id
        ),
    )


def _said(scene: Scene, step: Step, answer: Answer) -> Said:
    return Said(
        author=name_of_id(scene, answer.author_id),
        writer=name_of_id(scene, answer.writer_id),
        at=answer.at,
        versions=answer.version,
        words=answer_words(scene, step, answer),
        values=body_of(answer),
    )


def _who(scene: Scene, answers: Sequence[Answer], kind: str) -> tuple[PersonName, ...]:
    return tuple(name_of_id(scene, answer.author_id) for answer in answers if answer.kind == kind)


def _point(scene: Scene, said: OpenAnswers, step: Step, point: Point) -> AgreedPoint:
    answer = said.behind(point)
    return AgreedPoint(
        box=point.box,
        words=point.words,
        said=answer_words(scene, step, answer) if answer else "",
        author=name_of_id(scene, answer.author_id) if answer else None,
        agreed_by=name_of_id(scene, point.by_id),
        at=point.at,
    )
