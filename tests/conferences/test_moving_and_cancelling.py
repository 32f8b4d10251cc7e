"""A conference that people know of moves to another day, or is called off: told in private, and
nothing is lost.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handlers.meeting.mine import mine
from prompts.words import say
from storage.database import Database
from tests.kit.preparing import BeforeTheDay, Writer

NEW_DAY = {
    "kind": "first_review",
    "on": "2026-04-10",
    "at": "9.30",
    "place": "Room 1",
    "why_late": "Carys is away before.",
}
HUW = {"name": "Huw", "role": "parent", "how": "phone"}


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    with closing(BeforeTheDay(database, "fennimore")) as conference:
        yield conference


def test_it_moves_with_a_reason_and_all_that_is_counted_from_it_moves_with_it(
    ahead: BeforeTheDay,
) -> None:
    chair, mum, teacher = (Writer(ahead, name) for name in ("chair", "mum", "teacher"))
    chair.fills("setup.person_form", **HUW)
    ahead.know_everybody()
    huw = ahead.look(
        lambda scene: next(person.id for person in scene.book.people if person.name == "Huw")
    )
    chair.presses("prepare.tell", told=huw)
    asked = chair.dares.fills("setup.day_form", **NEW_DAY)
    assert say("setting_up.why_moved_needed") in asked
    chair.fills("setup.day_form", **NEW_DAY, why_moved="Carys has a hospital day.")
    told = mum.lines("moved")
    assert "Friday 10 April at 09:30" in told
    assert "It was going to be on Monday 9 March at 10:00" in told
    assert "Carys has a hospital day." in told
    assert "Friday 10 April" in mum.lines("prepare")
    assert "It is due on Wednesday 1 April" in teacher.lines("prepare")
    assert "By Wed 1 Apr" in chair.now("ready")
    assert "Telling everyone: Huw" in chair.now("ready")
    assert ahead.channel() == ""


def test_only_those_who_knew_of_it_are_told_that_it_moved(ahead: BeforeTheDay) -> None:
    chair, teacher = Writer(ahead, "chair"), Writer(ahead, "teacher")
    chair.fills("setup.day_form", **NEW_DAY, why_moved="The room is taken.")
    assert teacher.lines() == ""
    chair.confirms("prepare.tell_form")
    assert "Friday 10 April" in teacher.lines("prepare")
    assert teacher.lines("moved") == ""


def test_it_is_called_off_and_everything_is_kept(ahead: BeforeTheDay) -> None:
    chair, mum, visitor, teacher = (
        Writer(ahead, name) for name in ("chair", "mum", "health_visitor", "teacher")
    )
    chair.fills("setup.cancel_form", "", "Posy and Carys have moved to Wales.")
    assert ahead.state() == "cancelled"
    told = mum.lines("cancelled")
    assert "The meeting will not take place" in told
    assert "moved to Wales" in told
    assert "You don't need to do anything" in mum.lines("prepare")
    assert teacher.lines() == ""
    assert ahead.dispatcher.look_everywhere(teacher.account, mine) == []
    assert say("dispatch.nowhere") in teacher.dares.presses("report.form")
    assert ahead.channel() == ""
    assert "moved to Wales" in chair.now("ready")
    assert "Read: Joe Tarn" in chair.buttons("ready")
    assert "Aisha Moss" in chair.now("setup")
    assert "talking has caught up" in visitor.everything()
    assert visitor.buttons("prepare") == [
        say("reports.read_own"),
        say("overheard.button"),
        say("danger.button"),
    ]
    for pressed in ("report.form", "prepare.tried"):
        assert say("dispatch.when_cancelled") in mum.dares.presses(pressed)
    assert [one.state for one in ahead.dispatcher.look_everywhere(mum.account, mine)] == [
        say("mine.cancelled")
    ]
    assert say("dispatch.when_cancelled") in chair.dares.presses("setup.begin")


def test_it_takes_place_after_all(ahead: BeforeTheDay) -> None:
    chair, mum = Writer(ahead, "chair"), Writer(ahead, "mum")
    chair.fills("setup.cancel_form", "", "Carys is ill.")
    assert say("setting_up.why_moved_needed") in chair.dares.fills("setup.day_form")
    chair.fills(
        "setup.day_form", on="2026-03-12", why_late="She was ill.", why_moved="Carys is well again."
    )
    assert ahead.state() == "preparing"
    assert "Thursday 12 March" in mum.lines("moved")
    assert "takes place after all" in mum.lines("cancelled")
    assert "Aisha Moss, Health; Came: Mon 2 Mar" in chair.now("ready")
    chair.confirms("setup.begin_form")
    assert ahead.state() == "open"


def test_a_room_is_free_once_it_is_called_off(ahead: BeforeTheDay) -> None:
    chair = Writer(ahead, "chair")
    values = {"profile": "cumbria", "family": "F-18", "children": "Wren", "name": "Imran"}
    assert say("dispatch.room_taken") in chair.dares.presses("conference.prepare", **values)
    chair.fills("setup.cancel_form", "", "Another family comes first.")
    chair.presses("conference.prepare", **values)
    assert "Wren" in chair.now("setup")
