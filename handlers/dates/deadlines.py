"""Time limits of the profile as dates, each with a sentence that says how it was counted (row B9).

Shown, never enforced.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.dates.deadline_words import explain
from handlers.dates.working_days import Calendar
from prompts.profile import Profile
from prompts.profile.rules import DeadlineRule


@dataclass(frozen=True)
class Deadline:
    """A limit as a date.

    `at` is the moment in UTC, for limits in hours; `warn_on` is when to warn; `explained` says why.
    """

    clock: DeadlineRule
    day: date
    at: datetime | None
    warn_on: date
    explained: str


def deadline(profile: Profile, clock_id: str, start: date | datetime) -> Deadline:
    """A limit counted from an event. Raises `KeyError` where the profile has no such clock.

    `start` is the event's local day, or its moment with a zone: the place's own wall clock says
    which day that is.
    """
    clock = profile.clocks[clock_id]
    days = Calendar.of(profile, clock.calendar)
    if clock.unit == "hours":
        return _in_hours(profile, clock, days, start)
    first = local_day(profile, start) if isinstance(start, datetime) else start
    day = _counted(clock, days, first)
    return Deadline(
        clock, day, None, days.add_working_days(day, -clock.warn), explain(clock, days, first, day)
    )


def local_day(profile: Profile, moment: datetime) -> date:
    """Which day a moment is in the place."""
    return _local(profile, moment).date()


def local_time(profile: Profile, moment: datetime) -> str:
    """What clocks in the place show at a moment."""
    return f"{_local(profile, moment):%H:%M}"


def moment_of(profile: Profile, day: date, wall: time) -> datetime:
    """The moment, in UTC, at which clocks in the place show a time on a day.

    A time that the clocks jump over is the moment of the jump's other side; of a time that comes
    twice it is the first.
    """
    return datetime.combine(day, wall, ZoneInfo(profile.zone)).astimezone(UTC)


def _in_hours(
    profile: Profile, clock: DeadlineRule, days: Calendar, start: date | datetime
) -> Deadline:
    """Hours are hours that pass: in the night when clocks change, 24 of them are not a day."""
    if not isinstance(start, datetime):
        raise ValueError(f"the clock '{clock.id}' counts hours and needs a moment, not a day")
    first = _local(profile, start)
    end = first.astimezone(UTC) + timedelta(hours=clock.count)
    last = _local(profile, end)
    warn_on = days.add_working_days(last.date(), -clock.warn)
    return Deadline(clock, last.date(), end, warn_on, explain(clock, days, first, last))


def _counted(clock: DeadlineRule, days: Calendar, first: date) -> date:
    count = -clock.count if clock.before else clock.count
    match clock.unit:
        case "working_days":
            return days.add_working_days(first, count)
        case "clear_working_days":
            return days.add_working_days(first, count + (-1 if clock.before else 1))
        case "weeks":
            return first + timedelta(weeks=count)
        case "months":
            return add_months(first, count)
        case _:
            return first + timedelta(days=count)


def add_months(day: date, count: int) -> date:
    """The same day of a month so many months on; the last day of that month where it is
    too short.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _local(profile: Profile, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time without a zone says no day")
    return moment.astimezone(ZoneInfo(profile.zone))


def soonest(deadlines: Sequence[Deadline]) -> list[Deadline]:
    """Limits in the order of time."""
    return sorted(deadlines, key=lambda limit: limit.day)
