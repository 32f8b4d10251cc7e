"""The ways out work for everybody whose cards have them, in every state of the meeting: also for
somebody who was taken off a list, or whose meeting cannot be read any more.
"""

from itertools import product

import pytest
from sqlalchemy import select, text, update

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import AS_IT_WAS, Command, Reply
from handlers.grammar.registry import ALWAYS
from handlers.staff.office import OPERATOR
from handlers.staff.removing import remove_staff
from prompts.card import Calls
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.room_names import in_the_name_of
from storage.tables import Alert, Attendance, Meeting, MeetingState, Person
from tests.kit.small_room import ROOM, SmallRoom

# In the meeting as ever; in no meeting; taken off the people's list; off the service's list, apart.
WHO = ("mum", "minute_taker", "stranger", "teacher", "chair", "nurse")


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    there = SmallRoom(sqlite_database)
    with sqlite_database.session() as session:
        for who, attendance in (("teacher", Attendance.OFF), ("nurse", Attendance.APART)):
            session.scalars(
                select(Person).where(Person.account == who)
            ).one().attendance = attendance
    there.dispatcher.in_the_office(OPERATOR, lambda office: remove_staff(office, "chair"))
    return there


def has_numbers(reply: Reply) -> bool:
    calls = [p for p in (reply.card.parts if reply.card else ()) if isinstance(p, Calls)]
    return bool(reply.done and calls and calls[0].rows[0].link == "tel:999")


@pytest.mark.parametrize("followed", [False, True])
@pytest.mark.parametrize("state", sorted(ALWAYS))
def test_everybody_gets_numbers_and_nothing_shows_of_the_silent_press(
    room: SmallRoom, state: MeetingState, followed: bool
) -> None:
    with room.dispatcher.database.session() as session:
        meeting = session.scalars(select(Meeting)).one()
        meeting.state, meeting.followed = state, followed
        meant = in_the_name_of(ROOM, meeting.id) if followed else ROOM
    for n, who in product(range(2), WHO):
        for command in ("danger.show", "overheard.say"):
            pressed = Command(f"{who}/{command}/{n}", command, who, meant)
            for _ in range(2):  # delivered twice
                reply = room.dispatcher.dispatch(pressed)
                right = reply == AS_IT_WAS if command == "overheard.say" else has_numbers(reply)
                assert right, (who, command, reply)


def test_who_has_no_part_tells_the_chair_nothing(room: SmallRoom) -> None:
    for who in ("stranger", "teacher"):
        reply = room.attempt(who, "danger.show")
        assert say("danger.told") not in twin(reply.card or pytest.fail("no card"))
        room.attempt(who, "overheard.say")
        assert not room.attempt(who, "danger.tell").done
    with room.dispatcher.database.read() as session:
        assert not session.scalars(select(Alert)).all()


def test_who_is_apart_or_off_the_list_of_staff_does(room: SmallRoom) -> None:
    for who in ("nurse", "mum"):
        room.attempt(who, "overheard.say")
    with room.dispatcher.database.read() as session:
        assert len(session.scalars(select(Alert)).all()) == 2
    assert say("danger.not_told") in twin(
        room.attempt("chair", "danger.tell").card or pytest.fail("no card")
    )


@pytest.mark.parametrize(
    "broken",
    [
        update(Meeting).values(profile="gone"),
        text("UPDATE person SET role = 'chair' WHERE role = 'parent'"),
        text("DROP TABLE alert"),
    ],
)
def test_when_the_meeting_cannot_be_read_they_work_all_the_same(
    room: SmallRoom, broken: object
) -> None:
    with room.dispatcher.database.session() as session:
        session.execute(broken)  # type: ignore[call-overload]  # an update or plain text
    assert has_numbers(room.attempt("mum", "danger.show"))
    assert room.attempt("mum", "overheard.say") == AS_IT_WAS


def test_when_the_database_is_away_too(room: SmallRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr("bot.spine.dispatch.AWAY", (ConnectionError,))
    monkeypatch.setattr(Dispatcher, "_answer", away)
    assert has_numbers(room.attempt("mum", "danger.show"))
    assert room.attempt("mum", "overheard.say") == AS_IT_WAS
    with pytest.raises(ConnectionError):
        room.attempt("mum", "answer.form")


def test_a_chair_who_is_off_the_list_leaves_for_nobody_else(room: SmallRoom) -> None:
    mum = room.see("mum", lambda scene: scene.viewer.id if scene.viewer else "")
    assert say("rollcall.only_own") in room.refused("chair", "rollcall.leave", mum)
    assert room.attempt("chair", "rollcall.leave").done
