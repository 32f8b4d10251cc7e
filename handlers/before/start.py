"""Starting a conference: who, about whom, by which profile; the agenda is laid out, an item for
each trio and child.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from handlers.before.order_ahead import put_in_order
from handlers.before.set_ahead import ConferenceAhead, keep_ahead
from handlers.grammar.command import Refused, Reply
from handlers.grammar.registry import draws, opens
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.closed_welcome import closed_welcome
from prompts.card import Card, Text
from prompts.profile import Profile
from prompts.words import say
from storage.tables import (
    Child,
    LastMark,
    Meeting,
    MeetingState,
    Person,
    Step,
    StepState,
    Trio,
    TrioWording,
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SetupPerson(_Strict):
    """Somebody who takes part.

    Without an `account` they are on the phone or in the room, and written for.
    """

    name: str = Field(min_length=1, max_length=80)
    title: str = Field(default="", max_length=80)
    role: Role
    agency: str = ""
    account: str | None = None


Score = Annotated[int, Field(ge=0, le=10)]


class SetupTrio(_Strict):
    """A danger statement and safety goal made with the family; `last` are last time's marks by
    place in `people`.
    """

    title: str = Field(min_length=1)
    danger: str = Field(min_length=1)
    goal: str = Field(min_length=1)
    last: dict[int, Score] = {}


class Setup(_Strict):
    """All that is known when a conference starts; with `ahead`, it is prepared and begins later."""

    profile: str
    family: str = Field(min_length=1)
    sample: str = ""
    children: tuple[str, ...] = Field(min_length=1)
    people: tuple[SetupPerson, ...] = Field(min_length=1)
    trios: tuple[SetupTrio, ...] = Field(max_length=4)
    last_time: date | None = None
    ahead: ConferenceAhead | None = None

    @model_validator(mode="after")
    def _names_people_who_are_there(self) -> Self:
        accounts = [person.account for person in self.people if person.account]
        if len(set(accounts)) < len(accounts):
            raise ValueError(say("setting_up.twice"))
        if any(place not in range(len(self.people)) for trio in self.trios for place in trio.last):
            raise ValueError(say("start.nobody_there"))
        return self


def read_setup(text: str) -> Setup:
    """The setup that a platform's form or a sample family gave, as JSON.

    Raises `Refused` when it cannot be used.
    """
    try:
        setup = Setup.model_validate_json(text)
    except ValidationError as fault:
        faults = tuple(
            Text(f"{'.'.join(map(str, error['loc']))}: {error['msg']}") for error in fault.errors()
        )
        raise Refused(Card(title=say("start.faults"), parts=faults)) from fault
    if [person.role for person in setup.people].count(Role.CHAIR) != 1:
        raise Refused(Card(title=say("start.one_chair")))
    return setup


def _opening(values: Mapping[str, str], _: Mapping[str, Profile]) -> tuple[str, str]:
    setup = read_setup(values.get("setup", ""))
    return setup.profile, setup.family


@opens("conference.start", _opening)
def start_conference(turn: Turn) -> Reply:
    """Starts a conference of which everything is known: writes down who takes part, and begins."""
    setup = read_setup(turn.value("setup"))
    turn.meeting.sample = setup.sample
    turn.meeting.people = [
        Person(meeting_id=turn.meeting.id, position=place, **person.model_dump())
        for place, person in enumerate(setup.people)
    ]
    turn.meeting.children = name_children(turn, setup.children)
    turn.meeting.trios = [new_trio(turn, place, trio) for place, trio in enumerate(setup.trios)]
    _last_marks(turn, setup)
    if setup.ahead:
        keep_ahead(turn, setup.ahead)
    else:
        begin(turn)
    return Reply(room=turn.meeting.room)


def begin(turn: Turn) -> None:
    """Lays out the agenda, opens its first item, and welcomes everybody."""
    turn.meeting.steps = put_in_order(turn, lay_out(turn.profile, turn.meeting))
    turn.meeting.started_at = turn.now
    open_agenda(turn)


def open_agenda(turn: Turn) -> None:
    """Opens the first item of the agenda, and welcomes everybody."""
    first = turn.meeting.steps[0]
    first.state, first.opened_at, turn.meeting.step_id, turn.meeting.state = (
        StepState.OPEN,
        turn.now,
        first.id,
        MeetingState.OPEN,
    )
    turn.show("welcome")
    turn.show("here")
    turn.show(f"asked:{first.id}")
    turn.tell(
        "scribe", *(person for person in turn.book.people if person.role == Role.MINUTE_TAKER)
    )


def name_children(turn: Turn, names: Iterable[str]) -> list[Child]:
    """The children whom the conference is about, in the order given."""
    return [
        Child(meeting_id=turn.meeting.id, position=place, name=name)
        for place, name in enumerate(names)
    ]


def new_trio(turn: Turn, place: int, trio: SetupTrio) -> Trio:
    """A danger statement and its safety goal, in their first wording."""
    wording = TrioWording(version=1, danger=trio.danger, goal=trio.goal, at=turn.now)
    return Trio(meeting_id=turn.meeting.id, position=place, title=trio.title, wordings=[wording])


@draws("welcome")
def welcome_card(scene: Scene, _: str) -> Card:
    """Who Chairside is and what it can and cannot see; in a closed part, who is in it."""
    if scene.book.part_of:
        return closed_welcome(scene)
    lines = tuple(
        Text(say(f"start.welcome_{n}", chair=scene.chair.name, children=scene.names()["children"]))
        for n in (1, 2, 3)
    )
    return Card(say("start.welcome_title"), lines)


def lay_out(profile: Profile, meeting: Meeting) -> list[Step]:
    """The agenda of a meeting: each question once, or once for each trio or child."""
    steps: list[Step] = []
    for question in (
        question for part in profile.agenda(meeting.kind) for question in part.question
    ):
        if question.only_with == "trios" and not meeting.trios:
            continue
        rows: list[str | None] = [None]
        if question.each:
            rows = [
                row.id for row in (meeting.trios if question.each == "trio" else meeting.children)
            ]
        steps += [
            Step(
                meeting_id=meeting.id,
                position=0,
                question=question.id,
                about_id=row,
                under_seal=question.sealed,
            )
            for row in rows
        ]
    for place, step in enumerate(steps):
        step.position = place
    return steps


def _last_marks(turn: Turn, setup: Setup) -> None:
    for trio, row in zip(setup.trios, turn.meeting.trios, strict=True):
        for place, score in trio.last.items():
            person = turn.meeting.people[place]
            turn.book.add(
                LastMark(
                    trio=row, person=person, on=setup.last_time or turn.now.date(), score=str(score)
                )
            )
