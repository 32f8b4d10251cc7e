"""Names of rooms and accounts in commands: "slack:T1/C1" and "slack:T1/U1", the service, whose
workspace or organisation it is, and the service's own name for the room or the person.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """The names of one service."""

    service: str

    def room(self, organisation: str, place: str) -> str:
        """The room that a channel or a chat is."""
        return self._name(organisation, place)

    def account(self, organisation: str, user: str) -> str:
        """The account of a user."""
        return self._name(organisation, user)

    def is_ours(self, name: str) -> bool:
        """Whether a name is one of this service's."""
        return name.startswith(f"{self.service}:")

    def user(self, account: str) -> str:
        """The user of an account; "" when it is not one of this service's."""
        return place_of(account) if self.is_ours(account) else ""

    def _name(self, organisation: str, own: str) -> str:
        return f"{self.service}:{organisation}/{own}"


def place_of(room: str) -> str:
    """The service's own name for a room; with the meeting that is meant, where the room says
    one.
    """
    return room.rpartition("/")[2]
