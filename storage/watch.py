"""The watch on rooms: which of them are to be looked at, and when that was done last."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.book import CHANNEL
from storage.tables import Meeting, Post, RoomWatch


def ask_for_a_look(session: Session, rooms: str, now: datetime) -> None:
    """Somebody came or went, or a room changed: look at once, and try what waits for the room.

    `rooms` is how their names begin: all of one team's, where a platform does not say which of them
    it was.
    """
    there = select(Meeting.id).where(
        Meeting.room.startswith(rooms, autoescape=True), ~Meeting.followed
    )
    session.execute(
        update(RoomWatch).where(RoomWatch.meeting_id.in_(there)).values(checked_at=None)
    )
    waits = (Post.audience == CHANNEL, Post.waiting, ~Post.leased, Post.due_at > now)
    session.execute(update(Post).where(Post.meeting_id.in_(there), *waits).values(due_at=now))


def claim_a_look(session: Session, now: datetime) -> str | None:
    """The meeting whose room is to be looked at next; nobody else looks at it meanwhile."""
    due = select(RoomWatch).where(RoomWatch.checked_at.is_(None)).limit(1)
    watch = session.scalar(due.with_for_update(skip_locked=True))
    if watch is None:
        return None
    watch.checked_at = now
    return watch.meeting_id
