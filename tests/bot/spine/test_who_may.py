"""Who may: every command for every role, attendance and standing with the service; nothing is
wrongly permitted.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot.spine.permission import check
from handlers.grammar.command import Command, Refused, Reply
from handlers.grammar.registry import ALWAYS, RegisteredCommand, commands
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.people.told import NOT_BEGUN
from handlers.staff.office import office_commands
from prompts.plain import twin
from prompts.words import say
from storage.book import Book
from storage.database import Database
from storage.inbox import find_meeting
from storage.staff import end_staff, keep_family_parts, name_staff
from storage.tables import Attendance, FamilyPart, Power, Staff
from tests.conftest import new_vault
from tests.kit.conference import A_MONDAY, CUMBRIA, ROOM, Conference
from tests.kit.dump import as_it_lies
from tests.kit.naming import named, not_named
from tests.kit.people import words_of
from tests.kit.preparing import BeforeTheDay, Writer
from tests.kit.small_room import ROOM as IN_THE_ROOM
from tests.kit.small_room import SmallRoom

ATTENDANCE = tuple(one for one in Attendance if one is not Attendance.OFF)
STANDING = ("none", "chair", "administer", "manage", "removed", "was family")
ROLES = sorted(set(Role) - {Role.CLOCK})
IN_MEETINGS = {name: entry for name, entry in commands.items() if not entry.opening}
# What needs the service's word besides a role, said once more and by hand.
NEEDS = {
    "feedback.results": {"manage"},
    "feedback.review": {"manage"},
    "feedback.decide": {"manage"},
    "review.begin_form": {"chair", "administer"},
    "review.begin": {"chair", "administer"},
    "chair.take": {"chair"},
}
SEATS = {Role.CHAIR: {"chair"}, Role.ADMINISTRATOR: {"chair", "administer"}}
HELP = {"danger.show", "danger.tell", "overheard.say"}
FOR_ALL = {*HELP, "rollcall.leave", "rollcall.leaving"}


@pytest.fixture(scope="module")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for the whole table: nothing of it is kept."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("who-may"))
    with closing(Database.open(f"sqlite:///{path}", new_vault())) as database:
        with closing(Conference(database)):
            pass
        yield database


def may(name: str, entry: RegisteredCommand, role: Role, attendance: str, standing: str) -> bool:
    """The rule, as it is meant."""
    if role not in entry.by:
        return False
    if attendance == "apart" and "open" in entry.when and entry.when != ALWAYS:
        return False
    if name in FOR_ALL:
        return True
    return all(standing in needed for needed in (SEATS.get(role), NEEDS.get(name)) if needed)


def test_no_command_is_wrongly_permitted(house: Database) -> None:
    wrong: list[object] = []
    tried = permitted = 0
    with pytest.raises(NothingIsKept), house.session() as session:
        meeting = find_meeting(session, ROOM, to_change=False)
        assert meeting
        person = next(one for one in meeting.people if one.role == Role.MINUTE_TAKER)
        for standing in STANDING:
            stands(session, person.account or "", standing)
            for role, attendance in product(ROLES, ATTENDANCE):
                person.role, person.attendance = role, attendance
                scene = Scene(Book(session, meeting), CUMBRIA, person, A_MONDAY)
                for name, entry in IN_MEETINGS.items():
                    meeting.state = sorted(entry.when - NOT_BEGUN or entry.when)[0]
                    got, should = (
                        permits(scene, name, entry),
                        may(name, entry, role, attendance, standing),
                    )
                    # Before the day a person who has not been told is shown nothing at all.
                    if got > should or (should > got and meeting.state not in NOT_BEGUN):
                        wrong.append((got, name, role, attendance, standing))
                    tried, permitted = tried + 1, permitted + got
        raise NothingIsKept
    assert not wrong, (len(wrong), wrong[:5])
    assert tried == len(STANDING) * len(ROLES) * len(ATTENDANCE) * len(IN_MEETINGS)
    assert permitted > 1000


def permits(scene: Scene, name: str, entry: RegisteredCommand) -> bool:
    """What the program says."""
    try:
        check(scene, Command("key", name, "web:minute_taker", ROOM), entry)
    except Refused:
        return False
    return True


def stands(session: Session, account: str, standing: str) -> None:
    """Gives somebody a standing with the service."""
    session.execute(delete(Staff))
    session.execute(delete(FamilyPart))
    powers = (
        Power
        if standing in ("was family", "removed")
        else [Power(standing)]
        if standing != "none"
        else []
    )
    name_staff(session, account, "Sam", powers, "operator", A_MONDAY)
    session.flush()
    if standing == "was family":
        keep_family_parts(session, ROOM, [account])
    if standing in ("removed", "none"):
        end_staff(session, account, "operator", A_MONDAY)
    session.flush()


@pytest.mark.parametrize("standing", ["none", "administer", "manage", "removed"])
def test_a_chair_who_is_not_named_can_do_nothing_of_a_chair(
    database: Database, standing: str
) -> None:
    room = SmallRoom(database)
    step = room.step()
    not_named(database, "chair")
    if standing in ("administer", "manage"):
        named(database, "chair", may=[Power(standing)])
    before = as_it_lies(database)
    for name, entry in IN_MEETINGS.items():
        if Role.CHAIR in entry.by and name not in FOR_ALL:
            press = Command(
                name, name, "chair", IN_THE_ROOM, step, {"reason": "Still me.", "text": "Still me."}
            )
            reply = room.dispatcher.dispatch(press)
            assert (reply.done, say("staff.seat_gone") in told(reply)) == (False, True), name
    assert as_it_lies(database) == before


def test_managers_alone_work_in_the_office(database: Database) -> None:
    room = SmallRoom(database)
    named(database, "chair", may=[Power.CHAIR, Power.ADMINISTER])
    before = as_it_lies(database)
    for who, name in product(("mum", "chair", "stranger", "minute_taker", ""), office_commands):
        if who != "minute_taker":
            assert say("staff.not_named") in room.refused(
                who, name, reason="Me.", member=who, name="Me", may="manage"
            )
    assert as_it_lies(database) == before
    assert "Who may lead meetings" in twin(room.form("minute_taker", "staff.list"))


def test_nobody_opens_a_conference_who_is_not_named(database: Database) -> None:
    room = SmallRoom(database)
    named(database, "manager", may=[Power.MANAGE])
    named(database, "office", may=[Power.ADMINISTER])
    form = {"profile": "cumbria", "family": "F-2", "children": "Wren", "name": "Sam"}
    for who, part in (
        ("stranger", "chair"),
        ("manager", "chair"),
        ("manager", "administrator"),
        ("office", "chair"),
    ):
        reply = elsewhere(room, who, "conference.prepare", **form, part=part)
        assert (reply.done, say("staff.not_named") in told(reply)) == (False, True), (who, part)
    assert say("staff.not_named") in twin(room.dispatcher.start_form("stranger", "web:elsewhere"))
    assert not room.dispatcher.start_form("stranger", "web:elsewhere").fields
    assert elsewhere(room, "office", "conference.prepare", **form, part="administrator").done


def test_who_had_a_part_in_the_family_never_leads_in_that_room(database: Database) -> None:
    ahead = BeforeTheDay(database)
    named(database, "web:mum", "web:gran")
    chair, mum = Writer(ahead, "chair"), ahead.ids["mum"]
    form = {"name": "Carys", "role": "observer", "how": "account"}
    assert ahead.send("setup.person", chair.account, mum, form).done
    refused = ahead.send("setup.person", chair.account, mum, {**form, "role": "administrator"})
    assert say("setting_up.not_named") in words_of(refused)
    assert "Carys" not in words_of(ahead.send("setup.seat_form", chair.account))
    chair.presses("setup.cancel", reason="Not now.")
    values = {"profile": "cumbria", "family": "F-2", "children": "Wren", "name": "Carys"}
    reply = ahead.send("conference.prepare", "web:mum", values=values)
    assert (reply.done, say("staff.with_the_family") in words_of(reply)) == (False, True)
    assert say("staff.with_the_family") in twin(ahead.dispatcher.start_form("web:mum", ahead.room))
    assert ahead.dispatcher.start_form("web:mum", "web:another-room").fields
    ahead.close()


def test_the_chair_is_handed_to_those_who_may_chair(database: Database) -> None:
    room = SmallRoom(database)
    not_named(database, "minute_taker")
    assert say("staff.nobody_can_chair") in room.refused("chair", "handover.form")
    assert not room.attempt(
        "chair", "handover.submit", person=room.id("minute_taker"), reason="The line."
    ).done
    named(database, "minute_taker", may=[Power.CHAIR])
    room.send("chair", "handover.submit", person=room.id("minute_taker"), reason="The line.")


def elsewhere(room: SmallRoom, who: str, command: str, **values: str) -> Reply:
    """Pressed in a room where nothing has been."""
    return room.dispatcher.dispatch(
        Command(f"{who}-{sorted(values.items())}", command, who, "web:elsewhere", "", values)
    )


def told(reply: Reply) -> str:
    return twin(reply.card) if reply.card else ""


class NothingIsKept(Exception):
    """Takes back all that a test did to its database."""
