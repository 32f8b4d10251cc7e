"""A year of one family: conference, check-ins, core groups and review, every message on its right day.

It begins in October, so that both nights on which clocks change, Christmas and Easter lie in it. Nobody waits: time is driven.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from storage.database import Database
from tests.calendar import Days
from tests.conference import Conference

A_MONDAY_IN_OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def family(database: Database) -> Iterator[Conference]:
    with closing(Conference(database, "fennimore", begins=A_MONDAY_IN_OCTOBER)) as conference:
        yield conference


def test_every_message_comes_on_its_right_day(family: Conference) -> None:
    days = Days(family)
    mum, gran, joe, aisha, lin, dot = family.people("mum", "gran", "social_worker", "health_visitor", "teacher", "minute_taker")

    # Monday 5 October: the conference. The plan says when the core group first meets.
    family.everybody_plays()
    assert "The core group meets on Wednesday 14 October 2026" in family.channel("ahead")
    assert "We all meet again by Tuesday 5 January 2027" in family.channel("ahead")

    # Five working days before the core group each member is asked in private, at nine by the wall clock.
    asked = days.until("2026-10-07")
    assert [line for line in asked if "mum" in line] == ["Wed 07 Oct 09:00 mum: checkin"]
    assert {line.split()[4] for line in asked} == {"mum:", "gran:", "social_worker:", "health_visitor:", "teacher:"}
    assert "checkin" not in family.channel()

    # Mum, Joe and Aisha say how it goes. What they say stays hidden, from Joe and the chair too.
    mum.fills("checkin.form", "", **{"group_score/1": "8", "why": "The gate is locked."}, actions="I rang the surgery.")
