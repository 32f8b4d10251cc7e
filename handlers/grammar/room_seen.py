"""What a platform says of a room: who is in it, and who else can read it."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class RoomMember:
    """Somebody in a room. `app` is another program: it reads all that is posted there."""

    account: str
    name: str = ""
    app: bool = False


@dataclass(frozen=True)
class RoomSeen:
    """A room as it is now. Where a platform does not say who is in it, `members` is None."""

    members: tuple[RoomMember, ...] | None = ()
    public: bool = False
    shared: bool = False

    @property
    def accounts(self) -> frozenset[str]:
        """Those who are in it."""
        return frozenset(member.account for member in self.members or ())

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "RoomSeen":
        """As it was kept; nothing known reads as nothing wrong."""
        if not text:
            return cls()
        kept = json.loads(text)
        members = kept["members"]
        there = None if members is None else tuple(RoomMember(**member) for member in members)
        return cls(there, kept["public"], kept["shared"])
