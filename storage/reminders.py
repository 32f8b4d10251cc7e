"""Reminders that are due: claimed by whoever comes first, handed over to the outbox and moved on, all in one transaction."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.book import Book
from storage.tables import Meeting, Post, Reminder, new_id


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is due and ours until the transaction ends, with what decides how it goes on."""

    id: str
    meeting_id: str
    person_id: str
    profile: str
    what: str
    due_on: date
    late: int
    told_on: date | None


@dataclass(frozen=True)
class MovedOn:
    """How a reminder goes on. `slot` is what is to be drawn for its person now; nothing where it is empty."""

    reminder: DueReminder
    due_at: datetime | None
    late: int
    told_on: date | None
    slot: str


def claim_due(session: Session, now: datetime, at_most: int = 100) -> list[DueReminder]:
    """The reminders that are due, of conferences that nobody else works on just now.

    The conference is what is locked: two clocks never remind one person twice, and who says that it is done just now is not
    reminded. On SQLite this process is alone.
    """
    waiting = (Reminder.due_at <= now,)
    first = select(Meeting.id).join(Reminder, Reminder.meeting_id == Meeting.id).where(*waiting).order_by(Reminder.due_at)
    locked = first.limit(at_most).with_for_update(of=Meeting, skip_locked=True)
    meetings = set(session.scalars(locked))
    if not meetings:
        return []
    columns = (Reminder.id, Reminder.meeting_id, Reminder.person_id, Meeting.profile)
    query = select(*columns, Reminder.what, Reminder.due_on, Reminder.late, Reminder.told_on).join(
        Meeting, Meeting.id == Reminder.meeting_id
    )
    return [DueReminder(*row) for row in session.execute(query.where(Reminder.meeting_id.in_(meetings), *waiting))]


def hand_over(session: Session, moved: Sequence[MovedOn], now: datetime) -> None:
    """Moves reminders on, and queues one post for each person who is told something."""
    if not moved:
        return
    _move(session, moved)
    audiences = dict.fromkeys((one.reminder.meeting_id, one.reminder.person_id, one.slot) for one in moved if one.slot)
    if not audiences:
        return
    places = _places(session, Counter(meeting_id for meeting_id, _, _ in audiences))
    rows = []
    for meeting_id, person_id, slot in audiences:
        places[meeting_id] += 1
        rows.append(_post(meeting_id, person_id, slot, places[meeting_id], now))
    _queue(session, rows)


def books_of(session: Session, meeting_ids: Sequence[str]) -> list[Book]:
    """The conferences with these ids."""
    return [Book(session, session.get_one(Meeting, meeting_id)) for meeting_id in dict.fromkeys(meeting_ids)]


def _move(session: Session, moved: Sequence[MovedOn]) -> None:
    values = [{"row": one.reminder.id, "at": one.due_at, "n": one.late, "told": one.told_on} for one in moved]
    change = update(Reminder.__table__).where(Reminder.id == bindparam("row"))  # type: ignore[arg-type]  # it is a table
    change = change.values(due_at=bindparam("at"), late=bindparam("n"), told_on=bindparam("told"))
    session.connection().execute(change, values)


def _places(session: Session, needed: Counter[str]) -> dict[str, int]:
    """Room for so many more posts in each conference: the place before the first of them."""
    now = session.execute(select(Meeting.id, Meeting.places).where(Meeting.id.in_(needed)))
    places: dict[str, int] = {row.id: row.places for row in now}
    change = update(Meeting.__table__).where(Meeting.id == bindparam("row"))  # type: ignore[arg-type]  # it is a table
    values = [{"row": meeting_id, "to": before + needed[meeting_id]} for meeting_id, before in places.items()]
    session.connection().execute(change.values(places=bindparam("to")), values)
    return places


def _post(meeting_id: str, person_id: str, slot: str, place: int, now: datetime) -> dict[str, object]:
    waiting = {"place": place, "queued": place, "waiting": True, "wanted": 1, "shown": 0, "attempts": 0, "due_at": now}
    return {"id": new_id(), "meeting_id": meeting_id, "audience": person_id, "slot": slot, "ref": "", "trouble": "", **waiting}


def _queue(session: Session, rows: list[dict[str, object]]) -> None:
    """New posts; a slot that somebody has already is drawn again."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    new = insert(Post.__table__)  # type: ignore[arg-type]  # it is a table
    again = {"wanted": Post.wanted + 1, "waiting": True, "queued": new.excluded.queued, "due_at": new.excluded.due_at}
    session.connection().execute(new.on_conflict_do_update(index_elements=["meeting_id", "audience", "slot"], set_=again), rows)
