"""What all of preparation has in common: when it may be done, who is shown what changed, and which
day it is.
"""

from datetime import date, datetime

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import local_day
from handlers.grammar.command import Refused
from handlers.grammar.registry import RUNNING
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Scene, Turn
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import MeetingState, Occasion, Person

PREPARING = frozenset({MeetingState.PREPARING})
CANCELLED = frozenset({MeetingState.CANCELLED})
NOT_BEGUN = PREPARING | CANCELLED
BEFORE_CLOSE = PREPARING | RUNNING


def is_preparing(scene: Scene) -> bool:
    """Whether the conference is still to come."""
    return scene.meeting.state in PREPARING


def is_cancelled(scene: Scene) -> bool:
    """Whether the conference was called off before it began."""
    return scene.meeting.state in CANCELLED


def has_not_begun(scene: Scene) -> bool:
    """Whether the conference is still to come, or was called off."""
    return scene.meeting.state in NOT_BEGUN


def check_room_is_free(turn: Turn) -> None:
    """A room holds one conference at a time, prepared or running. Raises `Refused`."""
    other = turn.book.other_in_the_room
    if other:
        title = "preparing.room_prepared" if other.state in PREPARING else "dispatch.room_taken"
        raise Refused(Card(say("preparing.room_title"), (Text(say(title)),)))


def setters(scene: Scene) -> list[Person]:
    """Those who set up: the chair and the administrators."""
    return [person for person in scene.book.people if person.role in SETTING_UP]


def tell_setters(turn: Turn) -> None:
    """Shows those who set up what there is now and what is missing. Nobody else sees it."""
    people = setters(turn)
    turn.tell("ready", *people)
    if has_not_begun(turn):
        turn.tell("setup", *people)


def tell_invited(turn: Turn) -> None:
    """Shows what changed to those who have been told of the conference."""
    turn.tell("prepare", *told_people(turn))


def told_people(scene: Scene) -> list[Person]:
    """Those who have been told of the conference, by those who set it up."""
    told = {
        person_id
        for person_id, invitation in scene.book.invitations().items()
        if invitation.told_at
    }
    return [
        person
        for person in scene.book.people
        if person.id in told and person.role not in SETTING_UP
    ]


def is_hidden_from(scene: Scene, person: Person) -> bool:
    """Whether the conference is still between those who set up: somebody who was not told does not
    know of it.
    """
    return (
        has_not_begun(scene) and person.role not in SETTING_UP and person not in told_people(scene)
    )


def occasion_of(turn: Turn) -> Occasion:
    """When, where and why; an empty one where nothing has been said yet."""
    return turn.book.occasion or turn.book.add(Occasion(kind="initial", at=""))


def day_in(scene: Scene, moment: datetime) -> date:
    """Which day a moment is in the place."""
    return local_day(scene.profile, moment)


def today(scene: Scene) -> date:
    """The day in the place."""
    return day_in(scene, scene.now)


def day_said(day: date | None) -> str:
    """A date as people say it; nothing for none."""
    return spoken_day(day) if day else ""


def day_in_short(day: date | None) -> str:
    """A date as a list has room for it, "Tue 24 Feb"; nothing for none."""
    return f"{day:%a} {day.day} {day:%b}" if day else ""
