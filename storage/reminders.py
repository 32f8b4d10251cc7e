"""Reminders that are due: claimed by whoever comes first, handed over to the outbox and moved on,
all in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from storage.book import Book
from storage.outbox import WantedPost, want
from storage.tables import Meeting, Reminder, Row


@dataclass(frozen=True)
class DueReminder:
    """A reminder that is due and ours until the transaction ends, with what decides how it
    goes on.
    """

    id: str
    meeting_id: str
    person_id: str
    profile: str
    what: str
    due_on: date
    late: int
    told_on: date | None


@dataclass(frozen=True)
class NextDue:
    """How a reminder goes on.

    `slot` is what is to be drawn for its person now; nothing where it is empty.
    """

    reminder: DueReminder
    due_at: datetime | None
    late: int
    told_on: date | None
    slot: str


def claim_due(
    session: Session, now: datetime, at_most: int = 100, meetings: Sequence[str] | None = None
) -> list[DueReminder]:
    """The reminders that are due, of conferences that nobody else works on just now; of these
    meetings, or of all.

    The conference is what is locked: two clocks never remind one person twice, and who says that it
    is done just now is not
    reminded. On SQLite this process is alone.
    """
    connection, due = session.connection(), _reminder.c.due_at <= now
    if meetings is not None:
        due &= _reminder.c.meeting_id.in_(meetings)
    first = (
        select(_meeting.c.id).join(_reminder, _reminder.c.meeting_id == _meeting.c.id).where(due)
    )
    locked = (
        first.order_by(_reminder.c.due_at)
        .limit(at_most)
        .with_for_update(of=_meeting, skip_locked=True)
    )
    found_in = set(connection.scalars(locked))
    if not found_in:
        return []
    row = _reminder.c
    columns = (
        row.id,
        row.meeting_id,
        row.person_id,
        _meeting.c.profile,
        row.what,
        row.due_on,
        row.late,
        row.told_on,
    )
    # Looked at once more under the lock: another clock may have told them a moment ago.
    query = (
        select(*columns)
        .join(_meeting, _meeting.c.id == row.meeting_id)
        .where(row.meeting_id.in_(found_in), due)
    )
    return [DueReminder(*found) for found in connection.execute(query)]


def hand_over(session: Session, moved: Sequence[NextDue], now: datetime) -> None:
    """Moves reminders on, and queues one post for each person who is told something."""
    if not moved:
        return
    _move(session, moved)
    told = (one for one in moved if one.slot)
    want(
        session,
        (WantedPost(one.reminder.meeting_id, one.reminder.person_id, one.slot) for one in told),
        now,
    )


def books_of(session: Session, meeting_ids: Sequence[str]) -> list[Book]:
    """The conferences with these ids."""
    return [
        Book(session, session.get_one(Meeting, meeting_id))
        for meeting_id in dict.fromkeys(meeting_ids)
    ]


def _move(session: Session, moved: Sequence[NextDue]) -> None:
    """Many are due at the same minute and go on alike: one statement for those."""
    alike: dict[tuple[datetime | None, int, date | None], list[str]] = {}
    for one in moved:
        alike.setdefault((one.due_at, one.late, one.told_on), []).append(one.reminder.id)
    for (due_at, late, told_on), ids in alike.items():
        change = (
            _reminder.update()
            .where(_reminder.c.id.in_(ids))
            .values(due_at=due_at, late=late, told_on=told_on)
        )
        session.connection().execute(change)


def _table(row: type[Row]) -> Table:
    return Row.metadata.tables[row.__tablename__]


_meeting, _reminder = _table(Meeting), _table(Reminder)
