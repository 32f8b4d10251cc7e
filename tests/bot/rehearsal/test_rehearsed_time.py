"""Time in the rehearsal room: it goes on for one rehearsal, as far as somebody lets it, and for
nothing else.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.rehearsal.time import RehearsedTime, TimeSkipped
from storage.database import Database
from tests.kit.conference import Conference, Played
from tests.kit.small_room import ROOM, SmallRoom


@contextmanager
def two_rehearsals(database: Database) -> Iterator[tuple[Conference, Conference, RehearsedTime]]:
    with (
        closing(Conference(database, "fennimore", "web:one")) as one,
        closing(Conference(database, "fennimore", "web:two")) as two,
    ):
        one.everybody_plays()
        two.everybody_plays()
        yield one, two, RehearsedTime(one.dispatcher)


def goes_on(time: RehearsedTime, room: str) -> TimeSkipped:
    passed = time.to_the_next_thing(room)
    assert passed
    return passed


@pytest.mark.rehearsals
def test_checkins_the_core_group_and_what_comes_after_can_be_tried_at_once(
    sqlite_database: Database,
) -> None:
    with two_rehearsals(sqlite_database) as (one, two, time):
        days: list[str] = []
        while len(days) < 4:
            passed = goes_on(time, one.room)
            days.append(f"{passed.now:%d %b %H:%M}")
        assert days[0] == "04 Mar 09:00", "the members of the core group are asked how things go"
        assert days == sorted(days)
        mum = one.person("mum")
        assert mum.lines("checkin")
        assert two.person("mum").lines("checkin") == "", "another rehearsal keeps its own time"
        assert two.look(lambda scene: scene.now) == two.now

        # The core group begins on the day that it is now in the rehearsal; its own reminders follow
        # from there.
        while one.look(lambda scene: scene.now) < one.now + timedelta(days=8):
            time.a_day_later(one.room)
        one.meets_again("core_group.begin", "social_worker")
        assert one.look(lambda scene: (scene.meeting.kind, scene.meeting.started_at.day)) == (
            "core_group",
            11,
        )
        assert one.channel("before"), "what it posts is shown at once"
        one.everybody_plays()
        assert one.look(lambda scene: scene.meeting.state) == "approved"
        assert goes_on(time, one.room).now.month in (3, 4)
        assert one.left_to_show() == []


def test_what_becomes_due_while_somebody_plays_rings_by_the_rehearsals_clock(
    sqlite_database: Database,
) -> None:
    with closing(Conference(sqlite_database, "fennimore")) as family:
        time = RehearsedTime(family.dispatcher)
        time.a_day_later(family.room)
        family.leading().starts_the_timer()
        family.passes(minutes=90)
        time.ring_all()
        assert family.look(lambda scene: scene.meeting.timer_ends_at) is None


def test_a_day_does_what_is_due_in_it_and_each_of_it_once(
    played_database: Database, played: tuple[Path, datetime]
) -> None:
    with closing(Played(played_database, begins=played[1])) as one:
        time = RehearsedTime(one.dispatcher)
        told = [time.a_day_later(one.room) for _ in range(20)]
        checkins = one.person("mum").lines("checkin").count("How are things going?")
        assert checkins == 1
        assert sum(len(passed.told) > 0 for passed in told) >= 3
        assert one.look(lambda scene: scene.now.date()) == (one.now + timedelta(days=20)).date()


def test_a_real_conference_has_the_real_time(sqlite_database: Database) -> None:
    room = SmallRoom(sqlite_database)
    with closing(room.dispatcher):
        room.send("chair", "close.submit", text="We are done.")
        before = room.see(None, lambda scene: scene.now)
        assert RehearsedTime(room.dispatcher).to_the_next_thing(ROOM) is None
        assert room.see(None, lambda scene: scene.now) - before < timedelta(minutes=1)


def test_the_next_thing_is_nothing_when_all_is_done(sqlite_database: Database) -> None:
    with closing(Conference(sqlite_database, "fennimore")) as family:
        family.begins_with("decision/1")
        family.leading().decides("neither", "Nothing is left to worry about.")
        family.leading().closes("We are done.")
        time = RehearsedTime(family.dispatcher)
        for _ in range(40):
            if time.to_the_next_thing(family.room) is None:
                break
        assert time.to_the_next_thing(family.room) is None
        assert time.a_day_later(family.room).told == ()
