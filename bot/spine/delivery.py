"""Delivery: queued posts are drawn from the facts as they are, and shown in order, with patience.

A post is leased in one transaction, shown with none open, and marked in another. If the process
dies in between, the
lease ends and the post is shown again: at least once, and a repeated card still works.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import timedelta

from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.spine.platform import NotDelivered, NotYet, Parcel, Platform
from bot.spine.watch import Watch
from handlers.grammar.after_command import tell_of_trouble
from handlers.grammar.registry import NothingToShow, draw
from handlers.grammar.scene import NotInProfile, Scene
from handlers.questions.over import item_is_over
from prompts.card import Card
from prompts.words import say
from storage.book import CHANNEL, Book
from storage.database import Transaction
from storage.outbox import (
    LeasedPost,
    delivered,
    lease,
    meeting_of,
    newer_was_shown,
    not_delivered,
    put_off,
    release_leases,
)
from storage.sealing import CannotOpen

log = logging.getLogger(__name__)

_LONGEST = timedelta(minutes=5)
# A place that somebody has to mend is tried this often, for about an hour; after that seldom, until
# somebody presses "Try now".
_MENDED = timedelta(seconds=10)
_MENDED_TRIES = 360
_IDLE_S = 1.0
_AT_MOST_S = (
    20.0  # shorter than the lease: what takes longer is tried again, and by nobody else meanwhile
)
_LANES = 4


class Delivery:
    """Shows queued posts until it is stopped. Several may run side by side."""

    def __init__(self, dispatcher: Dispatcher, platforms: Mapping[str, Platform]) -> None:
        """`platforms` by the first part of a room's name ("web" for "web:…")."""
        self._dispatcher = dispatcher
        self._platforms = platforms
        self._watch = Watch(dispatcher, platforms)
        self._work = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        dispatcher.on_commit(self._wake)
        if dispatcher.database.dialect == "sqlite":
            self._release()

    def _wake(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and delivery with it
            self._loop.call_soon_threadsafe(self._work.set)

    async def run(self) -> None:
        """Shows posts as they come, for ever; several at a time, so that a slow room holds up no
        other.
        """
        await asyncio.gather(*(self._lane() for _ in range(_LANES)))

    async def _lane(self) -> None:
        while True:
            self._work.clear()
            try:
                while await self.show_next():
                    pass
            except Exception as fault:  # the database is away for a moment: posts wait in it
                log.error("delivery stopped and goes on: %s", where(fault))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_IDLE_S):
                    await self._work.wait()

    async def show_next(self) -> bool:
        """Shows one post, if one is due, or looks at a room that changed.

        True when there was one.
        """
        leased = await self._dispatcher.run(self._lease)
        if leased is None:
            return await self._watch.look_next()
        if leased.audience == CHANNEL and not await self._may_be_read(leased):
            return True
        try:
            parcel = await self._dispatcher.run(lambda: self._draw(leased))
        except NothingToShow:
            await self._dispatcher.run(lambda: self._done(leased, leased.ref))
            return True
        except Exception as fault:
            # Their own words are for the operator, and have ids alone.
            told = fault if isinstance(fault, (NotInProfile, CannotOpen)) else ""
            log.error("post %s could not be drawn: %s %s", leased.id, where(fault), told)
            await self._put_back(leased, NotDelivered(say("panel.trouble_drawing")), aside=True)
            return True
        await self._show(leased, parcel)
        return True

    async def _may_be_read(self, leased: LeasedPost) -> bool:
        """Whether everybody who can read the room may read the post; where not, it waits."""
        try:
            async with asyncio.timeout(_AT_MOST_S):
                await self._watch.check(leased.meeting_id)
        except NotDelivered as refusal:
            await self._put_back(leased, refusal, aside=False)
        except Exception as fault:
            log.error("the room of post %s could not be looked at: %s", leased.id, where(fault))
            await self._put_back(leased, NotDelivered(say("panel.trouble_unknown")), aside=False)
        else:
            return True
        return False

    async def _show(self, leased: LeasedPost, parcel: Parcel) -> None:
        try:
            async with asyncio.timeout(_AT_MOST_S):
                ref = await self._platforms[parcel.room.partition(":")[0]].show(parcel)
        except NotYet as refusal:
            await self._put_off(leased, refusal.wait)
        except NotDelivered as refusal:
            await self._put_back(leased, refusal, aside=refusal.permanent)
        except Exception as fault:
            log.error("post %s could not be shown: %s", leased.id, where(fault))
            await self._put_back(leased, NotDelivered(say("panel.trouble_unknown")), aside=False)
        else:
            await self._dispatcher.run(lambda: self._done(leased, ref))

    async def _put_off(self, leased: LeasedPost, wait: timedelta) -> None:
        """The lane goes on with other rooms, and some lane is there again in time."""
        await self._dispatcher.run(lambda: self._not_yet(leased, wait))
        self._loop.call_later(wait.total_seconds(), self._work.set)

    async def _put_back(self, leased: LeasedPost, refusal: NotDelivered, *, aside: bool) -> None:
        await self._dispatcher.run(lambda: self._not_done(leased, refusal, aside))

    def _lease(self) -> LeasedPost | None:
        with self._dispatcher.database.session() as session:
            return lease(session, self._dispatcher.now())

    def _draw(self, leased: LeasedPost) -> Parcel:
        with self._dispatcher.database.read() as session:
            book = Book(session, meeting_of(session, leased))
            viewer = None if leased.audience == CHANNEL else book.person(leased.audience)
            if leased.audience != CHANNEL and (viewer is None or viewer.account is None):
                raise LookupError(leased.audience)  # what is for one person is never shown to all
            scene = self._dispatcher.scene(book, viewer)
            card, old = self._card(scene, leased), item_is_over(scene, leased.slot)
            if old and not leased.ref and newer_was_shown(session, leased):
                raise NothingToShow(card)
            where = (book.meeting.id, book.meeting.room, leased.id, leased.audience)
            return Parcel(
                *where,
                viewer.account if viewer else None,
                leased.place,
                leased.ref,
                card,
                old,
                leased.shown,
            )

    def _card(self, scene: Scene, leased: LeasedPost) -> Card:
        if scene.viewer and not scene.keeps_seat(scene.viewer):
            raise NothingToShow(
                Card(say("staff.seat_gone"))
            )  # nothing reaches a chair who was taken off the list
        try:
            return draw(scene, leased.slot)
        except NothingToShow as nothing:
            if leased.ref:
                return nothing.card
            raise

    def _done(self, leased: LeasedPost, ref: str) -> None:
        with self._dispatcher.database.session() as session:
            if leased.trouble:
                self._tell_of_trouble(session, leased)
            delivered(session, leased, ref, self._dispatcher.now())

    def _not_yet(self, leased: LeasedPost, wait: timedelta) -> None:
        with self._dispatcher.database.session() as session:
            put_off(session, leased, self._dispatcher.now() + wait)

    def _not_done(self, leased: LeasedPost, refusal: NotDelivered, aside: bool) -> None:
        with self._dispatcher.database.session() as session:
            if refusal.trouble != leased.trouble:
                with contextlib.suppress(CannotOpen):  # the operator knows; people are not told
                    self._tell_of_trouble(session, leased)
            again_at = self._dispatcher.now() + _again_after(leased, refusal)
            not_delivered(session, leased, refusal.trouble, again_at, aside=aside)

    def _tell_of_trouble(self, session: Transaction, leased: LeasedPost) -> None:
        book = Book(session, meeting_of(session, leased, to_change=True))
        tell_of_trouble(book, leased.slot)
        book.queue_posts(self._dispatcher.now())

    def _release(self) -> None:
        """On SQLite this process is alone: posts that a process before was sending are due
        at once.
        """
        with self._dispatcher.database.session() as session:
            release_leases(session, self._dispatcher.now())


def _again_after(leased: LeasedPost, refusal: NotDelivered) -> timedelta:
    """How long to wait before a post is tried again."""
    if refusal.after:
        return refusal.after
    if refusal.mendable and leased.attempts < _MENDED_TRIES:
        return _MENDED
    if refusal.mendable or refusal.permanent:
        return _LONGEST
    return min(timedelta(seconds=2 ** min(leased.attempts, 16)), _LONGEST)
