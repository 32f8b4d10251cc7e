"""May they, now? Whoever presses something has a part in the meeting, the role for it, and the right moment."""

import logging

from handlers.closed.welcome import IN_A_PART
from handlers.command import Command, Refused
from handlers.preparing.before import is_hidden_from
from handlers.registry import ALWAYS, Entry
from handlers.roles import Role
from handlers.scene import Scene
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import Meeting

log = logging.getLogger(__name__)

# The account that the clock's commands come from.
CLOCK = "clock"


def check(scene: Scene, command: Command, entry: Entry) -> None:
    """Whether the viewer of a scene may do this now. Raises `Refused`."""
    _has_the_role(scene, command, entry)
    _is_the_moment(scene.meeting, entry)
    if scene.book.part_of and command.name not in IN_A_PART:  # a closed part is for talking, for everybody
        raise Refused(line(say("closed.not_here")))
    # Whoever attends apart takes no part while the whole conference talks (row B8); what is always there, is there for them.
    if scene.apart and "open" in entry.when and entry.when != ALWAYS:
        raise Refused(line(say("closed.apart_only")))


def there(meeting: Meeting | None) -> Meeting:
    """The meeting, where there is one. Raises `Refused`."""
    if meeting is None:
        raise Refused(line(say("dispatch.nowhere")))
    return meeting


def still_open(meeting: Meeting, entry: Entry) -> Meeting:
    """A meeting that another has followed takes only what is for its papers. Raises `Refused`."""
    if meeting.followed and entry.later == "refused":
        raise Refused(line(say("dispatch.followed")))
    return meeting


def line(words: str) -> Card:
    """A line for the one who pressed."""
    return Card(title=say("dispatch.title"), parts=(Text(words),))


def _has_the_role(scene: Scene, command: Command, entry: Entry) -> None:
    person = scene.viewer if scene.viewer and not is_hidden_from(scene, scene.viewer) else None
    if person is None and command.actor != CLOCK:
        raise Refused(line(say("dispatch.nowhere")))
    role = Role(person.role) if person else Role.CLOCK
    if role not in entry.by:
        log.info("refused %s to a %s", command.name, role)
        raise Refused(line(say("dispatch.not_yours")))


def _is_the_moment(meeting: Meeting, entry: Entry) -> None:
    if meeting.state not in entry.when:
        raise Refused(line(say(f"dispatch.when_{meeting.state}", core_group=meeting.kind == "core_group")))
