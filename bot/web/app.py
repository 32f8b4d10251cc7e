"""The web application: health for machines, the board behind its links and, on this machine alone, the rehearsal room."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

from aiohttp import web

from bot.clock import Clock
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.platform import Channel, Platform
from bot.rehearsal.time import RehearsedTime
from bot.web.board import BoardPages
from bot.web.events import Changes
from bot.web.guard import LOOPBACK, MOST_BYTES, add_headers, friendly_faults, only_here
from bot.web.health import health_routes
from bot.web.leaflets import Leaflets
from bot.web.links import PageLinks, TrackerLinks
from bot.web.operator import PATH as OPERATOR
from bot.web.operator import OperatorDoor
from bot.web.papers import Papers
from bot.web.platform import WebRoom
from bot.web.press import Presses
from bot.web.render import Pages
from bot.web.room import Room
from bot.web.start import Start
from bot.web.tracker import TrackerPages

log = logging.getLogger(__name__)

STATIC = Path(__file__).parent / "static"
_ROOM = "/room/{room:[0-9a-z-]{8,64}}"
_AGAIN_S = 1.0
_TICK_S = 1.0
_TOKEN = "{token:[0-9A-Za-z_.-]{1,200}}"
_BOARD = f"/board/{_TOKEN}"
_TRACKER = f"/reports/{_TOKEN}"


def build_app(
    dispatcher: Dispatcher,
    *,
    signing_key: bytes,
    rehearsal: bool,
    hosts: frozenset[str] | None = LOOPBACK,
    clock: bool = True,
    channels: Sequence[Channel] = (),
) -> web.Application:
    """The application; while it runs, posts are delivered and, unless other processes do that, the clock ticks.

    `rehearsal` opens the rehearsal room, to the host names in `hosts` (None: to all). `channels` are the chat services that
    conferences are held in. Must be called with a running loop.
    """
    pages, changes, links = Pages(), Changes(dispatcher), PageLinks(signing_key)
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[friendly_faults(pages)])
    app.on_response_prepare.append(add_headers)
    app.add_routes(health_routes(dispatcher))
    app.add_routes(Leaflets(dispatcher.profiles, pages).routes())
    app.router.add_static("/static/", STATIC)
    _add_board(app, BoardPages(dispatcher, changes, pages, links))
    _add_papers(app, Papers(dispatcher, pages, links))
    reports = TrackerPages(dispatcher, pages, TrackerLinks(signing_key))
    app.router.add_get(_TRACKER, reports.page)
    app.router.add_get(f"{_TRACKER}/file.csv", reports.file)
    app.router.add_post(OPERATOR, OperatorDoor(dispatcher, signing_key).take)
    if rehearsal:
        _add_rehearsal_tracker(app, reports, hosts)
        _add_room(app, Start(dispatcher, pages), Room(dispatcher, changes, pages), Presses(dispatcher, pages, links), hosts)
    else:
        app.router.add_get("/", Start(dispatcher, pages).nothing_here)
    for channel in channels:
        app.add_routes(channel.routes())
    rehearsed = RehearsedTime(dispatcher) if rehearsal else None
    app.cleanup_ctx.append(_working(dispatcher, changes, channels, Clock(dispatcher) if clock else None, rehearsed))
    app.on_shutdown.append(lambda _: changes.stop())
    return app


def _add_board(app: web.Application, board: BoardPages) -> None:
    app.router.add_get(_BOARD, board.page)
    app.router.add_get(f"{_BOARD}/part", board.part)
    app.router.add_get(f"{_BOARD}/events", board.events)


def _add_papers(app: web.Application, papers: Papers) -> None:
    for what in ("record", "letter", "feedback"):
        app.router.add_get(f"/{what}/{_TOKEN}", papers.page)
        app.router.add_get(f"/{what}/{_TOKEN}/paper.docx", papers.word)
    app.router.add_get(f"/record/{_TOKEN}/record.json", papers.json)
    app.router.add_get(f"/feedback/{_TOKEN}/feedback.csv", papers.csv)


def _add_room(app: web.Application, start: Start, room: Room, presses: Presses, hosts: frozenset[str] | None) -> None:
    here = only_here(hosts)
    app.router.add_get("/", here(start.page))
    app.router.add_post("/rehearse", here(start.rehearse))
    app.router.add_get(_ROOM, here(room.page))
    app.router.add_get(f"{_ROOM}/posts", here(room.posts))
    app.router.add_get(f"{_ROOM}/board", here(room.board_page))
    app.router.add_get(f"{_ROOM}/board/part", here(room.board_part))
    app.router.add_get(f"{_ROOM}/events", here(room.events))
    app.router.add_post(f"{_ROOM}/press", here(presses.press))
    app.router.add_post(f"{_ROOM}/play", here(presses.play))
    app.router.add_post(f"{_ROOM}/time", here(presses.time))


def _add_rehearsal_tracker(app: web.Application, reports: TrackerPages, hosts: frozenset[str] | None) -> None:
    here = only_here(hosts)
    app.router.add_get("/rehearsal-reports", here(reports.rehearsal_page))
    app.router.add_get("/rehearsal-reports/file.csv", here(reports.rehearsal_file))


def _working(
    dispatcher: Dispatcher, changes: Changes, channels: Sequence[Channel], clock: Clock | None, rehearsed: RehearsedTime | None
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def work(_: web.Application) -> AsyncIterator[None]:
        platforms: dict[str, Platform] = {"web": WebRoom(dispatcher, changes)}
        platforms |= {channel.name: channel.platform for channel in channels}
        delivery = Delivery(dispatcher, platforms)
        for channel in channels:
            await channel.start()
        works = [delivery.run, changes.run, *([_ringing(dispatcher, rehearsed)] if rehearsed else [])]
        tasks = [asyncio.create_task(_for_ever(work)) for work in works]
        if clock:
            clock.start()
        yield
        if clock:
            await clock.stop()
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for channel in channels:
            await channel.stop()

    return work


def _ringing(dispatcher: Dispatcher, rehearsed: RehearsedTime) -> Callable[[], Awaitable[None]]:
    """The clocks of rehearsals that are ahead of the real one."""

    async def ring_on() -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            await dispatcher.run(rehearsed.ring_all)

    return ring_on


async def _for_ever(work: Callable[[], Awaitable[None]]) -> None:
    """Does the work again after a fault: a database may be gone for a moment, and posts must not wait for a restart."""
    while True:
        try:
            await work()
        except Exception as fault:
            log.error("%s failed with %s; going on", work.__qualname__, type(fault).__name__)
            await asyncio.sleep(_AGAIN_S)
