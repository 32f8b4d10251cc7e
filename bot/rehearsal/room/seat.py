"""Sitting in somebody's chair: which rehearsal, as whom, and what stands in the room for them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web

from bot.rehearsal.setup import account_of
from bot.spine.dispatch import Dispatcher
from handlers.grammar.scene import Scene
from storage.book import Book
from storage.inbox import find_person
from storage.room import ROOM, RoomContents, find_rehearsal
from storage.room_names import in_the_name_of, part_of

T = TypeVar("T")

_PERSON = re.compile(r"[a-z0-9_]{1,40}")
_MEETING = re.compile(r"[0-9a-f]{32}")


class NoSuchSeat(LookupError):
    """There is no such rehearsal, or nobody in it sits there."""


@dataclass(frozen=True)
class Seat:
    """A chair in a rehearsal. `person` is the id in the sample family; "chair" where none is named.

    `meeting` is the meeting that is looked at, where an earlier one is; otherwise it is always the
    newest.
    """

    room_id: str
    person: str
    meeting: str = ""

    @classmethod
    def of(cls, request: web.Request) -> "Seat":
        """The chair that an address names."""
        person = request.query.get("as", "chair")
        if not _PERSON.fullmatch(person):
            raise web.HTTPNotFound
        return cls(request.match_info["room"], person, meeting_of(request, "meeting"))

    @property
    def room(self) -> str:
        """The room's name in commands."""
        return ROOM + self.room_id

    @property
    def account(self) -> str:
        """The sample person's account."""
        return account_of(self.person)

    def speaking_to(self, request: web.Request) -> str:
        """The room's name in commands: of a closed part, or of the meeting on whose page a button
        stood.

        Who may speak there is for dispatch to say.
        """
        part, meeting = f"{self.room}.{request.query.get('part', '')}", meeting_of(request, "of")
        if part_of(part):
            return part
        return in_the_name_of(self.room, meeting) if meeting else self.room

    @property
    def path(self) -> str:
        """The room's address."""
        return f"/room/{self.room_id}"

    @property
    def asks(self) -> str:
        """Who asks, and for which meeting: the end of an address."""
        return f"as={self.person}" + (f"&meeting={self.meeting}" if self.meeting else "")

    @property
    def newest(self) -> str:
        """The room's address at its newest message."""
        return f"{self.path}?{self.asks}#newest"

    @property
    def onwards(self) -> str:
        """The room's address at its newest meeting."""
        return f"{self.path}?as={self.person}"

    def press(self, meeting: str) -> str:
        """Where this chair's buttons send to, on the page of a meeting."""
        return f"{self.path}/press?{self.asks}" + (f"&of={meeting}" if meeting else "")


def meeting_of(request: web.Request, name: str) -> str:
    """A meeting's id in an address; "" where there is none."""
    found = request.query.get(name, "")
    return found if _MEETING.fullmatch(found) else ""


def see(dispatcher: Dispatcher, seat: Seat, view: Callable[[Scene, RoomContents], T]) -> T:
    """A view of a rehearsal from one chair.

    Raises `NoSuchSeat`; a conference that is not a rehearsal is never seen.
    """
    with dispatcher.database.read() as session:
        meeting = find_rehearsal(session, seat.room_id, seat.meeting)
        person = find_person(meeting, seat.account) if meeting else None
        if meeting is None or person is None:
            raise NoSuchSeat
        return view(
            dispatcher.scene(Book(session, meeting), person), RoomContents(session, meeting, person)
        )
