"""Alarms: what is due is a row; whoever dispatches it first, by its key, does it once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Alarm, Meeting


@dataclass(frozen=True)
class DueAlarm:
    """An alarm that is due, and where."""

    id: str
    room: str
    what: str


def due_alarms(
    session: Session, now: datetime, at_most: int = 100, meetings: Sequence[str] | None = None
) -> list[DueAlarm]:
    """The alarms that are due and not done, the earliest first; of these meetings, or of all."""
    where = () if meetings is None else (Alarm.meeting_id.in_(meetings),)
    query = (
        select(Alarm.id, Meeting.room, Alarm.what)
        .join(Meeting, Meeting.id == Alarm.meeting_id)
        .where(Alarm.done_at.is_(None), Alarm.due_at <= now, *where)
        .order_by(Alarm.due_at)
        .limit(at_most)
    )
    return [DueAlarm(*row) for row in session.execute(query)]
