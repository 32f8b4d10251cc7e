"""Names of rooms in commands: a room alone means the newest meeting in it; with a meeting's id, that one meeting.

Buttons carry the second: an old card acts on the meeting in whose name it was posted, whatever has begun there since.
"""

_OF = "~"


def in_the_name_of(room: str, meeting_id: str) -> str:
    """A room, and which of its meetings is meant."""
    return f"{room}{_OF}{meeting_id}"


def room_alone(name: str) -> str:
    """The room of a name."""
    return name.partition(_OF)[0]


def meeting_named(name: str) -> str:
    """The id of the meeting that is meant; "" for the newest."""
    return name.partition(_OF)[2]
