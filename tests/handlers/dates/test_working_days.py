"""Working days of England, Wales and the Isle of Man, 2025 to 2028, against what the governments
announced.

England and Wales: https://www.gov.uk/bank-holidays (2026 to 2028 as announced). Isle of Man 2025
and 2026: the Treasury's
dates under the Bank Holidays Act 1989 (2026: Isle of Man Today, 11 September 2025). Isle of Man
2027 and 2028 are not
announced: the TT holiday is counted as the Friday of race week, 11 days after the spring bank
holiday, and said to be a guess.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates.working_days import Calendar
from prompts.profile import load_profile
from prompts.profile.rules import Place

CUMBRIA, ISLAND = load_profile("cumbria"), load_profile("isle_of_man")

ENGLAND = {
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
    2028: ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"],
}
ONLY_THE_ISLAND = {
    2025: ["06-06", "07-07"],
    2026: ["06-05", "07-06"],
    2027: ["06-11", "07-05"],
    2028: ["06-09", "07-05"],
}


def days_off(calendar: Calendar, year: int) -> list[str]:
    """The days from Monday to Friday on which nobody works."""
    return [f"{day:%m-%d}" for day in calendar.left_out(date(year, 1, 1), date(year, 12, 31))]


@pytest.mark.parametrize("place", ["england", "wales"])
@pytest.mark.parametrize("year", ENGLAND)
def test_england_and_wales_have_the_days_that_were_announced(place: Place, year: int) -> None:
    assert days_off(Calendar(place), year) == ENGLAND[year]
    assert days_off(Calendar.of(CUMBRIA, place), year) == ENGLAND[year]


@pytest.mark.parametrize("year", ENGLAND)
def test_the_island_has_the_same_days_and_two_of_its_own(year: int) -> None:
    assert days_off(Calendar.of(ISLAND), year) == sorted(ENGLAND[year] + ONLY_THE_ISLAND[year])


def test_the_tt_holiday_is_where_it_was_and_not_where_the_library_puts_it() -> None:
    island = Calendar.of(ISLAND)
    for day in (date(2022, 6, 10), date(2023, 6, 9)):  # announced by the Isle of Man Government
        assert island.holiday(day) == "TT Bank Holiday"
    for day in (date(2023, 6, 2), date(2027, 6, 4), date(2028, 6, 2)):
        assert island.is_working(day)


def test_a_holiday_that_is_not_announced_is_said_to_be_a_guess() -> None:
    island = Calendar.of(ISLAND)
    assert not island.is_sure(date(2027, 6, 11))
    assert island.is_sure(date(2026, 6, 5))


def test_boxing_day_on_a_saturday_gives_the_monday() -> None:
    calendar = Calendar.of(CUMBRIA)
    assert not calendar.is_working(date(2026, 12, 28))
    assert calendar.is_working(date(2026, 12, 29))
    assert calendar.next_working(date(2026, 12, 25)) == date(2026, 12, 29)


def test_a_service_can_be_closed_on_more_days() -> None:
    closed = ISLAND.model_copy(update={"closures": (date(2026, 12, 29), date(2026, 12, 30))})
    assert Calendar.of(closed).next_working(date(2026, 12, 25)) == date(2026, 12, 31)
    assert Calendar.of(closed, "england").next_working(date(2026, 12, 25)) == date(2026, 12, 29), (
        "another place is not closed"
    )


def test_a_working_day_is_its_own_next_one() -> None:
    assert Calendar.of(CUMBRIA).next_working(date(2026, 3, 2)) == date(2026, 3, 2)


DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@given(day=DAYS, count=st.integers(1, 40))
def test_there_and_back_is_where_one_began(day: date, count: int) -> None:
    calendar = Calendar.of(ISLAND)
    start = calendar.next_working(day)
    end = calendar.add_working_days(start, count)
    assert calendar.add_working_days(end, -count) == start
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(calendar.is_working, between)) == count
    assert calendar.is_working(end)


@given(day=DAYS)
def test_no_days_on_is_the_day_itself(day: date) -> None:
    assert Calendar.of(CUMBRIA).add_working_days(day, 0) == day
