"""Where walks begin: before the day, in the meeting, in a smaller group, and after it."""

import json
from collections.abc import Callable
from datetime import timedelta

from bot.rehearsal.setup import setup_of
from storage.database import Database
from storage.room import ROOM
from tests.kit.conference import Conference, SmallerGroup
from tests.kit.naming import named
from tests.kit.preparing import BeforeTheDay, FromNothing

_FAMILIES = ("fennimore", "pellow", "harrick")
FAR = f"{ROOM}far-"
OFFICE = (f"{ROOM}administrator", f"{ROOM}service_manager")


class Elsewhere(Conference):
    """A meeting that has nothing to do with the other: another room, and other people."""

    def opens(self) -> None:
        here, there = f'"account":"{ROOM}', f'"account":"{FAR}'
        setup = setup_of(self.family, self.now.date()).replace(here, there)
        assert FAR in setup
        self.send("conference.start", f"{FAR}chair", values={"setup": setup})


class WithOffice(Conference):
    """An administrator and a service manager have a part in it too."""

    def opens(self) -> None:
        named(self.database, *OFFICE)
        setup = json.loads(setup_of(self.family, self.now.date(), self.profile))
        setup["people"] += [
            {"name": f"Pat {place}", "role": account.removeprefix(ROOM), "account": account}
            for place, account in enumerate(OFFICE)
        ]
        self.send("conference.start", f"{ROOM}chair", values={"setup": json.dumps(setup)})
        self.steps, self.ids = self._names()


def elsewhere(database: Database) -> Conference:
    """It is open, and nobody here has a part in it."""
    named(database, f"{FAR}chair", f"{FAR}minute_taker", *OFFICE)
    return Elsewhere(database, "fennimore", f"{ROOM}elsewhere")


def before_the_day(database: Database, seed: int) -> Conference:
    return BeforeTheDay(database, _FAMILIES[seed % 3])


def everybody_told(database: Database, seed: int) -> Conference:
    conference = before_the_day(database, seed)
    conference.send("prepare.tell", f"{ROOM}chair")
    return conference


def from_nothing(database: Database, _: int) -> Conference:
    return FromNothing(database)


def at_the_door(database: Database, seed: int) -> Conference:
    return WithOffice(database, _FAMILIES[seed % 3])


def at_a_question(database: Database, seed: int) -> Conference:
    conference = WithOffice(database, _FAMILIES[seed % 3])
    conference.begins_with(list(conference.steps)[2 + seed % (len(conference.steps) - 2)])
    return conference


def at_a_sealed_question(database: Database, seed: int) -> Conference:
    conference = WithOffice(database, _FAMILIES[seed % 3])
    sealed = conference.look(
        lambda scene: [step.id for step in scene.meeting.steps if step.under_seal]
    )
    names = [name for name, step in conference.steps.items() if step in sealed]
    conference.begins_with(names[seed % len(names)])
    return conference


def planning_the_core_group(database: Database, seed: int) -> Conference:
    conference = WithOffice(database, _FAMILIES[seed % 3])
    conference.begins_with("first_core_group")
    return conference


def in_a_smaller_group(database: Database, seed: int) -> Conference:
    conference = at_a_question(database, 3 * seed)
    asked = [name for name in conference.steps if name == conference.current()]
    SmallerGroup(conference, ["mum"], asked, "She asked for it.")
    return conference


def closed(database: Database, seed: int) -> Conference:
    conference = WithOffice(database, _FAMILIES[seed % 3])
    conference.everybody_plays_to_the_close()
    return conference


def weeks_later(database: Database, seed: int) -> Conference:
    conference = closed(database, seed)
    conference.now += timedelta(days=5)
    conference.ticks()
    return conference


Start = Callable[[Database, int], Conference]
STARTS: tuple[Start, ...] = (
    before_the_day,
    everybody_told,
    at_the_door,
    at_a_question,
    at_a_sealed_question,
    planning_the_core_group,
    in_a_smaller_group,
    from_nothing,
)
# These take long to begin.
LATER: tuple[Start, ...] = (closed, weeks_later)
