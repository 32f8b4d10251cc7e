"""Rehearsals in a service's database, from when both shared one.

They stay there, and nothing comes of them any more.
"""

from datetime import datetime

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from storage.room import ROOM
from storage.tables import Alarm, Meeting, PageLink, Post, Reminder

_UNKNOWN = "unknown"


def lay_aside(session: Session, now: datetime) -> None:
    """What was held in the rehearsal room sends, reminds and opens nothing.

    What people said in it is kept as it is.
    """
    # Nothing real was ever held there, whatever a meeting says of itself.
    in_the_room = Meeting.room.startswith(ROOM, autoescape=True), Meeting.sample == ""
    for meeting in session.scalars(select(Meeting).where(*in_the_room)):
        meeting.sample = _UNKNOWN
    session.flush()
    session.execute(
        update(Post).where(Post.meeting_id.in_(_rehearsed()), Post.waiting).values(waiting=False)
    )
    session.execute(
        update(Alarm)
        .where(Alarm.meeting_id.in_(_rehearsed()), Alarm.done_at.is_(None))
        .values(done_at=now)
    )
    session.execute(
        update(Reminder).where(Reminder.meeting_id.in_(_rehearsed())).values(due_at=None)
    )
    still_open = PageLink.meeting_id.in_(_rehearsed()), PageLink.revoked_at.is_(None)
    for link in session.scalars(select(PageLink).where(*still_open)):
        link.revoked_at = now


def _rehearsed() -> Select[str]:
    return select(Meeting.id).where(
        or_(Meeting.sample != "", Meeting.room.startswith(ROOM, autoescape=True))
    )
