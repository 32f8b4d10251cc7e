"""Delivery: queued posts are drawn from the facts as they are, and shown in order, with patience.

A post is leased in one transaction, shown with none open, and marked in another. If the process dies in between, the
lease ends and the post is shown again: at least once, and a repeated card still works.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.dispatch import Dispatcher
from bot.platform import NotDelivered, Parcel, Platform
from handlers.registry import draw
from storage.book import CHANNEL, Book
from storage.outbox import Leased, delivered, lease, meeting_of, not_delivered, release_leases

log = logging.getLogger(__name__)

_LONGEST = timedelta(minutes=5)
_IDLE = 1.0
_SIDE_BY_SIDE = 4  # a chat service that is slow holds up only the posts for it


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
        """Shows posts as they come, for ever; those of one audience in order, one after the other."""
        async with asyncio.TaskGroup() as group:
            for _ in range(_SIDE_BY_SIDE):
                group.create_task(self._run())

    async def _run(self) -> None:
        while True:
            self._work.clear()
            try:
                while await self.show_next():
                    pass
            except Exception:
                log.exception("the queue could not be read; trying again")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), _IDLE)

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
            except Exception:
                log.exception("post %s could not be drawn", leased.id)
                not_delivered(session, leased, "drawing", self._again_at(leased, None))
                return leased, None

    def _draw(self, book: Book, leased: Leased) -> Parcel:
        viewer = None if leased.audience == CHANNEL else book.person(leased.audience)
        card = draw(self._dispatcher.scene(book, viewer), leased.slot)
        account = viewer.account if viewer else None
        return Parcel(book.meeting.id, book.meeting.room, leased.id, leased.audience, account, leased.place, leased.ref, card)

    def _done(self, leased: Leased, ref: str) -> None:
        with self._dispatcher.database.session() as session:
            if delivered(session, leased, ref, self._dispatcher.now()):
                self._tell_chair(Book(session, meeting_of(session, leased)), leased)

    def _put_back(self, leased: Leased, trouble: str, after: timedelta | None) -> None:
        with self._dispatcher.database.session() as session:
            if not_delivered(session, leased, trouble, self._again_at(leased, after)):
                self._tell_chair(Book(session, meeting_of(session, leased)), leased)

    def _tell_chair(self, book: Book, leased: Leased) -> None:
        """The chair's panel says what could not be shown; the panel's own trouble is not news for the panel."""
        if leased.slot != "panel" and book.meeting.state != "preparing":
            book.show("panel", self._dispatcher.scene(book, None).chair.id)
            book.queue_posts(self._dispatcher.now())

    def _again_at(self, leased: Leased, after: timedelta | None) -> datetime:
        return self._dispatcher.now() + (after or min(timedelta(seconds=2 ** min(leased.attempts, 16)), _LONGEST))

    def _release(self) -> None:
        """On SQLite this process is alone: posts that a process before was sending are due at once."""
        with self._dispatcher.database.session() as session:
            release_leases(session, self._dispatcher.now())
