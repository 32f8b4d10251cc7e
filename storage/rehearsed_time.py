"""The clock of a rehearsal: how far it is ahead of the real one, and what is due by it.

A real conference has no such clock.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session

from storage.book import CHANNEL
from storage.tables import Alarm, Meeting, Post, Reminder


def put_ahead(session: Session, room: str, by: timedelta) -> None:
    """Sets how far the clock of a rehearsal is ahead, for all of its meetings; nothing that is not
    a rehearsal is touched.
    """
    session.execute(
        update(Meeting).where(*_rehearsed(room)).values(ahead_s=int(by.total_seconds()))
    )


def next_due(session: Session, room: str) -> datetime | None:
    """The moment, by the rehearsal's clock, of what is due next."""
    here = select(Meeting.id).where(*_rehearsed(room))
    alarm = session.scalar(
        select(func.min(Alarm.due_at)).where(Alarm.meeting_id.in_(here), Alarm.done_at.is_(None))
    )
    reminder = session.scalar(
        select(func.min(Reminder.due_at)).where(Reminder.meeting_id.in_(here))
    )
    return min((moment for moment in (alarm, reminder) if moment), default=None)


def ahead_rooms(session: Session) -> dict[str, timedelta]:
    """The rehearsals whose clock is ahead, by room."""
    rows = session.execute(
        select(Meeting.room, Meeting.ahead_s).where(
            Meeting.ahead_s > 0, Meeting.sample != "", ~Meeting.followed
        )
    )
    return {room: timedelta(seconds=ahead) for room, ahead in rows if room and "." not in room}


def meetings_in(session: Session, room: str) -> Sequence[str]:
    """The ids of a rehearsal's meetings."""
    return session.scalars(select(Meeting.id).where(*_rehearsed(room))).all()


def lines_told(session: Session, room: str) -> dict[str, int]:
    """How many private lines each person of a rehearsal has been sent, by person's id."""
    here = select(Meeting.id).where(*_rehearsed(room))
    rows = session.execute(
        select(Post.audience, func.count()).where(Post.meeting_id.in_(here)).group_by(Post.audience)
    )
    return {audience: count for audience, count in rows if audience != CHANNEL}


def _rehearsed(room: str) -> tuple[ColumnElement[bool], ...]:
    """The meetings of a rehearsal: in its room, or in a closed part's."""
    return or_(
        Meeting.room == room, Meeting.room.startswith(f"{room}.", autoescape=True)
    ), Meeting.sample != ""
