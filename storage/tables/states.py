"""The states and kinds that rows are in. The strings are those in the database."""

from enum import StrEnum

from sqlalchemy import Dialect, String, TypeDecorator


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"  # by an earlier meeting; in no room yet
    PREPARING = "preparing"
    CANCELLED = "cancelled"  # before it began
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"  # the record is a draft
    APPROVED = "approved"


class MeetingKind(StrEnum):
    """What sort of meeting it is."""

    CONFERENCE = "conference"
    CORE_GROUP = "core_group"
    REVIEW = "review"
    CLOSED_PART = "closed_part"


class StepState(StrEnum):
    """Where an item of the agenda stands."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    PARKED = "parked"
    SKIPPED = "skipped"


class Attendance(StrEnum):
    """Whether somebody takes part."""

    EXPECTED = "expected"
    HERE = "here"
    LEFT = "left"
    AWAY = "away"  # has a part in the plan, and does not belong to this meeting
    APART = "apart"  # attends in closed parts alone, and sees nothing of the channel
    OFF = "off"  # was taken off the list; what they sent or wrote down stays under their name


class EntryState(StrEnum):
    """Where an entry of the plan stands."""

    OFFERED = "offered"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"


class ProgressState(StrEnum):
    """What became of what somebody said about an action: only a new day is asked for."""

    SAID = "said"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Response(StrEnum):
    """How somebody answered; each is a full answer."""

    SAID = "said"
    PASS = "pass"  # noqa: S105
    AGREE = "agree"


class StoredEnum(TypeDecorator[StrEnum]):
    """A member of one of these, kept as its string."""

    impl = String
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """Refuses what is no member."""
        return None if value is None else self.of(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member."""
        return None if value is None else self.of(value)


KEPT = {
    of: StoredEnum(of)
    for of in (MeetingState, MeetingKind, StepState, Attendance, EntryState, ProgressState)
}
