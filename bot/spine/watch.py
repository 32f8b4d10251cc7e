"""The watch: before a post goes into a room, its platform says who can read it, at most every
minute (row S2).

What it says becomes a command, so that the chair is told in the same transaction as it is kept.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, runtime_checkable

from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.spine.permission import CLOCK
from bot.spine.platform import NotDelivered, Platform
from handlers.grammar.command import Command
from handlers.grammar.registry import BEGUN
from handlers.grammar.room_seen import RoomSeen
from handlers.grammar.room_wrong import goes_privately, what_is_wrong
from storage.book import Book
from storage.room_names import in_the_name_of
from storage.tables import Meeting, new_id
from storage.watch import ask_for_a_look, claim_a_look

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=60)
# A post that is held back is tried as often as the room is looked at: in time also where no event
# tells of a change.
HELD = NotDelivered("", after=EVERY)


@runtime_checkable
class WatchedPlatform(Protocol):
    """A platform with rooms that others can come into. The web room is not one."""

    async def look_at(self, room: str, known: frozenset[str]) -> RoomSeen:
        """Who can read a room now; names only of accounts that are not `known`.

        Raises `NotDelivered`.
        """
        ...


@dataclass(frozen=True)
class _Known:
    """What is known of a meeting's room before it is looked at."""

    room: str
    accounts: frozenset[str]
    due: bool
    waits: bool
    private: bool


class Watch:
    """Says whether posts may go into a room. Several processes may watch the same one."""

    def __init__(self, dispatcher: Dispatcher, platforms: Mapping[str, Platform]) -> None:
        self._dispatcher = dispatcher
        self._platforms: dict[str, WatchedPlatform] = {
            name: platform
            for name, platform in platforms.items()
            if isinstance(platform, WatchedPlatform)
        }

    async def check(self, meeting_id: str) -> None:
        """Before a post for everybody. Raises `NotDelivered` where it has to wait."""
        if not self._platforms:
            return
        known = await self._dispatcher.run(lambda: self._known(meeting_id))
        platform = self._platforms.get(known.room.partition(":")[0])
        if platform is None:
            return
        if known.private:
            raise HELD
        if known.due:
            await self._look(platform, meeting_id, known)
            known = await self._dispatcher.run(lambda: self._known(meeting_id))
        if known.waits:
            raise HELD

    async def look_next(self) -> bool:
        """Looks at a room where somebody came or went, if there is one. True when there was one."""
        if not self._platforms:
            return False
        meeting_id = await self._dispatcher.run(self._claim)
        if meeting_id is None:
            return False
        known = await self._dispatcher.run(lambda: self._known(meeting_id))
        platform = self._platforms.get(known.room.partition(":")[0])
        try:
            if platform:
                await self._look(platform, meeting_id, known)
        except NotDelivered:
            log.warning("the room of meeting %s could not be looked at", meeting_id)
        except Exception as fault:
            log.error("the room of meeting %s could not be looked at: %s", meeting_id, where(fault))
        return True

    async def _look(self, platform: WatchedPlatform, meeting_id: str, known: _Known) -> None:
        seen = await platform.look_at(known.room, known.accounts)
        if await self._dispatcher.run(lambda: self._is_news(meeting_id, seen)):
            room = in_the_name_of(known.room, meeting_id)
            values = {"seen": seen.to_json()}
            await self._dispatcher.send(
                Command(f"room:{new_id()}", "room.seen", CLOCK, room, values=values)
            )

    def _known(self, meeting_id: str) -> _Known:
        with self._dispatcher.database.read() as session:
            meeting = session.get_one(Meeting, meeting_id)
            book = Book(session, meeting)
            checked_at, now = book.room_watch.checked_at, self._dispatcher.now()
            due = checked_at is None or not now - EVERY < checked_at <= now
            accounts = frozenset(person.account for person in book.people if person.account)
            return _Known(
                meeting.room, accounts, due, bool(what_is_wrong(book)), goes_privately(book)
            )

    def _is_news(self, meeting_id: str, seen: RoomSeen) -> bool:
        """Keeps when the room was looked at; whether it says more than is known."""
        with self._dispatcher.database.session() as session:
            meeting = session.get_one(Meeting, meeting_id)
            book = Book(session, meeting)
            watch = book.room_watch
            watch.checked_at = self._dispatcher.now()
            told = bool(watch.told) == bool(what_is_wrong(book))
            return meeting.state in BEGUN and not (told and watch.seen == seen.to_json())

    def _claim(self) -> str | None:
        with self._dispatcher.database.session() as session:
            return claim_a_look(session, self._dispatcher.now())


async def look_again(dispatcher: Dispatcher, rooms: str) -> None:
    """Somebody came or went in a room, or in one of those whose names begin so: it is looked at at
    once.
    """

    def ask() -> None:
        with dispatcher.database.session() as session:
            ask_for_a_look(session, rooms, dispatcher.now())

    await dispatcher.run(ask)
    dispatcher.wake()
