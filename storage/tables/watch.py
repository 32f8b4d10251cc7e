"""Who can read a meeting's room, as its platform last said."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import OfMeeting


class RoomUse(StrEnum):
    """Where cards for everybody go."""

    CHANNEL = "channel"  # into the room, while everybody in it has a part in the meeting
    PRIVATE = "private"  # to each person by private message: the chair chose so


class RoomWatch(Marked, OfMeeting):
    """What is known of a meeting's room: a row, so that several processes know the same.

    `seen` is what the platform said at `checked_at`; without a time, it is asked at once. `let_in`
    are the accounts that
    the chair let in without a part when the meeting began. `told` names the chair's card
    ("room:<told>") while something
    is wrong, and is empty while nothing is.
    """

    __tablename__ = "room_watch"
    DECIDING = ("meeting_id", "use", "told")
    __table_args__ = (UniqueConstraint("meeting_id"),)
    checked_at: Mapped[datetime | None]
    use: Mapped[str] = mapped_column(default=RoomUse.CHANNEL)
    told: Mapped[str] = mapped_column(default="")
    _seen: Mapped[bytes] = mapped_column("seen", default=b"")
    seen = sealed()
    _let_in: Mapped[bytes] = mapped_column("let_in", default=b"")
    let_in = sealed()
