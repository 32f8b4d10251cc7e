"""Time limits as dates, each with the sentence that says how it was counted (row B9)."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.deadlines import add_months, deadline, local_day, moment_of
from prompts.profile import Profile, load_profile
from tests.kit.profiles import tables_of

CUMBRIA, ISLAND = load_profile("cumbria"), load_profile("isle_of_man")
CLOCKS = {
    "conference_after_strategy",
    "conference_after_move",
    "conference_before_birth", "report_to_family", "report_to_family_review",
    "inquorate_new_date", "summary_to_parents",
    "record_out", "record_corrections", "first_core_group", "core_group_rhythm", "first_review",
    "later_review", "dissent",
    "complaint",
}  # fmt: skip

TABLE = [
    tuple(cell.strip() for cell in line.split("|"))
    for line in Path(__file__).with_name("dates.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("profile", "clock", "start", "end", "explained"), TABLE)
def test_limits_fall_when_a_person_would_count_them_to(
    profile: str, clock: str, start: str, end: str, explained: str
) -> None:
    limit = deadline(load_profile(profile), clock, moment_or_day(start))
    assert (limit.at or limit.day, limit.explained) == (moment_or_day(end), explained)
    assert limit.warn_on <= limit.day


def moment_or_day(text: str) -> date:
    """A day, or a moment in UTC."""
    return (
        datetime.fromisoformat(text).replace(tzinfo=UTC)
        if "T" in text
        else date.fromisoformat(text)
    )


def test_clear_days_leave_out_both_ends() -> None:
    """Three clear days between Monday and Friday:
    https://moderngov.cheshireeast.gov.uk/ieIssueDetails.aspx?IId=9840."""
    clear = counted(count=3, unit="clear_working_days")
    assert deadline(clear, "any", date(2026, 3, 2)).day == date(2026, 3, 6)
    before = deadline(
        counted(count=3, unit="clear_working_days", before=True), "any", date(2026, 3, 6)
    )
    assert before.day == date(2026, 3, 2)
    assert (
        before.explained
        == "3 clear working days before 6 March. The days at each end do not count."
    )


def test_days_are_counted_by_the_calendar() -> None:
    ninety = counted(count=90, unit="days")
    assert deadline(ninety, "any", date(2026, 3, 2)).day == date(2026, 5, 31)


def test_a_limit_may_be_counted_in_another_place() -> None:
    there = counted(count=10, unit="working_days", calendar="england")
    assert deadline(there, "any", date(2025, 6, 2)).day == date(2025, 6, 16)


def test_warnings_come_some_working_days_before() -> None:
    limit = deadline(CUMBRIA, "first_core_group", date(2025, 12, 18))
    assert (limit.day, limit.warn_on) == (date(2026, 1, 6), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-30T22:59", "2026-06-30"),
        ("2026-06-30T23:01", "2026-07-01"),  # past midnight in the place, though not in UTC
        ("2026-01-31T23:59", "2026-01-31"),
    ],
)
def test_the_places_own_clock_says_which_day_it_is(moment: str, day: str) -> None:
    assert local_day(ISLAND, datetime.fromisoformat(moment).replace(tzinfo=UTC)).isoformat() == day


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        ("2026-03-28", "09:00", "2026-03-28T09:00"),
        ("2026-03-29", "09:00", "2026-03-29T08:00"),  # a day later is 23 hours later
        ("2026-10-24", "09:00", "2026-10-24T08:00"),
        ("2026-10-25", "09:00", "2026-10-25T09:00"),  # and here 25
        ("2026-03-29", "01:30", "2026-03-29T01:30"),  # a time that is not on any clock
        ("2026-10-25", "01:30", "2026-10-25T00:30"),  # a time that comes twice: the first
    ],
)
def test_the_same_time_of_day_is_not_always_24_hours_on(day: str, wall: str, moment: str) -> None:
    expected = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert moment_of(CUMBRIA, date.fromisoformat(day), time.fromisoformat(wall)) == expected


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a moment"):
        deadline(ISLAND, "summary_to_parents", date(2026, 3, 2))
    with pytest.raises(ValueError, match="without a zone"):
        deadline(ISLAND, "summary_to_parents", datetime(2026, 3, 2, 12, 0))  # noqa: DTZ001
    with pytest.raises(KeyError):
        deadline(ISLAND, "tea", date(2026, 3, 2))


@pytest.mark.parametrize("profile", [CUMBRIA, ISLAND], ids=lambda profile: profile.id)
def test_each_profile_has_every_limit_with_its_source(profile: Profile) -> None:
    assert profile.clocks.keys() == CLOCKS
    assert all(clock.source for clock in profile.clock)


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), count=st.integers(-24, 24))
def test_months_keep_the_day_or_end_the_month(day: date, count: int) -> None:
    then = add_months(day, count)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == count
    assert then.day == day.day or (
        then.day < day.day
        and add_months(day.replace(day=1), count + 1).toordinal() - then.toordinal() == 1
    )


def counted(**rule: object) -> Profile:
    """The island's profile with one limit of its own."""
    clock = {"id": "any", "title": "Any", "from": "conference", "source": "A test", **rule}
    data = tables_of("isle_of_man")
    return Profile.model_validate(data | {"clock": [clock]})
