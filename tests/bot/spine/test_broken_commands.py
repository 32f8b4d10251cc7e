"""Commands that once broke: each ends in a sentence for the person who sent it, and nothing is half
done.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from bot.rehearsal.setup import account_of
from handlers.after.record.record import record
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import RegisteredCommand, commands
from handlers.grammar.scene import Turn
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.tables import MeetingKind, MeetingState
from tests.kit.conference import Conference
from tests.kit.people import words_of
from tests.kit.preparing import BeforeTheDay, FromNothing, Writer

SECRET = "Mam cries at night"
PREPARE = {
    "profile": "cumbria",
    "family": "F-18",
    "children": "Ivy",
    "name": "Ruth",
    "part": "chair",
}
FAR_DAYS = ("9999-12-31", "9998-06-01", "0001-01-01", "2101-05-04")


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(database)) as conference:
        yield conference


@pytest.fixture
def conference(database: Database) -> Iterator[Conference]:
    with closing(Conference(database)) as begun:
        yield begun


@pytest.mark.parametrize("kind", ["core_group", "review"])
def test_what_was_planned_waits_for_a_conference_that_is_prepared_in_its_room(
    conference: Conference, kind: str
) -> None:
    conference.plays_once("to the close", conference.everybody_plays_to_the_close)
    cards = conference.cards_of_today()
    assert conference.send("conference.prepare", account_of("chair"), values=PREPARE).done
    with conference.on_cards_of(cards):
        lead = account_of("social_worker" if kind == "core_group" else "chair")
        for command in (f"{kind}.begin_form", f"{kind}.begin"):
            reply = conference.send(command, lead)
            assert say("preparing.room_prepared") in words_of(reply)
            assert not reply.done
        assert conference.look(lambda scene: scene.book.planned(MeetingKind(kind))) is not None


def test_a_conference_that_was_called_off_waits_for_the_one_that_is_prepared_in_its_room(
    ahead: BeforeTheDay,
) -> None:
    chair, cards = Writer(ahead, "chair"), ahead.cards_of_today()
    chair.fills("setup.cancel_form", reason="The baby has come.")
    assert ahead.send("conference.prepare", account_of("chair"), values=PREPARE).done
    with ahead.on_cards_of(cards):
        for command in ("setup.day_form", "setup.day"):
            assert say("preparing.room_prepared") in chair.dares.presses(command)
        assert ahead.state() == "cancelled"


def test_a_worry_is_taken_off_the_list(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    before = ahead.look(lambda scene: [(trio.id, trio.title) for trio in scene.meeting.trios])
    (first, title), *others = before
    chair.fills("setup.trio_remove_form", which=first)
    assert ahead.look(lambda scene: [trio.title for trio in scene.meeting.trios]) == [
        name for _, name in others
    ]
    assert title not in chair.now("setup")


def test_every_worry_can_be_taken_off_and_written_again(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    for trio in ahead.look(lambda scene: [one.id for one in scene.meeting.trios]):
        chair.presses("setup.trio", trio, title="Again", danger="Other words", goal="And a goal")
        chair.fills("setup.trio_remove_form", which=trio)
    assert ahead.look(lambda scene: scene.meeting.trios) == []
    chair.presses("setup.trio", title="New", danger="Left alone", goal="Never alone")
    assert ahead.look(lambda scene: [trio.title for trio in scene.meeting.trios]) == ["New"]


@pytest.mark.parametrize("field", ["on", "clock_from", "birth_on"])
def test_a_day_far_off_is_sent_back(ahead: BeforeTheDay, field: str) -> None:
    for day in FAR_DAYS:
        told = Writer(ahead, "chair").dares.fills(
            "setup.day_form", **{field: day, "why_moved": "A slip"}
        )
        assert say("forms.far_date") in told
        assert f"[{day}]" in told


def test_a_first_core_group_far_off_is_sent_back_and_the_conference_closes(
    conference: Conference,
) -> None:
    conference.everybody_plays_until("first_core_group")
    for day in FAR_DAYS:
        told = conference.leading().tries.offers("first_core_group", date=day, place="The nursery")
        assert say("forms.far_date") in told
    conference.leading().closes("We know what to do.")
    assert conference.look(lambda scene: scene.meeting.state) == "closed"


def test_a_start_without_its_set_up_is_turned_down(conference: Conference) -> None:
    setups: tuple[dict[str, str], ...] = ({}, {"setup": ""}, {"setup": "[]"}, {"setup": "{"})
    for setup in setups:
        reply = conference.dispatch(replace(_start(), key=repr(setup), values=setup))
        assert not reply.done
        assert say("start.faults") in words_of(reply)


def test_a_set_up_that_contradicts_itself_is_turned_down(conference: Conference) -> None:
    people = [
        {"name": "Ruth", "role": "chair", "account": "web:r"},
        {"name": "Ruth", "role": "parent", "account": "web:r"},
    ]
    base = {
        "profile": "cumbria",
        "family": "F",
        "children": ["Ivy"],
        "people": people[:1],
        "trios": [],
    }
    twice = base | {"people": people}
    nobody = base | {
        "trios": [{"title": "Nights", "danger": "Alone", "goal": "Not alone", "last": {"7": 3}}]
    }
    eleven = base | {
        "trios": [{"title": "Nights", "danger": "Alone", "goal": "Not alone", "last": {"0": 11}}]
    }
    for setup in (twice, nobody, eleven):
        reply = conference.dispatch(
            replace(_start(), key=repr(setup), values={"setup": json.dumps(setup)})
        )
        assert say("start.faults") in words_of(reply)


@pytest.mark.parametrize("members", ["{", '["x"]', '[{"name": "x"}]', '{"account": 1}'])
def test_members_that_are_none_are_turned_down(conference: Conference, members: str) -> None:
    values = {"members": members, "who": conference.ids["mum"], "why": "The order says so"}
    for command in ("apart.form", "apart.submit"):
        reply = conference.send(command, account_of("chair"), values=values)
        assert say("closed.who_is_there") in words_of(reply)
    assert (
        conference.look(
            lambda scene: [p.attendance for p in scene.book.people if p.attendance == "apart"]
        )
        == []
    )


def test_the_record_of_a_meeting_that_nobody_chairs_yet(database: Database) -> None:
    with closing(FromNothing(database)) as conference:
        kept = conference.look(record, account_of("minute_taker"))
        assert kept.chair.name == ""
        reply = conference.send("record.open", account_of("minute_taker"))
        assert not reply.failed


def test_what_nobody_foresaw_is_said_and_nothing_is_half_done(
    conference: Conference, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _break("pause.start", monkeypatch)
    reply = conference.send("pause.start", account_of("chair"), values={"why": SECRET})
    assert reply.failed
    assert not reply.done
    assert say("dispatch.fault") in words_of(reply)
    assert SECRET in words_of(reply)
    assert conference.look(lambda scene: scene.meeting.state) == "open"
    assert "pause.start failed: ZeroDivisionError at test_broken_commands.py" in caplog.text
    assert SECRET not in caplog.text
    caplog.clear()


def test_a_form_that_nobody_foresaw_is_said_as_well(
    conference: Conference, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _break("close.form", monkeypatch)
    reply = conference.send("close.form", account_of("chair"))
    assert reply.card
    assert say("dispatch.fault") in twin(reply.card)
    caplog.clear()


def test_the_clocks_own_faults_are_its_own(
    conference: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An alarm that failed stays due: the clock has to hear of it."""
    _break("timer.ring", monkeypatch)
    conference.send("timer.start", account_of("chair"), values={"minutes": "1"})
    conference.passes(minutes=5)
    conference.ticks()
    assert conference.look(lambda scene: len(scene.book.alarms("timer.ring"))) == 1


def _break(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def handler(turn: Turn) -> Reply:
        turn.meeting.state = MeetingState.PAUSED
        raise ZeroDivisionError(SECRET)

    entry: RegisteredCommand = commands[command]
    monkeypatch.setitem(commands, command, replace(entry, handler=handler))


def _start() -> Command:
    return Command("a-start", "conference.start", account_of("chair"), "web:elsewhere")
