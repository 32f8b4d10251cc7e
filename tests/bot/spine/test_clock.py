"""Time passes only as a command: an alarm rings when it is due, once, in its own conference,
whoever looks.
"""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.spine.clock import Clock
from bot.spine.dispatch import Dispatcher
from handlers.grammar import registry
from handlers.grammar.scene import Turn
from prompts.words import say
from storage.database import Database
from storage.tables import Alarm, AuditLine
from tests.kit.conference import CUMBRIA, Conference

QUESTION = "professionals_matter"
UP = say("timer.up")


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    """A conference of the small family, at a question with three minutes."""
    with closing(Conference(database)) as there:
        there.begins_with(QUESTION)
        yield there


def test_a_timer_rings_when_its_time_has_come(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    assert say("timer.text", minutes=3) in conference.channel("timer")
    conference.passes(minutes=2, seconds=59)
    conference.ticks()
    assert UP not in conference.channel()
    assert conference.panel_fact("timer")
    conference.passes(seconds=1)
    conference.ticks()
    assert conference.channel().count(UP) == 1
    assert not conference.panel_fact("timer")
    assert conference.current() == QUESTION, "it says so, and changes nothing: the chair moves on"


def test_a_timer_that_was_stopped_is_silent(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.leading().stops_the_timer()
    later(conference)
    assert UP not in conference.channel()


def test_a_timer_ends_with_its_item(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.leading().parks()
    assert not conference.panel_fact("timer")
    later(conference)
    assert UP not in conference.channel()


def test_a_new_timer_takes_the_place_of_the_one_that_runs(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.passes(minutes=2)
    conference.leading().starts_the_timer()
    conference.passes(minutes=2)
    conference.ticks()
    assert UP not in conference.channel()
    later(conference)
    assert conference.channel().count(UP) == 1


def test_a_timer_does_not_outlive_the_conference(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.leading().closes("We agreed.")
    later(conference)
    assert UP not in conference.channel()


async def test_two_clocks_ring_once(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.passes(minutes=10)
    other = Dispatcher(conference.database, {CUMBRIA.id: CUMBRIA}, lambda: conference.now)
    clocks = [Clock(dispatcher) for dispatcher in (conference.dispatcher, other)]
    for _ in range(3):
        await asyncio.gather(*(clock.tick() for clock in clocks))
    other.close()
    with conference.database.read() as session:
        rang = session.scalars(select(AuditLine).where(AuditLine.command == "timer.ring")).all()
        assert [line.person_id for line in rang] == [None]


def test_what_came_due_while_nobody_looked_rings_once_afterwards(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    later(conference, hours=30)
    later(conference, hours=30)
    assert conference.channel().count(UP) == 1


def test_an_alarm_rings_in_the_conference_that_set_it(conference: Conference) -> None:
    conference.leading().closes("We agreed.")
    first = conference.look(lambda scene: scene.meeting.id)
    with closing(
        Conference(conference.database, room=conference.room, begins=conference.now)
    ) as later_conference:
        with conference.database.session() as session:
            session.add(Alarm(meeting_id=first, what="timer.ring", due_at=conference.now))
        later(later_conference)
        later(later_conference)
        assert UP not in later_conference.channel()
    with conference.database.read() as session:
        assert session.scalars(select(Alarm.done_at).where(Alarm.what == "timer.ring")).one()
        assert session.scalars(
            select(AuditLine.meeting_id).where(AuditLine.command == "timer.ring")
        ).all() == [first]


def test_an_alarm_that_fails_holds_up_no_other(
    conference: Conference, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(turn: Turn) -> None:
        raise ValueError("Carys said that she was asleep")

    monkeypatch.setitem(
        registry.commands, "test.fault", replace(registry.commands["timer.ring"], handler=faulty)
    )
    conference.leading().starts_the_timer()
    meeting_id = conference.look(lambda scene: scene.meeting.id)
    with conference.database.session() as session:
        session.add(Alarm(meeting_id=meeting_id, what="test.fault", due_at=conference.now))
    later(conference)
    assert UP in conference.channel()
    assert "ValueError at" in caplog.text
    assert "asleep" not in caplog.text


async def test_the_scheduler_looks_every_second(conference: Conference) -> None:
    conference.leading().starts_the_timer()
    conference.passes(minutes=10)
    clock = Clock(conference.dispatcher)
    clock.start()
    async with asyncio.timeout(10):
        while not conference.look(lambda scene: scene.meeting.timer_ends_at is None):
            await asyncio.sleep(0.05)
    await clock.stop()


async def test_it_stops_once_the_tick_under_way_is_done(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = asyncio.Event(), asyncio.Event()

    async def long_work(_: Clock) -> None:
        began.set()
        await asyncio.sleep(0.1)
        ended.set()

    monkeypatch.setattr(Clock, "do_what_is_due", long_work)
    clock = Clock(conference.dispatcher)
    clock.start()
    async with asyncio.timeout(10):
        await began.wait()
        await clock.stop()
    assert ended.is_set()


def later(conference: Conference, hours: int = 1) -> None:
    """A good while later, the clock looks."""
    conference.now += timedelta(hours=hours)
    conference.ticks()
