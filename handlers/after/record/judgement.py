"""Judgement and decision in the record: trios with everybody's own mark, and for each child four
different things (row B3).
"""

import json

from handlers.after.record.agenda import missing_from
from handlers.after.record.base import PersonName
from handlers.after.record.judgement_model import (
    ChildRecord,
    DecisionRecord,
    Disagreement,
    Overall,
    PersonsScore,
    Recommended,
    TrioRecord,
    Wish,
    Wording,
)
from handlers.after.record.names import name_of_id
from handlers.grammar.roles import PROFESSIONALS
from handlers.grammar.scene import Scene
from handlers.questions.marks import at_conference
from handlers.questions.options import label_of
from handlers.questions.recommending import recommended
from handlers.questions.sealed_steps import OpenAnswers
from prompts.profile.answer_kinds import AnswerKind
from storage.book import body_of
from storage.tables import Answer, Child, Decision, LastMark, Response, Step, Trio, TrioWording


def trio_records(scene: Scene, said: OpenAnswers) -> tuple[TrioRecord, ...]:
    """The trios with all wordings; marks once they were shown."""
    return tuple(_trio(scene, said, trio) for trio in scene.meeting.trios)


def overall(scene: Scene, said: OpenAnswers) -> Overall | None:
    """The chair's own overall score, once it was given."""
    answers = [
        answer for step in scene.steps_asking(AnswerKind.OVERALL) for answer in said.to(step)
    ]
    if not answers:
        return None
    values, ends = body_of(answers[-1]), scene.profile.overall
    by = name_of_id(scene, answers[-1].author_id)
    return Overall(
        score=int(values["score"]),
        low=ends.low,
        high=ends.high,
        why=values["why"],
        by=by,
        at=answers[-1].at,
    )


def child_records(scene: Scene, said: OpenAnswers) -> tuple[ChildRecord, ...]:
    """Wishes, recommendations, decisions and disagreement, child by child; nothing where none of
    that was asked.
    """
    if not scene.decides and not scene.steps_asking(AnswerKind.RECOMMENDATION):
        return ()
    return tuple(_child(scene, said, child) for child in scene.meeting.children)


def _trio(scene: Scene, said: OpenAnswers, trio: Trio) -> TrioRecord:
    step, ends = _step_about(scene, AnswerKind.SCORE, trio), scene.profile.scale
    last = {mark.person_id: mark for mark in scene.book.last_marks(trio)}
    first = at_conference(scene, trio)
    return TrioRecord(
        id=trio.id,
        title=trio.title,
        wordings=tuple(_wording(scene, wording) for wording in trio.wordings),
        fits=_fits(scene, said, trio),
        low=ends.low,
        high=ends.high,
        shown_at=step.revealed_at if step else None,
        scores=tuple(
            _score(scene, answer, last.get(answer.author_id), first.get(answer.author_id))
            for answer in said.to(step)
        ),
        missing=missing_from(scene, step) if step else (),
    )


def _wording(scene: Scene, wording: TrioWording) -> Wording:
    by = name_of_id(scene, wording.by_id) if wording.by_id else None
    return Wording(
        version=wording.version, danger=wording.danger, goal=wording.goal, at=wording.at, by=by
    )


def _fits(scene: Scene, said: OpenAnswers, trio: Trio) -> bool | None:
    answers = said.to(_step_about(scene, AnswerKind.FIT, trio))
    return body_of(answers[-1])["fits"] == "yes" if answers else None


def _score(
    scene: Scene, answer: Answer, last: LastMark | None, at_conference: int | None
) -> PersonsScore:
    values = body_of(answer)
    return PersonsScore(
        author=name_of_id(scene, answer.author_id),
        writer=name_of_id(scene, answer.writer_id),
        score=int(values["score"]) if answer.kind == Response.SAID else None,
        why=values.get("why", ""),
        up=values.get("up", ""),
        last_time=int(last.score) if last else None,
        last_time_on=last.on if last else None,
        at_conference=at_conference,
    )


def _child(scene: Scene, said: OpenAnswers, child: Child) -> ChildRecord:
    step = _step_about(scene, AnswerKind.RECOMMENDATION, child)
    professionals = {person.id for person in scene.book.people if person.role in PROFESSIONALS}
    answers = said.to(step)
    return ChildRecord(
        child=PersonName(id=child.id, name=child.name),
        shown_at=step.revealed_at if step else None,
        wishes=tuple(
            _wish(scene, answer) for answer in answers if answer.author_id not in professionals
        ),
        recommendations=tuple(
            _recommended(scene, answer) for answer in answers if answer.author_id in professionals
        ),
        missing=missing_from(scene, step) if step else (),
        decisions=tuple(
            _decision(scene, row) for row in scene.book.decisions() if row.child_id == child.id
        ),
        disagreements=tuple(
            Disagreement(
                author=name_of_id(scene, row.author_id),
                writer=name_of_id(scene, row.writer_id),
                words=row.words,
                at=row.at,
            )
            for row in scene.book.dissents()
            if row.child_id == child.id
        ),
    )


def _wish(scene: Scene, answer: Answer) -> Wish:
    author, writer = name_of_id(scene, answer.author_id), name_of_id(scene, answer.writer_id)
    return Wish(author=author, writer=writer, wish=body_of(answer).get("wish", ""))


def _recommended(scene: Scene, answer: Answer) -> Recommended:
    values = body_of(answer)
    return Recommended(
        author=name_of_id(scene, answer.author_id),
        writer=name_of_id(scene, answer.writer_id),
        plan=values.get("plan", ""),
        category=values.get("category", ""),
        words=recommended(scene, values) if values.get("plan") else "",
        why=values.get("why", ""),
    )


def _decision(scene: Scene, row: Decision) -> DecisionRecord:
    values = body_of(row)
    plan, category = values["plan"], values.get("category", "")
    return DecisionRecord(
        version=row.version,
        plan=plan,
        plan_words=label_of(scene.profile.recommendation, plan),
        category=category,
        category_words=label_of(scene.profile.category, category),
        why=values["why"],
        missing=tuple(name_of_id(scene, person_id) for person_id in json.loads(values["missing"])),
        by=name_of_id(scene, row.by_id),
        at=row.at,
    )


def _step_about(scene: Scene, kind: AnswerKind, row: Trio | Child) -> Step | None:
    return next(iter(scene.steps_asking(kind, row.id)), None)
