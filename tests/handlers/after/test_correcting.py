"""The chair puts the record right: old words, new words and the reason are kept; after signing off
it is a new version (row B14).
"""

import pytest

from handlers.after.record.correctable import correctables
from handlers.after.record.record import record
from storage.database import Database
from tests.kit.paper_room import closed_room, record_words
from tests.kit.small_room import SmallRoom


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


def item(room: SmallRoom, words: str) -> str:
    """The name of the thing that says this."""
    return room.see(
        "chair",
        lambda scene: next(thing.id for thing in correctables(scene) if thing.words == words),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Mia has a plan. Maureen sleeps there on Fridays.",
            "Mia has a plan. Maureen is there on Fridays.",
        ),
        ("Mr Odell", "Mr O'Dell"),
        ("Mia was alone on a Friday night.", "Mia was alone on one Friday night."),
        ("Mia may be left alone at night.", "Mia may be alone at night."),
        ("A grown-up is with Mia each night.", "A grown-up sleeps near Mia."),
        ("Gran is there at night.", "Maureen is there at night."),
        ("Ring Sue.", "Ring Sue at work."),
        ("At school", "In the school hall"),
    ],
)
def test_each_of_these_can_be_put_right_and_stands_so_in_the_record(
    room: SmallRoom, before: str, after: str
) -> None:
    room.send("chair", "correct.submit", item(room, before), words=after)

    assert after in record_words(room)
    assert before not in record_words(room)
    [kept] = room.see("chair", record).corrections
    assert (kept.before, kept.after, kept.why, kept.version, kept.by.name) == (
        before,
        after,
        "",
        0,
        "Ruth",
    )


def test_days_and_people_of_the_plan_are_chosen_and_read_as_words(room: SmallRoom) -> None:
    thread = room.threads("actions")[1]
    due, owners = f"entry:{thread}/by_when", f"entry:{thread}/owners"
    room.send("chair", "correct.submit", due, words="2025-12-08")
    room.send(
        "chair", "correct.submit", owners, words=f"{room.id('nurse')},{room.id('social_worker')}"
    )

    assert [(row.before, row.after) for row in room.see("chair", record).corrections] == [
        ("Monday 1 December 2025", "Monday 8 December 2025"),
        ("Gwen", "Gwen and Nadia"),
    ]
    assert "See the nurse.; Who: Gwen and Nadia; By when: Monday 8 December 2025" in record_words(
        room
    )
    assert str(room.see("chair", lambda scene: scene.book.plan_entry(thread).due)) == "2025-12-08"  # type: ignore[union-attr]  # it is there


def test_what_is_put_right_is_right_everywhere(room: SmallRoom) -> None:
    room.queued()
    room.send("chair", "correct.submit", item(room, "Ring Sue."), words="Ring Sue at work.")

    assert "plan:actions" in room.queued()
    assert "Ring Sue at work." in room.words("plan:actions")


def test_before_it_is_signed_off_a_reason_may_be_given_and_after_that_it_has_to_be(
    room: SmallRoom,
) -> None:
    room.send("chair", "record.approve")
    fields = room.asked_back(
        "chair", "correct.submit", item(room, "Ring Sue."), words="Ring Sue at work."
    )

    assert fields["why"].error
    assert fields["words"].value == "Ring Sue at work."
    assert room.see("chair", record).version == 1


def test_after_it_is_signed_off_each_change_makes_a_version_that_says_what_and_why(
    room: SmallRoom,
) -> None:
    room.send("chair", "correct.submit", item(room, "At school"), words="In the hall")
    room.send("chair", "record.approve")
    room.send(
        "chair",
        "correct.submit",
        item(room, "Ring Sue."),
        words="Ring Sue at work.",
        why="Sue asked for it.",
    )
    room.send(
        "chair",
        "correct.submit",
        item(room, "Gran is there at night."),
        words="Gran stays.",
        why="A slip.",
    )
    words = record_words(room)

    assert room.see("chair", record).version == 3
    assert "Signed off. Version 3." in words
    assert (
        "Version: 2; What it said: Ring Sue.; What it says now: Ring Sue "
        "at work.; Why: Sue asked for it."
    ) in words
    assert (
        "Version: 3; What it said: Gran is there at night.; What it "
        "says now: Gran stays.; Why: A slip."
    ) in words
    assert "What it said: At school" not in words, (
        "what was changed in the draft is in the data alone"
    )
    assert [row.version for row in room.see("chair", record).corrections] == [0, 2, 3]


def test_everybody_is_told_of_a_new_version(room: SmallRoom) -> None:
    room.send("chair", "record.approve")
    room.queued()
    room.send(
        "chair",
        "correct.submit",
        item(room, "Ring Sue."),
        words="Ring Sue at work.",
        why="Sue asked.",
    )

    assert "signed:2" in room.queued()
    assert "It is now version 2." in room.words("signed:2")


def test_nothing_new_is_asked_back(room: SmallRoom) -> None:
    assert room.asked_back("chair", "correct.submit", item(room, "Ring Sue."), words="Ring Sue.")[
        "words"
    ].error
    assert room.asked_back("chair", "correct.submit", item(room, "Ring Sue."), words="  ")[
        "words"
    ].error
    assert room.see("chair", record).corrections == ()


def test_what_people_said_and_how_they_disagreed_cannot_be_changed(room: SmallRoom) -> None:
    things = room.see("chair", lambda scene: [thing.words for thing in correctables(scene)])

    for own in (
        "She was alone on Friday night.",
        "I still worry about nights.",
        "Help, not a plan.",
        "Gran is there",
        "4",
    ):
        assert own not in things


def test_the_way_there_leads_over_kinds_and_buttons(room: SmallRoom) -> None:
    kinds = room.form("chair", "correct.choose").fields[0].choices
    assert [kind.label for kind in kinds][:3] == [
        "What the chair said at the end",
        "People's names",
        "Points on the board",
    ]

    listed = room.send("chair", "correct.list", group="plan:actions").card
    assert listed
    assert "Change: Ring Sue." in [button.label for button in listed.buttons]
    form = room.form("chair", listed.buttons[0].command, listed.buttons[0].target)
    assert form.fields[0].value == "Ring Sue."


def test_only_the_chair_and_only_when_it_is_over(
    room: SmallRoom, postgres_database: Database
) -> None:
    thing = item(room, "Ring Sue.")
    for who in ("mum", "social_worker", "minute_taker", "observer"):
        room.refused(who, "correct.submit", thing, words="Mine.")
        room.refused(who, "correct.choose")
    assert "not in the record" in room.refused("chair", "correct.form", "entry:nothing/what")
    running = SmallRoom(postgres_database)
    running.refused("chair", "correct.choose")
