"""The room of a closed part: its conference's, and a name of its own that nobody but its people can know."""

import re

from storage.tables import new_id

_PART = re.compile(r"(?P<whole>.+)\.(?P<part>[0-9a-f]{12})")


def new_part_room(room: str) -> str:
    """A room for a closed part of the conference in a room."""
    return f"{room}.{new_id()[:12]}"


def part_of(room: str) -> str:
    """Which closed part a room's name speaks of; nothing for a whole conference."""
    found = _PART.fullmatch(room)
    return found["part"] if found else ""


def whole_of(room: str) -> str:
    """The room of the whole conference, for a closed part's room; any other room as it is."""
    found = _PART.fullmatch(room)
    return found["whole"] if found else room
