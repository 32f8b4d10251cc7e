"""Sitting in somebody's chair: which rehearsal, as whom, and what stands in the room for them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web

from bot.dispatch import Dispatcher
from bot.rehearsal.setup import account_of
from handlers.scene import Scene
from storage.book import Book
from storage.closed import part_of
from storage.inbox import find_person
from storage.room import ROOM, Standing, find_rehearsal

T = TypeVar("T")

_PERSON = re.compile(r"[a-z0-9_]{1,40}")


class NoSuchSeat(LookupError):
    """There is no such rehearsal, or nobody in it sits there."""


@dataclass(frozen=True)
class Seat:
    """A chair in a rehearsal. `person` is the id in the sample family; "chair" where none is named."""

    room_id: str
    person: str

    @classmethod
    def of(cls, request: web.Request) -> "Seat":
        """The chair that an address names."""
        person = request.query.get("as", "chair")
        if not _PERSON.fullmatch(person):
            raise web.HTTPNotFound
        return cls(request.match_info["room"], person)

    @property
    def room(self) -> str:
        """The room's name in commands."""
        return ROOM + self.room_id

    @property
    def account(self) -> str:
        """The sample person's account."""
        return account_of(self.person)

    def speaking_to(self, part: str) -> str:
        """The room's name in commands, or that of a closed part of it. Who may speak there is for dispatch to say."""
        room = f"{self.room}.{part}"
        return room if part_of(room) else self.room

    @property
    def path(self) -> str:
        """The room's address."""
        return f"/room/{self.room_id}"

    @property
    def newest(self) -> str:
        """The room's address at its newest message."""
        return f"{self.path}?as={self.person}#newest"

    @property
    def press(self) -> str:
        """Where this chair's buttons send to."""
        return f"{self.path}/press?as={self.person}"


def see(dispatcher: Dispatcher, seat: Seat, view: Callable[[Scene, Standing], T]) -> T:
    """A view of a rehearsal from one chair. Raises `NoSuchSeat`; a conference that is not a rehearsal is never seen."""
    with dispatcher.database.read() as session:
        meeting = find_rehearsal(session, seat.room_id)
        person = find_person(session, meeting, seat.account) if meeting else None
        if meeting is None or person is None:
            raise NoSuchSeat
        return view(dispatcher.scene(Book(session, meeting), person), Standing(session, meeting, person))
