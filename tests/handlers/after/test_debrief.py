"""After the close, the chair and the social worker are asked to sit down with the family
(row I7).
"""

import pytest

from storage.database import Database
from tests.kit.paper_room import closed_room, record_words
from tests.kit.small_room import SmallRoom


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


def test_both_are_asked_and_nobody_else(room: SmallRoom) -> None:
    assert "debrief" in room.queued(room.id("social_worker"))
    assert "Sit down with Kerry" in room.words("debrief", "social_worker")
    for who in ("mum", "teacher", "minute_taker", "observer"):
        room.refused(who, "debrief.form")
        room.refused(who, "debrief.submit", people=room.id("mum"))


def test_what_was_said_is_kept_for_the_two_of_them_and_is_not_in_the_record(
    room: SmallRoom,
) -> None:
    room.queued()
    room.send(
        "social_worker",
        "debrief.submit",
        people=room.id("mum"),
        words="She wants the plan on one page.",
    )

    assert "debrief" in room.queued(room.id("chair"))
    assert "with Kerry. She wants the plan on one page." in room.words("debrief", "chair")
    assert "one page" not in record_words(room)


def test_it_asks_back_with_whom(room: SmallRoom) -> None:
    assert room.asked_back("chair", "debrief.submit", words="A few words.")["people"].error
