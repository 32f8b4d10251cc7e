"""Names of rooms in commands: a room, then what is meant of it: "slack:T1/C1",
"slack:T1/C1~<meeting>", "slack:T1/C1.<part>".

A room alone means the newest meeting in it; with a meeting's id, that one meeting: so an old card
acts on the meeting in whose
name it was posted, whatever has begun there since. A closed part has a room of its own, which
nobody but its people can know.
"""

import re

from storage.tables import new_id

_OF = "~"
_PART = re.compile(r"(?P<whole>.+)\.(?P<part>[0-9a-f]{12})")


def in_the_name_of(room: str, meeting_id: str) -> str:
    """A room, and which of its meetings is meant."""
    return f"{room}{_OF}{meeting_id}"


def room_alone(name: str) -> str:
    """The room of a name."""
    return name.partition(_OF)[0]


def meeting_named(name: str) -> str:
    """The id of the meeting that is meant; "" for the newest."""
    return name.partition(_OF)[2]


def new_part_room(room: str) -> str:
    """A room for a closed part of the conference in a room."""
    return f"{room}.{new_id()[:12]}"


def part_of(name: str) -> str:
    """Which closed part a name speaks of; nothing for a whole conference."""
    found = _PART.fullmatch(room_alone(name))
    return found["part"] if found else ""


def whole_of(name: str) -> str:
    """The room of the whole conference, for a closed part's; for any other name its room."""
    found = _PART.fullmatch(room_alone(name))
    return found["whole"] if found else room_alone(name)
