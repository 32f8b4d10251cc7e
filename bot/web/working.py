"""What goes on in the background while an application runs: posts are delivered, open pages told,
and time passes.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from aiohttp import web

from bot.spine.clock import Clock
from bot.spine.faults import where

log = logging.getLogger(__name__)

_AGAIN_S = 1.0

Work = Callable[[], Awaitable[None]]


def works(app: web.Application, tasks: Sequence[Work], clock: Clock | None) -> None:
    """Does each of `tasks` for as long as the application runs; with a clock, it ticks."""

    async def working(_: web.Application) -> AsyncIterator[None]:
        running = [asyncio.create_task(_for_ever(task)) for task in tasks]
        if clock:
            clock.start()
        yield
        if clock:
            await clock.stop()
        for task in running:
            task.cancel()
        for task in running:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    app.cleanup_ctx.append(working)


async def _for_ever(work: Work) -> None:
    """Does the work again after a fault: a database may be gone for a moment, and posts must not
    wait for a restart.
    """
    while True:
        try:
            await work()
        except Exception as fault:
            log.error("%s failed and goes on: %s", work.__qualname__, where(fault))
            await asyncio.sleep(_AGAIN_S)
