"""Authorisation: a part in the meeting, the role for it, named by the service where that is needed,
the right moment.
"""

import logging

from handlers.grammar.command import Command, Refused
from handlers.grammar.registry import ALWAYS, SETS_UP, RegisteredCommand
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.closed_welcome import IN_A_PART
from handlers.people.staffing import not_a_chair, not_named, seat_gone, with_the_family
from handlers.people.told import is_hidden_from
from prompts.card import Card, Text
from prompts.words import say
from storage.staff import StaffStanding
from storage.tables import Meeting, MeetingKind, Power

log = logging.getLogger(__name__)

# The account that the clock's commands come from.
CLOCK = "clock"
# A chair whom the service has taken off its list can still get help and go.
_FOR_ALL = frozenset(
    {"danger.show", "danger.tell", "overheard.say", "rollcall.leaving", "rollcall.leave"}
)


def check(scene: Scene, command: Command, entry: RegisteredCommand) -> None:
    """Whether the viewer of a scene may do this now. Raises `Refused`."""
    _has_the_role(scene, command, entry)
    _is_named(scene, command, entry)
    _is_the_moment(scene.meeting, entry)
    if (
        scene.book.part_of and command.name not in IN_A_PART
    ):  # a closed part is for talking, for everybody
        raise Refused(line(say("closed.not_here")))
    # Whoever attends apart takes no part while the whole conference talks (row B8); what is always
    # there, is there for them.
    if scene.apart and "open" in entry.when and entry.when != ALWAYS:
        raise Refused(line(say("closed.apart_only")))


def check_may_open(named: StaffStanding) -> None:
    """Whether somebody may open a conference in a room. Raises `Refused`."""
    if named.powers.isdisjoint(SETS_UP):
        log.info("refused to open a conference: not named")
        raise Refused(not_named(named.managers))
    if named.with_the_family:
        raise Refused(with_the_family())


def check_manages(named: StaffStanding) -> None:
    """Whether somebody may work in the office. Raises `Refused`."""
    if Power.MANAGE not in named.powers:
        log.info("refused the office: not named")
        raise Refused(not_named(named.managers))


def check_opened(turn: Turn, entry: RegisteredCommand) -> None:
    """Whoever is to chair a new conference is named for it, and so are those who set it up.

    Raises `Refused`.
    """
    for person in turn.book.people if entry.opening else ():
        if person.account == turn.actor and not turn.keeps_seat(person):
            raise Refused(not_named(turn.book.managers()))
        if person.role == Role.CHAIR and not turn.may_chair(person):
            raise Refused(not_a_chair(person.name, turn.book.managers()))


def there(meeting: Meeting | None) -> Meeting:
    """The meeting, where there is one. Raises `Refused`."""
    if meeting is None:
        raise Refused(line(say("dispatch.nowhere")))
    return meeting


def still_open(meeting: Meeting, entry: RegisteredCommand) -> Meeting:
    """A meeting that another has followed takes only what is for its papers. Raises `Refused`."""
    if meeting.followed and entry.later == "refused":
        raise Refused(line(say("dispatch.followed")))
    return meeting


def line(words: str) -> Card:
    """A line for the one who pressed."""
    return Card(title=say("dispatch.title"), parts=(Text(words),))


def _has_the_role(scene: Scene, command: Command, entry: RegisteredCommand) -> None:
    person = scene.viewer if scene.viewer and not is_hidden_from(scene, scene.viewer) else None
    if person is None and command.actor != CLOCK:
        raise Refused(line(say("dispatch.nowhere")))
    role = Role(person.role) if person else Role.CLOCK
    if role not in entry.by:
        log.info("refused %s to a %s", command.name, role)
        raise Refused(line(say("dispatch.not_yours")))


def _is_named(scene: Scene, command: Command, entry: RegisteredCommand) -> None:
    if scene.viewer is None or command.name in _FOR_ALL:
        return
    if not scene.keeps_seat(scene.viewer):
        log.info("refused %s: the seat has gone", command.name)
        raise Refused(seat_gone(scene))
    if entry.staff and not scene.has(scene.viewer, *entry.staff):
        log.info("refused %s: not named", command.name)
        raise Refused(not_named(scene.book.managers()))


def _is_the_moment(meeting: Meeting, entry: RegisteredCommand) -> None:
    if meeting.state not in entry.when:
        raise Refused(
            line(
                say(
                    f"dispatch.when_{meeting.state}",
                    core_group=meeting.kind == MeetingKind.CORE_GROUP,
                )
            )
        )
