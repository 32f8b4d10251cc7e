"""Server-sent events: how far a conference has changed, in numbers and never in words. The page
then fetches what is new.

Each process asks the database once a second for the conferences that its open pages watch, and at
once when it changed
something itself; so any number of processes can serve the pages of one conference.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.web.views import Watcher
from storage.room import Numbers, numbers

Still = Callable[[], Awaitable[bool]]

log = logging.getLogger(__name__)

_EVERY_S = 1.0
_ALIVE_S = 15.0


class Changes:
    """Watches conferences for the pages that are open."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._watched: Counter[str] = Counter()
        self._known: dict[str, Numbers] = {}
        self._news = asyncio.Condition()
        self._wake = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._closing = False
        dispatcher.on_commit(self._look_from_any_thread)

    def look_now(self) -> None:
        """Something may have changed: asks without waiting for the next second."""
        self._wake.set()

    def _look_from_any_thread(self) -> None:
        self._loop.call_soon_threadsafe(self.look_now)

    async def run(self) -> None:
        """Asks the database again and again, for as long as somebody watches."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_EVERY_S):
                    await self._wake.wait()
            self._wake.clear()
            if self._watched:
                await self._look()

    async def stop(self) -> None:
        """Ends all streams, so that the server can stop."""
        async with self._news:
            self._closing = True
            self._news.notify_all()

    async def follow(self, meeting_id: str, person_id: str | None, seen: str) -> AsyncIterator[str]:
        """The numbers of one person's conference each time they differ from what was seen; "" when
        all is quiet.
        """
        with self._watching(meeting_id):
            self.look_now()
            while not self._closing:
                now = await self._other_than(seen, meeting_id, person_id)
                seen = now or seen
                yield now

    async def _other_than(self, seen: str, meeting_id: str, person_id: str | None) -> str:
        def news() -> str:
            known = self._known.get(meeting_id)
            now = known.seen_by(person_id) if known else seen
            return now if now != seen else ""

        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_ALIVE_S), self._news:
                await self._news.wait_for(lambda: self._closing or news())
        return news()

    @contextlib.contextmanager
    def _watching(self, meeting_id: str) -> Iterator[None]:
        self._watched[meeting_id] += 1
        try:
            yield
        finally:
            self._watched -= Counter([meeting_id])

    async def _look(self) -> None:
        watched = list(self._watched)
        try:
            found = await self._dispatcher.run(lambda: self._read(watched))
        except Exception as fault:
            log.error("could not ask what changed, and asks again: %s", where(fault))
            return
        if found != self._known:
            async with self._news:
                self._known = found
                self._news.notify_all()

    def _read(self, meeting_ids: list[str]) -> dict[str, Numbers]:
        with self._dispatcher.database.read() as session:
            return numbers(session, meeting_ids)


async def stream(
    request: web.Request, changes: Changes, whose: Watcher, still: Still | None = None
) -> web.StreamResponse:
    """Sends the numbers for as long as the page is open and may be (`still`).

    `Last-Event-ID` is what the page has seen, or `since` when it asks for the first time.
    """
    seen = request.headers.get("Last-Event-ID") or request.query.get("since", "")
    response = web.StreamResponse(
        headers={"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}
    )
    with contextlib.suppress(ConnectionResetError):  # somebody has left the page already
        await response.prepare(request)
        await response.write(b"retry: 2000\n\n")
        async for now in changes.follow(whose.meeting_id, whose.person_id, seen):
            if still and not await still():
                break
            await response.write(
                f"id: {now}\ndata: {now}\n\n".encode() if now else b": still here\n\n"
            )
    return response
