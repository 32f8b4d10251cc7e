"""Every command is refused to everybody whose role is not named beside it, and leaves everything as
it was.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.spine.dispatch import Dispatcher
from bot.spine.permission import CLOCK
from bot.spine.ways_out import WAYS_OUT
from handlers.before.start import Setup, SetupPerson, SetupTrio
from handlers.grammar.command import AS_IT_WAS, Command, Reply
from handlers.grammar.registry import ALWAYS, commands
from handlers.grammar.roles import SETTING_UP, Role
from handlers.grammar.ways_out import DANGER, NOT_FREE
from handlers.people.danger import help_of
from handlers.people.told import NOT_BEGUN
from prompts.plain import twin
from prompts.words import say
from storage.database import Database
from storage.tables import Meeting, MeetingState
from tests.conftest import new_vault
from tests.kit.conference import A_MONDAY, CUMBRIA
from tests.kit.drawn import drawn_now
from tests.kit.dump import as_it_lies, of_meeting
from tests.kit.naming import named

ROOM, NEXT_DOOR, BEING_PREPARED = "web:here", "web:next-door", "web:being-prepared"
STATES: list[MeetingState] = sorted(ALWAYS)
OPENING = sorted(name for name, entry in commands.items() if entry.opening)
OTHERS = sorted(commands.keys() - set(OPENING))
# Commands about one thing, such as "plan.submit" and "plan.agree", are tried together.
ABOUT = sorted({name.partition(".")[0] for name in OTHERS})
NONSENSE = (
    "",
    ":",
    "x:y",
    "entry:x",
    "section:x",
    "point:x",
    "new:x",
    "x" * 5000,
    "\x00",
    "\ud83d",
)


class House:
    """Two conferences next door to each other, each with one person of every role."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.dispatcher = Dispatcher(database, {CUMBRIA.id: CUMBRIA}, lambda: A_MONDAY)
        self._keys = count(1)
        staff = (Role.CHAIR, Role.ADMINISTRATOR, Role.SERVICE_MANAGER)
        named(
            database,
            "web:anybody",
            *(account(room, role) for room in (ROOM, NEXT_DOOR, BEING_PREPARED) for role in staff),
        )
        for room in (ROOM, NEXT_DOOR):
            assert self.send(
                "conference.start", "web:anybody", room, values={"setup": setup(room)}
            ).done
            for role in everybody():
                self.send(
                    "rollcall.submit",
                    account(room, role),
                    room,
                    values={"name": f"{room} {role}", "understood": "yes"},
                )
            assert self.send(
                "quorum.submit",
                account(room, Role.CHAIR),
                room,
                values={"reason": f"{room} cannot wait."},
            ).done
            while self.where(room) != "matters_most":
                assert self.send("agenda.next", account(room, Role.CHAIR), room, "anyway").done
            self.send(
                "answer.submit",
                account(room, Role.PARENT),
                room,
                self.targets(room)["step"],
                {"text": f"{room} her mum."},
            )
        assert self.send("timer.start", account(ROOM, Role.CHAIR)).done
        here = self.targets(ROOM)
        self.about = {role: here["alarm" if role is Role.CLOCK else "step"] for role in Role}
        form = {"profile": CUMBRIA.id, "family": "Hale", "children": "Wren", "name": "Ruth"}
        assert self.send(
            "conference.prepare", account(BEING_PREPARED, Role.CHAIR), BEING_PREPARED, values=form
        ).done
        self.kept = as_it_lies(database)

    def is_unchanged(self) -> bool:
        """Whether all that is kept lies as it was."""
        return as_it_lies(self.database) == self.kept

    def send(
        self,
        name: str,
        actor: str,
        room: str = ROOM,
        target: str = "",
        values: dict[str, str] | None = None,
    ) -> Reply:
        """Sends a command with a key of its own."""
        pressed = Command(f"{room}-{next(self._keys)}", name, actor, room, target, values or {})
        return self.dispatcher.dispatch(drawn_now(self.dispatcher, pressed))

    def where(self, room: str) -> str:
        """The question that a conference is on."""
        return self.dispatcher.look(
            room, None, lambda scene: scene.book.current.question if scene.book.current else ""
        )

    def targets(self, room: str) -> dict[str, str]:
        """Ids of rows in a conference that a command could be about."""
        kept = of_meeting(as_it_lies(self.database), self.meeting(room))
        on = next(row["step_id"] for row in kept["meeting"])
        found = {
            name: kept[name][0]["id"]
            for name in ("meeting", "answer", "child", "trio", "alarm", "post")
            if kept[name]
        }
        parent = next(row["id"] for row in kept["person"] if row["role"] == Role.PARENT)
        return {
            **found,
            "step": on,
            "person": parent,
            "step:person": f"{on}:{parent}",
            "child:person": f"{found['child']}:{parent}",
        }

    def meeting(self, room: str) -> str:
        """A conference's id."""
        return self.dispatcher.look(room, None, lambda scene: scene.meeting.id)

    def is_in(self, state: MeetingState) -> None:
        """Puts the two conferences into a state, by hand."""
        with self.database.session() as session:
            for meeting in session.scalars(select(Meeting).where(Meeting.room != BEING_PREPARED)):
                meeting.state = state

    def tries_all(self, name: str, target: str, values: dict[str, str]) -> Reply:
        """Sends a command by somebody who may, at a time when they may."""
        when, by = commands[name].when, commands[name].by or {Role.CHAIR}
        room = BEING_PREPARED if when == {"preparing"} else ROOM
        self.is_in(MeetingState.OPEN if MeetingState.OPEN in when else sorted(when)[0])
        return self.send(
            name,
            account(room, Role.CHAIR if Role.CHAIR in by else sorted(by)[0]),
            room,
            target,
            values,
        )

    def help_alone(self, name: str) -> Reply | None:
        """What somebody gets by a way out who has no part in a meeting."""
        numbers = help_of((), self.dispatcher.profiles.values()).card
        return {DANGER: Reply(numbers), NOT_FREE: AS_IT_WAS}.get(name)


@pytest.fixture(scope="module")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all the tests here: they leave it as it was."""
    path = shutil.copy(migrated_file, tmp_path_factory.mktemp("house"))
    with closing(Database.open(f"sqlite:///{path}", new_vault())) as database:
        there = House(database)
        yield there
        there.dispatcher.close()


@pytest.mark.parametrize("about", ABOUT)
def test_commands_are_refused_to_every_role_that_may_not(house: House, about: str) -> None:
    for name in those(about):
        for role in sorted(set(Role) - commands[name].by):
            reply = house.send(
                name, account(ROOM, role), target=house.about[role], values={"text": "I may not."}
            )
            assert (reply.done, told(reply)) == (False, say("dispatch.not_yours")), (name, role)
    assert house.is_unchanged()


@pytest.mark.parametrize("about", ABOUT)
def test_commands_are_refused_to_those_who_have_no_part(house: House, about: str) -> None:
    for name in those(about):
        may_next_door = sorted(commands[name].by - {Role.CLOCK})[:2]
        for actor in (
            "web:charlie",
            "",
            *(account(NEXT_DOOR, role) for role in (Role.CHAIR, *may_next_door)),
        ):
            reply = house.send(
                name, actor, target=house.about[Role.CHAIR], values={"text": "I have no part."}
            )
            if name in WAYS_OUT:  # numbers for everybody, or nothing; never a word of the meeting
                assert reply == house.help_alone(name), (name, actor)
                continue
            assert (reply.done, told(reply)) == (False, say("dispatch.nowhere")), (name, actor)
        reply = house.send(name, account(ROOM, Role.CHAIR), "web:no-such-room")
        assert not reply.done or reply == house.help_alone(name), name
    assert house.is_unchanged()


@pytest.mark.parametrize("about", ABOUT)
def test_commands_are_refused_when_it_is_not_the_time(house: House, about: str) -> None:
    for name in those(about):
        entry = commands[name]
        for state in (one for one in STATES if one not in entry.when):
            house.is_in(state)
            role = sorted(entry.by)[0]
            reply = house.send(name, account(ROOM, role), target=house.about[role])
            assert (reply.done, told(reply)) == (
                False,
                say(f"dispatch.{not_now(state, role)}", core_group=False),
            ), (name, state)
    house.is_in(MeetingState.OPEN)
    assert house.is_unchanged()


@pytest.mark.parametrize("name", OPENING)
def test_no_second_conference_is_opened_in_a_room(house: House, name: str) -> None:
    values = {
        "setup": setup(ROOM),
        "profile": CUMBRIA.id,
        "family": "Hale",
        "children": "Wren",
        "name": "Ruth",
    }
    for state in (MeetingState.PREPARING, MeetingState.OPEN, MeetingState.PAUSED):
        house.is_in(state)
        reply = house.send(name, account(ROOM, Role.CHAIR), values=values)
        assert (reply.done, told(reply)) == (False, say("dispatch.room_taken"))
    house.is_in(MeetingState.OPEN)
    assert house.is_unchanged()


def test_nothing_next_door_is_ever_touched_or_told(house: House) -> None:
    before = of_meeting(as_it_lies(house.database), house.meeting(NEXT_DOOR))
    theirs = house.targets(NEXT_DOOR)
    typed = dict.fromkeys(("text", "words", "reason", "name", "why"), "Not mine.")
    for name in OTHERS:
        for target in theirs.values():
            assert NEXT_DOOR not in repr(house.tries_all(name, target, {**theirs, **typed})), name
    house.is_in(MeetingState.OPEN)
    house.kept = as_it_lies(house.database)
    assert of_meeting(house.kept, house.meeting(NEXT_DOOR)) == before


def test_nonsense_is_answered_and_does_no_harm(house: House) -> None:
    for name in sorted(commands):
        for nonsense in NONSENSE:
            values = dict.fromkeys(
                (
                    "text",
                    "person",
                    "step",
                    "score",
                    "plan",
                    "by_when",
                    "answer",
                    "setup",
                    "profile",
                ),
                nonsense,
            )
            house.tries_all(name, nonsense, values)
    house.is_in(MeetingState.OPEN)
    house.kept = as_it_lies(house.database)


def those(about: str) -> list[str]:
    """The commands about one thing."""
    return [name for name in OTHERS if name.partition(".")[0] == about]


def not_now(state: str, role: Role) -> str:
    """Who has not been told of a conference that has not begun does not hear of it by trying."""
    knows = role in SETTING_UP | {Role.CLOCK}
    return "nowhere" if state in NOT_BEGUN and not knows else f"when_{state}"


def everybody() -> list[Role]:
    """All roles that people have."""
    return [role for role in Role if role is not Role.CLOCK]


def account(room: str, role: Role) -> str:
    """The account of the person with a role; the clock has its own."""
    return CLOCK if role is Role.CLOCK else f"{room}/{role}"


def setup(room: str) -> str:
    """A conference with one person of every role."""
    people = [
        SetupPerson(name=f"{room} {role}", role=role, agency="health", account=account(room, role))
        for role in everybody()
    ]
    trio = SetupTrio(title=room, danger=f"{room} we worry.", goal=f"{room} we hope.")
    return Setup(
        profile=CUMBRIA.id, family=room, children=(room,), people=tuple(people), trios=(trio,)
    ).model_dump_json()


def told(reply: Reply) -> str:
    """What somebody is told, without the title."""
    if reply.card is None:
        return ""
    return twin(reply.card).removeprefix(reply.card.title).strip().partition("\n")[0]
