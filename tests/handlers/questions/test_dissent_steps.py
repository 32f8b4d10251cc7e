"""When somebody does not agree, they and the chair are told the steps and dates; a complaint is
another route (row B4).
"""

import pytest

from bot.spine.clock import Clock
from storage.database import Database
from tests.kit.paper_room import record_words
from tests.kit.small_room import SmallRoom


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    room = SmallRoom(sqlite_database)
    room.go_to("decision")
    room.send("chair", "decision.submit", room.step(), plan="child_in_need", why="Gran is there.")
    room.queued()
    return room


def disagrees(room: SmallRoom, who: str, whose: str = "") -> str:
    """Somebody disagrees; the slot with what they can do."""
    child = room.see("chair", lambda scene: scene.meeting.children[0].id)
    room.send(
        who,
        "dissent.submit",
        f"{child}:{room.id(whose)}" if whose else child,
        words="I do not agree.",
    )
    return room.see("chair", lambda scene: f"dissent_steps:{scene.book.dissents()[-1].id}")


def test_a_worker_and_the_chair_are_told_the_steps_and_until_when(room: SmallRoom) -> None:
    slot = disagrees(room, "teacher")

    for who in ("teacher", "chair"):
        words = room.words(slot, who)
        assert (
            "tell your manager by Thursday 27 November, 10:00 (72 hours after 10:00 on 24 November)"
        ) in words
        assert "Level 1: the professionals talk it through" in words
        assert "complaint is another" not in words


def test_each_is_told_in_private(room: SmallRoom) -> None:
    slot = disagrees(room, "teacher")

    assert slot in room.queued(room.id("teacher"))
    assert room.words(slot, "mum") == room.words(slot) == "What you can do if you do not agree"


def test_a_parent_is_told_of_the_complaint_which_is_another_route_with_a_clock_of_its_own(
    room: SmallRoom,
) -> None:
    words = room.words(disagrees(room, "mum"), "mum")

    assert "To disagree is not the same as to complain." in words
    assert "If you want to make a complaint" in words
    assert "a first answer by Monday 8 December" in words
    assert "Level 1" not in words
    assert "manager" not in words


def test_the_chair_tells_somebody_who_has_no_account(room: SmallRoom) -> None:
    words = room.words(disagrees(room, "chair", "gran"), "chair")

    assert "Maureen has no account. Tell them this yourself." in words


async def test_workers_and_the_chair_are_reminded_before_the_time_is_up(room: SmallRoom) -> None:
    disagrees(room, "teacher")
    room.queued()
    room.later(hours=53)
    await Clock(room.dispatcher).tick()
    assert room.queued(room.id("teacher")) == []

    room.later(hours=2)
    await Clock(room.dispatcher).tick()
    assert "dissent_soon" in room.queued(room.id("teacher"))
    assert "Thursday 27 November, 10:00" in room.words("dissent_soon", "teacher")


def test_one_can_disagree_until_the_record_is_signed_off(room: SmallRoom) -> None:
    room.send("chair", "close.submit", text="Done.")
    disagrees(room, "nurse")
    assert "Gwen: “I do not agree.”" in record_words(room)

    room.send("chair", "record.approve")
    child = room.see("chair", lambda scene: scene.meeting.children[0].id)
    assert "signed off" in room.refused("teacher", "dissent.submit", child, words="Too late.")
