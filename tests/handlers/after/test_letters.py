"""The letter to each parent: in plain words, offered in time, sent when the chair approves it, kept
as it went (row I7).
"""

import pytest
from sqlalchemy import select

from bot.spine.clock import Clock
from handlers.after.letters.letters import letter_of
from prompts.paper import Paper
from prompts.plain import twin
from storage.database import Database
from storage.tables import Letter
from tests.kit.paper_room import closed_room, paper_words
from tests.kit.reading import grade
from tests.kit.small_room import SmallRoom


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


def letter(room: SmallRoom, who: str = "chair") -> Paper | None:
    """Mum's letter as somebody may read it."""
    return room.see(who, lambda scene: letter_of(scene, scene.book.letters()[0].id))


def words(room: SmallRoom, who: str = "chair") -> str:
    paper = letter(room, who)
    return paper_words(paper) if paper else ""


async def rings(room: SmallRoom) -> None:
    """The clock looks at what is due."""
    await Clock(room.dispatcher).tick()


def test_it_says_what_was_decided_why_what_must_change_who_does_what_and_when(
    room: SmallRoom,
) -> None:
    said = words(room)

    for line in (
        "Dear Kerry",
        "On Monday 24 November 2025 we met to talk about Mia.",
        "Mia: Child in Need plan",
        "Gran is there at night.",
        "- A grown-up is with Mia each night.",
        "- Ring Sue. By Monday 1 December 2025.",
        "What: See the nurse.; Who: Gwen; By when: Monday 1 December 2025",
        "First core group meeting: Wednesday 3 December 2025, At school",
        "The social worker is Nadia. You can also ask Ruth.",
        "If you want to make a complaint",
        "- Call 999 if someone is in danger right now.",
    ):
        assert line in said, line


def test_the_words_around_what_people_wrote_are_for_a_reader_of_nine(room: SmallRoom) -> None:
    assert grade(words(room)) <= 4


def test_it_is_a_draft_that_the_chair_alone_reads_until_it_is_approved(room: SmallRoom) -> None:
    assert words(room).startswith("DRAFT. Not final until Ruth has signed it off.")
    for who in ("mum", "social_worker", "minute_taker"):
        assert letter(room, who) is None
        room.refused(who, "letter.open", room.id("mum"))

    room.send("chair", "letter.approve", room.id("mum"))
    assert "DRAFT" not in words(room, "mum") + (letter(room).foot if letter(room) else "")  # type: ignore[union-attr]  # asked just before
    for who in ("mum", "social_worker", "minute_taker", "chair"):
        assert words(room, who)
        assert room.send(who, "letter.open", room.id("mum")).link.startswith("letter:")


def test_nobody_else_ever_reads_it(room: SmallRoom) -> None:
    room.send("chair", "letter.approve")

    for who in ("teacher", "nurse", "observer"):
        assert letter(room, who) is None
        room.refused(who, "letter.open", room.id("mum"))


def test_the_chair_writes_other_words_and_nothing_else_changes(room: SmallRoom) -> None:
    form = room.form("chair", "letter.form", room.id("mum"))
    assert {field.name: field.value for field in form.fields} == {
        "why": "Gran is there at night.",
        "change": "A grown-up is with Mia each night.",
        "more": "",
    }
    room.send(
        "chair",
        "letter.submit",
        room.id("mum"),
        why="Your mum is there.",
        change="One.\nTwo.",
        more="Well done today.",
    )
    said = words(room)

    assert "Your mum is there." in said
    assert "- One.\n- Two." in said
    assert "More from the chair\nWell done today." in said
    assert "Gran is there at night." not in said
    assert "Mia: Child in Need plan" in said


def test_the_parent_alone_is_told_and_a_lock_screen_says_nothing(room: SmallRoom) -> None:
    room.queued()
    room.send("chair", "letter.approve")
    with room.dispatcher.database.read():
        posted = room.queued(room.id("mum"))

    [slot] = [slot for slot in posted if slot.startswith("your_letter")]
    card = room.card(slot, "mum")
    assert (card.notice, card.buttons[0].command) == (
        "There is an update about your meeting.",
        "letter.open",
    )
    assert "Mia" not in room.words(slot, "mum")


def test_reading_comes_first_and_sending_all_is_asked_once_more(room: SmallRoom) -> None:
    with room.dispatcher.database.session() as session:
        mum = session.scalars(select(Letter)).one()
        session.add(Letter(meeting_id=mum.meeting_id, person_id=room.id("teacher"), version=2))
    card = room.card("letters", "chair")
    assert [button.command for button in card.buttons if button.style == "main"] == ["letter.open"]
    assert card.buttons[-2].command == "letter.approve_form"  # the last is who to call

    asked = room.form("chair", "letter.approve_form")
    assert "Kerry: The letter to them. " in twin(asked)
    assert "version 2" in twin(asked)
    assert letter(room, "mum") is None
    room.send("chair", asked.buttons[0].command)
    assert words(room, "mum")
    room.refused("chair", "letter.approve_form")


def test_it_is_kept_as_it_went_and_a_new_one_is_a_new_version(room: SmallRoom) -> None:
    room.send("chair", "letter.approve")
    before = words(room, "mum")
    room.send("chair", "correct.submit", "summary", words="Something else.")
    room.send("chair", "correct.submit", decision(room), words="Maureen is there.")
    assert words(room, "mum") == before
    room.refused("chair", "letter.form", room.id("mum"))

    room.send("chair", "letter.again", room.id("mum"))
    assert letter(room, "mum") is None
    room.send("chair", "letter.approve")
    assert "Maureen is there." in words(room, "mum")


async def test_the_chair_is_warned_before_it_is_late_and_again_when_it_is(room: SmallRoom) -> None:
    assert "by Tuesday 25 November (1 working day after 24 November)" in room.words(
        "letters", "chair"
    )
    room.queued()
    room.later(hours=20)
    await rings(room)
    assert rung(room) == []
    room.later(hours=3)
    await rings(room)
    assert rung(room) == ["letters_warn"]
    room.later(hours=24)
    await rings(room)
    assert rung(room) == ["letters_late"]
    assert "They were due by Tuesday 25 November" in room.words("letters_late", "chair")
    await rings(room)
    assert rung(room) == []


async def test_nobody_is_warned_of_what_is_out(room: SmallRoom) -> None:
    room.send("chair", "letter.approve")
    room.queued()
    room.later(days=5)
    await rings(room)

    assert rung(room) == []


def test_the_panel_says_what_is_still_due(room: SmallRoom) -> None:
    assert "One letter to a parent is still a draft, due by Tuesday 25 November" in room.words(
        "panel", "chair"
    )
    assert "The record is due by Monday 15 December" in room.words("panel", "chair")
    room.send("chair", "letter.approve")
    room.send("chair", "record.approve")
    assert "due" not in room.words("panel", "chair")


def rung(room: SmallRoom) -> list[str]:
    """What the chair was told about the letters."""
    return [slot for slot in room.queued(room.id("chair")) if slot.startswith("letters_")]


def decision(room: SmallRoom) -> str:
    return room.see("chair", lambda scene: f"decision:{scene.meeting.children[0].id}")
