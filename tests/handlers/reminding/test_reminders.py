"""Reminders: in private, together, until it is done; and what people can say to them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from handlers.grammar.registry import NothingToShow, draw
from handlers.plan.actions import actions_now
from handlers.reminding.leading import list_card
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.tables import Reminder
from tests.kit.closed_room import BEFORE, GRANS, MUMS, ON_THE_DAY, TOGETHER, ClosedRoom


@pytest.fixture
def room(database: Database) -> Iterator[ClosedRoom]:
    there = ClosedRoom(database)
    with closing(there.dispatcher):
        yield there


def test_each_owner_is_told_in_private_and_the_lead_for_those_without_an_account(
    room: ClosedRoom,
) -> None:
    room.at(BEFORE)
    assert room.reminds() == 4
    slot = "reminder:2025-11-28"
    assert MUMS in room.words(slot, "mum")
    assert MUMS not in room.words(slot, "teacher")
    lead = room.words(slot, "social_worker")
    assert f"Please speak to Maureen: {GRANS}" in lead
    assert TOGETHER in lead, "several that are due together are one message"
    assert room.queued() == [], "the channel is told nothing"


def test_a_lock_screen_says_nothing_about_the_family(room: ClosedRoom) -> None:
    room.at(BEFORE)
    room.reminds()
    for who in ("mum", "social_worker"):
        card = room.card("reminder:2025-11-28", who)
        assert card.notice == "You have a message from Chairside."
    assert room.private("mum") == ["reminder:2025-11-28"]


def test_the_same_minute_is_told_once_however_often_clocks_look_and_however_wrong_they_are(
    room: ClosedRoom,
) -> None:
    hour = timedelta(hours=1)
    room.at(BEFORE - hour)
    assert [room.reminds(), room.reminds(hour), room.reminds(-hour), room.reminds(hour)] == [
        0,
        4,
        0,
        0,
    ]
    room.at(BEFORE)
    assert [room.reminds(), room.reminds(-hour), room.reminds(hour)] == [0, 0, 0]
    assert room.private("mum") == ["reminder:2025-11-28"]


def test_what_is_done_is_not_asked_for_again_and_a_message_on_its_way_is_not_sent(
    room: ClosedRoom,
) -> None:
    room.at(BEFORE)
    room.reminds()
    room.send(
        "teacher",
        "action.done",
        room.action(TOGETHER),
        how="With the neighbour.",
        on="2025-11-28",
        difference="It shuts.",
    )
    with pytest.raises(NothingToShow):
        room.card("reminder:2025-11-28", "teacher")
    assert TOGETHER not in room.words("reminder:2025-11-28", "social_worker"), (
        "it is done for everybody who had a part in it"
    )
    room.at(ON_THE_DAY)
    assert room.reminds() == 2
    assert "gate" not in room.words("reminder:2025-12-03", "social_worker")
    assert ("Mend the gate.", "Done") in rows(room)
    told = room.refused(
        "teacher", "action.done", room.action(TOGETHER), how="Again.", on="2025-11-28"
    )
    assert "not on the list any more" in told


def test_more_time_is_asked_for_and_the_lead_says_yes_or_no(room: ClosedRoom) -> None:
    room.at(ON_THE_DAY)
    room.reminds()
    assert "until" in room.asked_back(
        "mum", "action.not_yet", room.action(MUMS), until="2025-12-01", why="It was shut."
    )
    room.send("mum", "action.not_yet", room.action(MUMS), until="2025-12-10", why="It was shut.")
    assert (MUMS, "Asked for more time") in rows(room)
    slots = room.private("social_worker")
    wish = next(slot for slot in slots if slot.startswith("wish:"))
    assert "It was shut." in room.words(wish, "social_worker")
    assert "That button is for someone else" in room.refused(
        "mum", "action.accept", wish.partition(":")[2]
    )
    room.send("social_worker", "action.accept", wish.partition(":")[2])
    assert "answered this already" in room.refused(
        "chair", "action.decline", wish.partition(":")[2]
    )
    assert "The new day is Wednesday 10 December" in room.words(room.private("mum")[-1], "mum")
    assert due(room, "mum") == "2025-12-05"


def test_no_keeps_the_day(room: ClosedRoom) -> None:
    room.at(ON_THE_DAY)
    room.reminds()
    room.send("mum", "action.not_yet", room.action(MUMS), until="2025-12-10", why="It was shut.")
    room.send(
        "chair", "action.decline", room.see("chair", lambda scene: scene.book.progress()[-1].id)
    )
    assert "would like to keep the day, Wednesday 3 December" in room.words(
        room.private("mum")[-1], "mum"
    )
    assert due(room, "mum") == "2025-12-05", "two working days later it is late"


@pytest.mark.parametrize("who", ["mum", "teacher", None])
def test_what_is_for_the_lead_says_nothing_to_anybody_else_it_is_sent_to(
    room: ClosedRoom, who: str | None
) -> None:
    """Also where somebody changed in the database for whom a post is."""
    room.send("mum", "action.cannot", room.action(MUMS), why="They do not listen to me.")
    slots = [slot for slot in room.private("social_worker") if slot.startswith("cannot:")]
    for slot in (*slots, "overdue"):
        assert say("core_group.lead_over") in drawn(room, who, slot)
    assert "listen" in drawn(room, "social_worker", slots[0])


def test_who_cannot_is_left_alone_and_the_lead_gives_it_to_somebody_else(room: ClosedRoom) -> None:
    room.at(ON_THE_DAY)
    room.reminds()
    room.send("mum", "action.cannot", room.action(MUMS), why="They do not listen to me.")
    slot = next(slot for slot in room.private("social_worker") if slot.startswith("cannot:"))
    assert "They do not listen to me." in room.words(slot, "social_worker")
    assert due(room, "mum") == ""
    room.send(
        "social_worker",
        "action.give",
        room.action(MUMS),
        owners=room.id("nurse"),
        until="2025-12-12",
    )
    assert due(room, "nurse") == "2025-12-09"
    assert (MUMS, "Still to do") in rows(room)
    assert "That button is for someone else" in room.refused(
        "mum", "action.done_form", room.action(MUMS)
    )


def test_snooze_is_until_the_next_working_day(room: ClosedRoom) -> None:
    room.at(BEFORE)  # a Friday
    room.reminds()
    room.send("mum", "reminder.snooze", "2025-11-28")
    assert due(room, "mum") == "2025-12-01"
    assert due(room, "teacher") == "2025-12-03"


def test_the_lead_speaks_for_somebody_without_an_account_and_nobody_else_does(
    room: ClosedRoom,
) -> None:
    room.at(BEFORE)
    room.reminds()
    grans = f"{room.action(GRANS)}/{room.id('gran')}"
    assert "That button is for someone else" in room.refused(
        "mum", "action.done", grans, how="She did.", on="2025-11-28"
    )
    room.send("social_worker", "action.done", grans, how="She sat with Mia.", on="2025-11-27")
    assert (GRANS, "Done") in rows(room)


def test_the_list_says_how_it_was_done_and_what_is_different_now(room: ClosedRoom) -> None:
    words = {"how": "She rang on Friday.", "difference": "Mia goes by bus."}
    room.send("mum", "action.done", room.action(MUMS), **words, on="2025-11-28")
    for leading in ("chair", "social_worker"):
        card = twin(room.form(leading, "action.list"))
        assert all(one in card for one in words.values())


@pytest.mark.parametrize("who", ["mum", "teacher", "nurse", "observer", "minute_taker"])
def test_only_the_chair_and_the_lead_see_the_list(room: ClosedRoom, who: str) -> None:
    assert "That button is for someone else" in room.refused(who, "action.list")
    for leading in ("chair", "social_worker"):
        assert MUMS in twin(room.form(leading, "action.list"))


def test_after_the_last_reminder_the_lead_is_told_once(room: ClosedRoom) -> None:
    told = 0
    for _ in range(60):
        room.later(days=1)
        room.reminds()
        told += sum(slot.startswith("overdue:") for slot in room.private("social_worker"))
    assert told == 1
    assert room.see(
        "chair", lambda scene: all(row.due_at is None for row in scene.book.reminders())
    )
    words = room.see("social_worker", lambda scene: twin(list_card(scene)))
    assert words.count("Late") == 3


def due(room: ClosedRoom, who: str) -> str:
    """The day on which somebody is reminded next of what is theirs; "" where they are not."""

    def look(rows: list[Reminder]) -> str:
        return next(
            (f"{row.due_at:%Y-%m-%d}" for row in rows if row.owner == room.id(who) and row.due_at),
            "",
        )

    return room.see("chair", lambda scene: look(list(scene.book.reminders())))


def rows(room: ClosedRoom) -> list[tuple[str, str]]:
    """The list: what, and how it stands."""
    assert room.see("chair", lambda scene: len(actions_now(scene))) == 3
    table = next(part for part in room.see("chair", list_card).parts if part.kind == "table")
    return [(row[0], row[-1]) for row in table.rows]


def drawn(room: ClosedRoom, who: str | None, slot: str) -> str:
    """What a place shows to somebody, or to the channel."""
    return room.see(who, lambda scene: twin(draw(scene, slot)))
