"""Putting one thing right: the new words become the next version of the row they belong to, so that
every surface has them.
"""

from handlers.after.record.correctable import Correctable
from handlers.after.record.record import version_of
from handlers.grammar.scene import Turn
from handlers.grammar.target import Target
from handlers.people.circle import circle_of
from handlers.plan.form import due_date
from handlers.plan.words import words_on_paper
from storage.book import as_body, body_of
from storage.tables import Correction, Decision, MeetingState, PlanEntry, Point, TrioWording


def put_right(turn: Turn, item: Correctable, value: str, why: str) -> Correction:
    """Keeps the new words in their place, and that they were changed: old words, new words, reason
    and version (row B14).
    """
    named = Target.parse(item.id)
    kind, about = named.head, named.tail
    match kind:
        case "summary":
            turn.meeting.summary = value
        case "person":
            _person(turn, about, value)
        case "point":
            _point(turn, about, value)
        case "danger" | "goal":
            _wording(turn, about, kind, value)
        case "decision":
            _decision(turn, about, value)
        case _:
            _entry(turn, about, named.part, value=value)
    version = version_of(turn) + 1 if turn.meeting.state == MeetingState.APPROVED else 0
    after = _reads(turn, item, value)
    row = Correction(
        item=item.id,
        version=version,
        by_id=turn.person.id,
        at=turn.now,
        before=item.words,
        after=after,
        why=why,
    )
    return turn.book.add(row)


def _reads(turn: Turn, item: Correctable, value: str) -> str:
    named = Target.parse(item.id)
    if named.head != "entry":
        return value
    section = turn.profile.sections[Target.parse(item.group).tail]
    field = next(field for field in section.field if field.id == named.part)
    return words_on_paper(circle_of(turn), field, value)


def _person(turn: Turn, person_id: str, name: str) -> None:
    person = turn.book.person(person_id)
    if person is None:
        raise LookupError(person_id)
    person.name = name


def _point(turn: Turn, point_id: str, words: str) -> None:
    before = turn.book.point(point_id)
    if before is None:
        raise LookupError(point_id)
    before.current = False
    # It keeps its place among the others; when it was changed is in the correction.
    turn.book.add(
        Point(
            box=before.box,
            step_id=before.step_id,
            answer_id=before.answer_id,
            replaces_id=before.id,
            by_id=turn.person.id,
            at=before.at,
            words=words,
        )
    )


def _wording(turn: Turn, trio_id: str, name: str, words: str) -> None:
    trio = next(trio for trio in turn.meeting.trios if trio.id == trio_id)
    last = trio.wordings[-1]
    kept = {"danger": last.danger, "goal": last.goal, name: words}
    trio.wordings.append(
        TrioWording(version=last.version + 1, at=turn.now, by_id=turn.person.id, **kept)
    )


def _decision(turn: Turn, child_id: str, why: str) -> None:
    last = [row for row in turn.book.decisions() if row.child_id == child_id][-1]
    body = as_body({**body_of(last), "why": why})
    turn.book.add(
        Decision(
            step_id=last.step_id,
            child_id=child_id,
            version=last.version + 1,
            by_id=turn.person.id,
            at=turn.now,
            body=body,
        )
    )


def _entry(turn: Turn, thread: str, field: str, *, value: str) -> None:
    before = turn.book.plan_entry(thread)
    if before is None:
        raise LookupError(thread)
    values = {**body_of(before), field: value}
    before.current = False
    turn.book.add(
        PlanEntry(
            thread=thread,
            version=before.version + 1,
            section=before.section,
            state=before.state,
            author_id=before.author_id,
            writer_id=turn.person.id,
            due=due_date(turn.profile.sections[before.section], values),
            at=before.at,
            body=as_body(values),
        )
    )
