"""Taking somebody off the list: what ends, what stays, and who must take over; and freeing a room
that was forgotten.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from bot.web.staff_orders import StaffOrder, obey
from handlers.grammar.command import Reply
from handlers.grammar.registry import draw
from handlers.staff.office import OPERATOR
from handlers.staff.removing import MeetingWithoutChair, remove_staff
from prompts.card import Card, Text
from prompts.plain import twin
from prompts.words import say
from storage.book import Book
from storage.database import Database
from storage.tables import Meeting, PageLink, Person, Post, Power, Reason, Staff
from tests.kit.naming import named, not_named
from tests.kit.preparing import BeforeTheDay, Writer
from tests.kit.small_room import ROOM, SmallRoom

MANAGER = "manager"


@pytest.fixture
def room(database: Database) -> SmallRoom:
    """A conference that runs, and a manager who has no part in it."""
    there = SmallRoom(database)
    named(database, MANAGER, may=[Power.MANAGE])
    return there


def removed(room: SmallRoom, who: str) -> list[MeetingWithoutChair]:
    return room.dispatcher.in_the_office(OPERATOR, lambda office: remove_staff(office, who))


def test_a_chair_who_is_taken_off_loses_links_seat_and_what_waits(
    room: SmallRoom, database: Database
) -> None:
    room.send("chair", "board.link")
    chair = room.id("chair")
    (without,) = removed(room, "chair")
    assert (without.room, "minute_taker" not in without.words) == (ROOM, True)
    assert "Priti could take over" in without.words
    with database.read() as session:
        assert all(link.revoked_at for link in session.scalars(select(PageLink)))
        assert not session.scalars(select(Post).where(Post.audience == chair, Post.waiting)).all()
        (row,) = session.scalars(select(Staff).where(Staff.account == "chair"))
        assert (row.removed_by, row.removed_at is not None) == (OPERATOR, True)
    assert say("staff.seat_gone") in words(pressed(room, "chair", "pause.start"))
    assert pressed(room, "chair", "danger.show").card
    with pytest.raises(LookupError):
        room.see("chair", lambda scene: scene)
    told = room.see(None, lambda scene: twin(draw(scene, "chairless")))
    assert "Ruth can't lead this meeting any more" in told
    assert say("staff.chairless_kept") in told


def test_somebody_in_the_meeting_takes_over_and_everybody_sees_it(room: SmallRoom) -> None:
    removed(room, "chair")
    assert not pressed(room, "observer", "chair.take").done
    assert "Priti can take over" in room.words("take_over", "minute_taker")
    assert [button.command for button in room.card("take_over", "minute_taker").buttons] == [
        "chair.take",
        "overheard.say",
        "danger.show",
    ]
    assert pressed(room, "minute_taker", "chair.take").done
    assert room.see("minute_taker", lambda scene: scene.chair.name) == "Priti"
    assert pressed(room, "minute_taker", "pause.start").done
    assert "Priti" in room.see(None, lambda scene: twin(draw(scene, "chairless")))
    named(room.dispatcher.database, "chair")
    assert not pressed(room, "chair", "chair.take").done, "somebody chairs it"


def test_nobody_takes_the_chair_of_somebody_who_has_it(room: SmallRoom) -> None:
    assert say("staff.chairs_already") in room.refused("minute_taker", "chair.take")


def test_a_manager_names_who_chairs_without_a_word_of_the_case(
    room: SmallRoom, database: Database
) -> None:
    named(database, "imran", may=[Power.CHAIR])
    not_named(database, "minute_taker")
    removed(room, "chair")
    rooms = twin(asked(room, "staff.rooms"))
    assert "Ruth" in rooms
    assert say("staff.needs_a_chair", others="") in rooms
    assert not any(word in rooms for word in ("Hill", "Mia", "Kerry", "Maureen"))
    form = asked(room, "staff.chair_form")
    meeting = form.fields[0].choices[0].value
    assert [choice.value for choice in form.fields[1].choices] == ["imran"]
    press = {"meeting": meeting, "who": "imran", "reason": "Ruth has left us."}
    assert pressed(room, MANAGER, "staff.chair", **press).done
    assert room.see("imran", lambda scene: (scene.leads, scene.chair.name)) == (True, "imran")
    assert pressed(room, "imran", "pause.start").done
    with database.read() as session:
        assert "Ruth has left us." in [row.words for row in session.scalars(select(Reason))]
        assert session.scalars(select(Person).where(Person.account == "chair")).one().name == "Ruth"


def test_a_manager_never_gives_the_chair_to_the_family(room: SmallRoom, database: Database) -> None:
    named(database, "mum")
    removed(room, "chair")
    meeting = asked(room, "staff.chair_form").fields[0].choices[0].value
    reply = pressed(room, MANAGER, "staff.chair", meeting=meeting, who="mum", reason="She asked.")
    assert (reply.done, say("staff.with_the_family_other") in words(reply)) == (False, True)
    meeting_now = room.see(None, lambda scene: scene.chair.name)
    assert meeting_now == "Ruth"


@pytest.fixture
def ahead(database: Database) -> Iterator[BeforeTheDay]:
    """A conference that is prepared, and a manager who has no part in it."""
    with closing(BeforeTheDay(database)) as there:
        named(database, MANAGER, may=[Power.MANAGE])
        yield there


def test_a_forgotten_room_is_freed_by_a_manager(ahead: BeforeTheDay) -> None:
    Writer(ahead, "mum").writes("keep", why="I fell asleep.")
    form = ahead.send("staff.free_form", MANAGER).card
    assert form
    (choice,) = form.fields[0].choices
    assert "Carys" not in choice.label
    assert "Posy" not in choice.label
    reply = ahead.send(
        "staff.free", MANAGER, "", {"meeting": choice.value, "reason": "Nobody came back to it."}
    )
    assert reply.done
    assert ahead.state() == "cancelled"
    assert "Nobody came back to it." in Writer(ahead, "chair").now("ready")
    assert ahead.look(lambda scene: len(scene.book.reports())) > 0
    values = {"profile": "cumbria", "family": "F-2", "children": "Wren", "name": "Ruth"}
    assert ahead.send("conference.prepare", "web:chair", values=values).done


def test_a_removed_setter_is_told_nothing_more_and_others_are(ahead: BeforeTheDay) -> None:
    ahead.deliver()
    account = Writer(ahead, "chair").account
    (without,) = ahead.dispatcher.in_the_office(
        OPERATOR, lambda office: remove_staff(office, account)
    )
    assert "could take over" in without.words
    before = Writer(ahead, "chair").lines()
    with ahead.database.session() as session:  # as a trouble in the room would wish for it
        book = Book(session, session.scalars(select(Meeting)).one())
        book.show("ready", ahead.ids["chair"])
        book.queue_posts(ahead.now)
    ahead.deliver()
    assert Writer(ahead, "chair").lines() == before
    assert say("staff.chairless") in Writer(ahead, "minute_taker").lines("take_over")
    assert Writer(ahead, "minute_taker").presses("chair.take") == ""
    assert ahead.state() == "preparing"
    assert ahead.look(lambda scene: scene.chair.account) == "web:minute_taker"


def test_the_operator_adds_lists_and_removes(room: SmallRoom) -> None:
    there = room.dispatcher
    assert obey(there, StaffOrder("add", "slack:T/U1", "Sam Ashby", ("chair", "manage"))) == [
        "Sam Ashby is on the list now."
    ]
    assert "slack:T/U1  Sam Ashby: chair, manage this list" in obey(there, StaffOrder("list"))
    assert obey(there, StaffOrder("remove", "slack:T/U1")) == ["Sam Ashby is off the list."]
    assert obey(there, StaffOrder("remove", "slack:T/U1")) == ["slack:T/U1 is not on the list."]
    told = obey(there, StaffOrder("remove", "chair"))
    assert told[0] == "chair is off the list."
    assert told[1].startswith(f"{ROOM}: Running now, led by Ruth.")


def test_who_may_chair_no_more_but_set_up_loses_the_seat_and_others_are_told(
    room: SmallRoom, database: Database
) -> None:
    room.send("chair", "board.link")
    form = {"member": "chair", "name": "Ruth", "may": "administer"}
    told = words(pressed(room, MANAGER, "staff.add", **form))
    assert say("staff.take_over") in told
    assert "Priti could take over" in told
    with database.read() as session:
        assert all(link.revoked_at for link in session.scalars(select(PageLink)))
    assert say("staff.seat_gone") in words(pressed(room, "chair", "pause.start"))
    assert room.see(None, lambda scene: twin(draw(scene, "chairless")))
    form = {"member": "chair", "name": "Ruth", "may": "administer,chair"}
    assert words(pressed(room, MANAGER, "staff.add", **form)) == words(
        Reply(Card(say("staff.title"), (Text(say("staff.added", name="Ruth")),)))
    )


def test_a_cry_for_help_does_not_say_that_a_chair_was_told_who_is_gone(room: SmallRoom) -> None:
    assert say("danger.told") in words(room.send("mum", "danger.show"))
    room.later(minutes=5)
    removed(room, "chair")
    reply = room.send("mum", "danger.show")
    assert say("danger.told") not in words(reply)
    assert say("danger.not_told") in words(room.send("mum", "danger.tell"))
    assert pressed(room, "minute_taker", "chair.take").done
    assert "Kerry pressed" in room.words("panel", "minute_taker")


def test_a_manager_adds_and_removes_but_never_gives_up_alone(room: SmallRoom) -> None:
    form = {"member": "sam", "name": "Sam", "may": "chair,administer"}
    assert pressed(room, MANAGER, "staff.add", **form).done
    assert "Sam: chair, set up for a chair" in twin(asked(room, "staff.list"))
    mine = pressed(room, MANAGER, "staff.add", member=MANAGER, name="Me", may="chair")
    assert (mine.done, say("staff.not_yourself") in words(mine)) == (False, True)
    pressed(room, MANAGER, "staff.remove", who="sam")
    assert "Sam" not in twin(asked(room, "staff.list"))
    assert MANAGER not in [
        choice.value for choice in asked(room, "staff.remove_form").fields[0].choices
    ]
    pressed(room, MANAGER, "staff.remove", who=MANAGER)
    assert pressed(room, MANAGER, "staff.list").card


def pressed(room: SmallRoom, who: str, command: str, /, **values: str) -> Reply:
    return room.attempt(who, command, "", **values)


def asked(room: SmallRoom, command: str) -> Card:
    """A form of the manager's, or what they are shown."""
    card = pressed(room, MANAGER, command).card
    assert card
    return card


def words(reply: Reply) -> str:
    return twin(reply.card) if reply.card else ""
