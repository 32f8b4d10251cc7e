"""Who is to attend apart from the others, as it was set up, handed over to the conference when it
begins (row B8).
"""

from collections.abc import Set

from handlers.grammar.roles import PARTICIPANTS
from handlers.grammar.scene import Scene, Turn
from handlers.people.invitations import needing
from storage.tables import Attendance, Person


def to_be_apart(scene: Scene) -> list[Person]:
    """Those who take part apart from others."""
    return [person for person in needing(scene, "separate") if person.role in PARTICIPANTS]


def apart_in_channel(scene: Scene, members: Set[str]) -> list[str]:
    """The names of those who are to attend apart and whose account is among the members of the
    shared channel.
    """
    return [person.name for person in to_be_apart(scene) if person.account in members]


def take_apart(turn: Turn) -> None:
    """From now on they see nothing of what the whole conference says."""
    for person in to_be_apart(turn):
        person.attendance = Attendance.APART
