"""How a limit was counted, in a sentence:

"10 working days after 18 December. 25, 26 December and 1 January do not count".
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from handlers.dates.working_days import Calendar
from prompts.profile.rules import DeadlineRule
from prompts.words import say


def explain(clock: DeadlineRule, days: Calendar, first: date, last: date) -> str:
    """The sentence for a limit that was counted from one local day, or moment, to another."""
    return say(
        "clocks.explained",
        count=clock.count,
        unit=clock.unit,
        before=clock.before,
        first=_in_month(first),
        time=f"{first:%H:%M}" if isinstance(first, datetime) else "",
        left_out=together(_left_out(clock, days, first, last)),
        one_left_out=len(_left_out(clock, days, first, last)) == 1,
        short_month=clock.unit == "months" and first.day != last.day,
        clocks_change=_clocks_change(first, last),
        unsure=together(_unsure(clock, days, first, last)),
    )


def spoken_day(day: date) -> str:
    """A day as people say it: "Thursday 18 December"."""
    return f"{day:%A} {_in_month(day)}"


def full_day(day: date) -> str:
    """A day on paper that will be read years later: "Thursday 18 December 2025"."""
    return f"{spoken_day(day)} {day.year}"


def _in_month(day: date) -> str:
    return f"{day.day} {day:%B}"


def together(days: Sequence[date]) -> str:
    """Days in a row of words: "25, 26 December and 1 January"."""
    return say("clocks.together", days=list(_short(days)))


def _short(days: Sequence[date]) -> Iterator[str]:
    """A month is named once, with the last of its days."""
    last_of_month = {(day.year, day.month): day for day in days}
    for day in days:
        yield _in_month(day) if last_of_month[day.year, day.month] == day else str(day.day)


def _left_out(clock: DeadlineRule, days: Calendar, first: date, last: date) -> list[date]:
    if clock.unit not in ("working_days", "clear_working_days"):
        return []
    return [day for day in days.left_out(*sorted((first, last))) if day != first]


def _unsure(clock: DeadlineRule, days: Calendar, first: date, last: date) -> list[date]:
    """Holidays on the way that have not been announced."""
    return [day for day in _left_out(clock, days, first, last) if not days.is_sure(day)]


def _clocks_change(first: date, last: date) -> str:
    if not (isinstance(first, datetime) and isinstance(last, datetime)):
        return ""
    before, after = first.utcoffset(), last.utcoffset()
    if before is None or after is None or before == after:
        return ""
    return "forward" if after > before else "back"
