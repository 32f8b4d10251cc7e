"""Delivery: queued posts are drawn from the facts as they are, and shown in order, with patience.

A post is leased in one transaction, shown with none open, and marked in another. If the process dies in between, the
lease ends and the post is shown again: at least once, and a repeated card still works.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.dispatch import Dispatcher
from bot.platform import NotDelivered, Parcel, Platform
from handlers.registry import NothingToShow, draw
from handlers.scene import Scene
from prompts.card import Card
from storage.book import CHANNEL, Book
from storage.outbox import Leased, delivered, lease, meeting_of, not_delivered, release_leases

log = logging.getLogger(__name__)

_LONGEST = timedelta(minutes=5)
_IDLE = 1.0


class Delivery:
    """Shows queued posts until it is stopped. Several may run side by side."""

    def __init__(self, dispatcher: Dispatcher, platforms: Mapping[str, Platform]) -> None:
        """`platforms` by the first part of a room's name ("web" for "web:…")."""
        self._dispatcher = dispatcher
        self._platforms = platforms
        self._work = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        dispatcher.on_commit(self._wake)
        if dispatcher.database.dialect == "sqlite":
            self._release()

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._work.set)

    async def run(self) -> None:
        """Shows posts as they come, for ever."""
        while True:
            self._work.clear()
            while await self.show_next():
                pass
            try:
                await asyncio.wait_for(self._work.wait(), _IDLE)
            except TimeoutError:
                continue

    async def show_next(self) -> bool:
        """Shows one post, if one is due. True when there was one."""
        taken = await self._dispatcher.run(self._take)
        if taken is None:
            return False
        leased, parcel = taken
        if parcel is None:
            return True
        try:
            ref = await self._platforms[parcel.room.partition(":")[0]].show(parcel)
        except NotDelivered as refusal:
            trouble, after = refusal.trouble, refusal.after
            await self._dispatcher.run(lambda: self._put_back(leased, trouble, after))
        except Exception:
            log.exception("post %s could not be shown", leased.id)
            await self._dispatcher.run(lambda: self._put_back(leased, "unknown", None))
        else:
            await self._dispatcher.run(lambda: self._done(leased, ref))
        return True

    def _take(self) -> tuple[Leased, Parcel | None] | None:
        with self._dispatcher.database.session() as session:
            leased = lease(session, self._dispatcher.now())
            if leased is None:
                return None
            book = Book(session, meeting_of(session, leased))
            try:
                return leased, self._draw(book, leased)
            except NothingToShow:
                delivered(session, leased, leased.ref, self._dispatcher.now())
                return leased, None
            except Exception:
                log.exception("post %s could not be drawn", leased.id)
                not_delivered(session, leased, "drawing", self._again_at(leased, None))
                return leased, None

    def _draw(self, book: Book, leased: Leased) -> Parcel:
        viewer = None if leased.audience == CHANNEL else book.person(leased.audience)
        card = self._card(self._dispatcher.scene(book, viewer), leased)
        account = viewer.account if viewer else None
        return Parcel(book.meeting.id, book.meeting.room, leased.id, leased.audience, account, leased.place, leased.ref, card)

    def _card(self, scene: Scene, leased: Leased) -> Card:
        try:
            return draw(scene, leased.slot)
        except NothingToShow as nothing:
            if leased.ref:
                return nothing.card
            raise

    def _done(self, leased: Leased, ref: str) -> None:
        with self._dispatcher.database.session() as session:
            delivered(session, leased, ref, self._dispatcher.now())

    def _put_back(self, leased: Leased, trouble: str, after: timedelta | None) -> None:
        with self._dispatcher.database.session() as session:
            not_delivered(session, leased, trouble, self._again_at(leased, after))

    def _again_at(self, leased: Leased, after: timedelta | None) -> datetime:
        return self._dispatcher.now() + (after or min(timedelta(seconds=2**leased.attempts), _LONGEST))

    def _release(self) -> None:
        """On SQLite this process is alone: posts that a process before was sending are due at once."""
        with self._dispatcher.database.session() as session:
            release_leases(session, self._dispatcher.now())
