"""Signing off: the record is a draft no more, who does what stands in the channel, and those who
took part can open it.
"""

import pytest

from prompts.plain import twin
from storage.database import Database
from tests.kit.paper_room import closed_room
from tests.kit.small_room import SmallRoom


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


def test_the_agreed_actions_are_posted_to_the_channel_last(room: SmallRoom) -> None:
    room.queued()
    room.send("chair", "record.approve")

    assert [slot for slot in room.queued() if slot.startswith(("closed", "plan:", "signed:"))][
        -1
    ] == "signed:1"
    assert room.words("signed:1").splitlines()[:6] == [
        "The record is signed off",
        (
            "Ruth has read the record and signed it off. You can open it "
            "now. Only you can see what you open."
        ),
        "This is what we agreed to do. The whole plan is in the messages above.",
        "Family and friends",
        "What: Ring Sue.; Who: Kerry; By when: Monday 1 December 2025",
        "What: See the nurse.; Who: Gwen; By when: Monday 1 December 2025",
    ]


def test_the_chair_hears_what_follows_and_what_is_not_done_before_it_is_signed_off(
    room: SmallRoom,
) -> None:
    asked = room.form("chair", "record.approve_form")

    assert "Then all who took part can open the record" in twin(asked)
    assert "Not sent yet: the letter to Kerry." in twin(asked)
    assert room.see(None, lambda scene: scene.meeting.state) == "closed"
    room.send("chair", "letter.approve")
    assert "letter" not in twin(room.form("chair", "record.approve_form"))
    room.send("chair", asked.buttons[0].command)
    assert room.see(None, lambda scene: scene.meeting.state) == "approved"


def test_a_draft_is_for_those_who_work_on_it(room: SmallRoom) -> None:
    for who in ("chair", "minute_taker", "social_worker"):
        assert room.send(who, "record.open").link.startswith("record:")
    for who in ("mum", "teacher", "nurse"):
        assert "Ruth has to sign it off first." in room.refused(who, "record.open")


def test_once_it_is_signed_off_all_who_took_part_can_open_it(room: SmallRoom) -> None:
    room.send("chair", "record.approve")

    for who in ("chair", "mum", "teacher", "nurse", "minute_taker", "social_worker"):
        assert room.send(who, "record.open").link.startswith("record:")
    room.refused("observer", "record.open")


def test_links_expire_and_the_chair_can_withdraw_them_all(room: SmallRoom) -> None:
    def open_links() -> int:
        return room.see("chair", lambda scene: len(scene.book.links(scene.now)))

    room.send("chair", "record.open")
    room.send("minute_taker", "record.open")
    room.send("chair", "board.link")
    room.refused("minute_taker", "papers.revoke")
    room.send("chair", "papers.revoke")
    assert open_links() == 1

    room.later(hours=12)
    assert open_links() == 0


def test_the_panel_has_all_that_comes_after(room: SmallRoom) -> None:
    commands = [button.command for button in room.card("panel", "chair").buttons]

    assert commands[0] == "record.approve_form"
    assert {
        "record.open",
        "correct.choose",
        "letter.list",
        "feedback.results",
        "papers.revoke",
    } <= set(commands)
    room.send("chair", "record.approve")
    assert "record.approve_form" not in [
        button.command for button in room.card("panel", "chair").buttons
    ]
