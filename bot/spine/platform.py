"""What a platform does for delivery. The web room, Slack and Teams each satisfy it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from aiohttp.web import RouteDef

from prompts.card import Card
from storage.room_names import in_the_name_of


@dataclass(frozen=True)
class Parcel:
    """A card on its way: the room, whom it is for (`account` None is everybody there), and the
    message it replaces, if any.

    `post_id` and `place` stay the same for a slot: a platform may use them to keep messages apart
    and in order.
    `shown` counts the wishes that were fulfilled before.
    An `old` card belongs to an item that is over: it is changed where it stands, and never posted
    again.
    """

    meeting_id: str
    room: str
    post_id: str
    audience: str
    account: str | None
    place: int
    ref: str
    card: Card
    old: bool = False
    shown: int = 0

    @property
    def speaks_to(self) -> str:
        """What the card's buttons carry: the room, and the meeting in whose name it stands
        there.
        """
        return in_the_name_of(self.room, self.meeting_id)


class NotDelivered(Exception):
    """The platform did not take a card. `after` is how long to wait, if the platform said;
    `trouble` is for the chair's panel.

    `permanent` is about the card: trying again cannot help until it is drawn differently.
    `mendable` is about the place:
    it takes nothing until somebody mends it (archived, removed, a token), and is tried every few
    seconds until then.
    """

    def __init__(
        self,
        trouble: str,
        *,
        after: timedelta | None = None,
        permanent: bool = False,
        mendable: bool = False,
    ) -> None:
        super().__init__(trouble)
        self.trouble = trouble
        self.after = after
        self.permanent = permanent
        self.mendable = mendable


class NotYet(NotDelivered):
    """It is too soon: nothing is wrong, and the card may be sent `after` a while."""

    def __init__(self, after: timedelta) -> None:
        super().__init__("", after=after)
        self.wait = after


class Platform(Protocol):
    """Somewhere that cards can be shown."""

    async def show(self, parcel: Parcel) -> str:
        """Shows a card, or shows it anew where `ref` was; gives the message's own name.

        Raises `NotDelivered`; it never waits for its turn, but raises `NotYet`.
        """
        ...


class Channel(Protocol):
    """A chat service: where its requests come in, and the platform that posts go out on."""

    @property
    def name(self) -> str:
        """The first part of its rooms' names."""
        ...

    @property
    def platform(self) -> Platform:
        """What shows posts there."""
        ...

    def routes(self) -> list[RouteDef]:
        """Its addresses on the web server."""
        ...

    async def start(self) -> None:
        """Before the first request."""
        ...

    async def stop(self) -> None:
        """After the last."""
        ...
