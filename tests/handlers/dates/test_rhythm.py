"""When reminders come: working days, wall time, and never fifty at once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.rhythm import Rhythm
from handlers.reminding.due import goes_on
from tests.kit.conference import CUMBRIA

RHYTHM = Rhythm.of(CUMBRIA)
MOST = 2 + CUMBRIA.reminders.late_at_most

# The day it is due; the days of the reminders, with the hour in UTC.
CALENDAR = {
    "an ordinary week": (
        "2026-03-12",
        "09 Mar 09, 12 Mar 09, 16 Mar 09, 18 Mar 09, 20 Mar 09, 24 Mar 09, 26 Mar 09",
    ),
    "clocks go forward": (
        "2026-03-30",
        "25 Mar 09, 30 Mar 08, 01 Apr 08, 07 Apr 08, 09 Apr 08, 13 Apr 08, 15 Apr 08",
    ),
    "clocks go back": (
        "2026-10-26",
        "21 Oct 08, 26 Oct 09, 28 Oct 09, 30 Oct 09, 03 Nov 09, 05 Nov 09, 09 Nov 09",
    ),
    "Christmas Day": (
        "2026-12-25",
        "21 Dec 09, 24 Dec 09, 30 Dec 09, 04 Jan 09, 06 Jan 09, 08 Jan 09, 12 Jan 09",
    ),
    "a Sunday": (
        "2026-06-14",
        "09 Jun 08, 12 Jun 08, 16 Jun 08, 18 Jun 08, 22 Jun 08, 24 Jun 08, 26 Jun 08",
    ),
    "a leap day": (
        "2028-02-29",
        "24 Feb 09, 29 Feb 09, 02 Mar 09, 06 Mar 09, 08 Mar 09, 10 Mar 09, 14 Mar 09",
    ),
    "the end of a month": (
        "2027-01-31",
        "26 Jan 09, 29 Jan 09, 02 Feb 09, 04 Feb 09, 08 Feb 09, 10 Feb 09, 12 Feb 09",
    ),
}


@pytest.mark.parametrize("name", CALENDAR)
def test_the_days_of_reminders(name: str) -> None:
    due_on, expected = date.fromisoformat(CALENDAR[name][0]), CALENDAR[name][1]
    long_before = datetime(due_on.year, due_on.month, 1, 12, tzinfo=UTC) - timedelta(days=20)
    assert ", ".join(f"{moment:%d %b %H}" for moment in told(due_on, long_before)) == expected


def test_what_is_due_today_is_not_asked_for_before_it_is_late() -> None:
    """Agreed at eleven for the same day: the day is known, and its hour is over."""
    assert RHYTHM.next_time(date(2026, 3, 12), datetime(2026, 3, 12, 11, tzinfo=UTC)) == datetime(
        2026, 3, 16, 9, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-03-13 16:59", "2026-03-13 16:59"),
        ("2026-03-13 17:00", "2026-03-16 09:00"),  # Friday evening
        ("2026-03-14 11:00", "2026-03-16 09:00"),
        ("2026-03-16 08:59", "2026-03-16 09:00"),
        ("2026-03-28 23:30", "2026-03-30 08:00"),  # the night in which clocks go forward
        ("2026-12-24 18:00", "2026-12-29 09:00"),
    ],
)
def test_people_are_reminded_when_people_work(now: str, opens: str) -> None:
    assert RHYTHM.opens(moment(now)) == moment(opens)


@pytest.mark.parametrize("asleep", [timedelta(days=3), timedelta(days=21), timedelta(days=200)])
def test_a_machine_that_slept_tells_once(asleep: timedelta) -> None:
    due_on, due_at = date(2026, 3, 13), moment("2026-03-13 09:00")
    awake = RHYTHM.opens(due_at + asleep)
    first = goes_on(RHYTHM, "action", due_on, 0, None, awake)
    assert first.tell
    assert first.due_at
    assert first.due_at.date() == RHYTHM.after(RHYTHM.today(awake), CUMBRIA.reminders.late_every)


def test_two_clocks_an_hour_apart_tell_once_a_day() -> None:
    on_the_day, now = date(2026, 3, 12), moment("2026-03-12 09:00")
    first = goes_on(RHYTHM, "action", on_the_day, 0, None, now)
    behind = (
        now - timedelta(hours=1) + timedelta(minutes=30)
    )  # half an hour later by a clock an hour slow: 08:30
    assert first.due_at
    assert first.due_at > now + timedelta(days=1)
    assert RHYTHM.next_time(on_the_day, behind, first.told_on) > now
    again = goes_on(
        RHYTHM, "action", on_the_day, first.late, first.told_on, now + timedelta(minutes=30)
    )
    assert not again.tell


@given(
    due_on=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    before=st.integers(-60, 60),
    hours=st.integers(0, 24 * 30),
    naps=st.lists(st.integers(0, 24 * 40), max_size=12),
)
def test_whatever_happens_nobody_is_told_outside_working_hours_or_too_often(
    due_on: date, before: int, hours: int, naps: list[int]
) -> None:
    agreed = datetime(due_on.year, due_on.month, due_on.day, tzinfo=UTC) + timedelta(
        days=before, hours=hours
    )
    found = told(due_on, agreed, naps)
    assert len(found) <= MOST
    assert len({RHYTHM.today(each) for each in found}) == len(found)
    assert all(RHYTHM.at_work(each) for each in found)
    assert found == sorted(found)


def told(due_on: date, agreed: datetime, naps: list[int] | None = None) -> list[datetime]:
    """When somebody is told, from the moment it was agreed; the machine sleeps for so many hours
    before each look.
    """
    moments: list[datetime] = []
    late, last = 0, None
    due_at: datetime | None = RHYTHM.next_time(due_on, agreed)
    sleeps = iter(naps or [])
    for _ in range(60):
        if due_at is None:
            return moments
        now = due_at + timedelta(hours=next(sleeps, 0))
        on = goes_on(RHYTHM, "action", due_on, late, last, now)
        assert on.due_at is None or on.due_at > now, "it would be due again at once, for ever"
        if on.tell:
            moments.append(now)
        due_at, late, last = on.due_at, on.late, on.told_on
    raise AssertionError("it never ends")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
