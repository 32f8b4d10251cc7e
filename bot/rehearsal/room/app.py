"""The rehearsal room as a web application.

Everything in it is behind the door but health, leaflets and signed links.
"""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.rehearsal.room.door import SIGN_IN, SignIn
from bot.rehearsal.room.pages import Room
from bot.rehearsal.room.platform import WebRoom
from bot.rehearsal.room.press import Presses
from bot.rehearsal.room.start import Start
from bot.rehearsal.room.tracker import RehearsalTracker
from bot.rehearsal.time import RehearsedTime
from bot.spine.clock import Clock
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.web.events import Changes
from bot.web.links import PageLinks
from bot.web.render import Pages
from bot.web.site import add_linked_pages, new_site
from bot.web.working import works

_ROOM = "/room/{room:[0-9a-z-]{8,64}}"
_TICK_S = 1.0


def build_room(
    dispatcher: Dispatcher, door: SignIn, *, signing_key: bytes, url: str = ""
) -> web.Application:
    """The application; while it runs, posts are delivered and time passes.

    Must be called with a running loop.
    """
    pages, changes, links = Pages(), Changes(dispatcher), PageLinks(signing_key)
    app = new_site(dispatcher, pages, url, door.guard)
    app.router.add_post(SIGN_IN, door.sign_in)
    add_linked_pages(app, dispatcher, changes, pages, links)
    _add_start(app, Start(dispatcher, pages), RehearsalTracker(dispatcher, pages))
    _add_room(app, Room(dispatcher, changes, pages), Presses(dispatcher, pages, links, door))
    delivery = Delivery(dispatcher, {"web": WebRoom(dispatcher, changes)})
    works(app, [delivery.run, changes.run, _ringing(dispatcher)], Clock(dispatcher))
    return app


def _add_start(app: web.Application, start: Start, tracker: RehearsalTracker) -> None:
    app.router.add_get("/", start.page)
    app.router.add_post("/rehearse", start.rehearse)
    app.router.add_get("/rehearsal-reports", tracker.page)
    app.router.add_get("/rehearsal-reports/file.csv", tracker.file)


def _add_room(app: web.Application, room: Room, presses: Presses) -> None:
    app.router.add_get(_ROOM, room.page)
    app.router.add_get(f"{_ROOM}/posts", room.posts)
    app.router.add_get(f"{_ROOM}/board", room.board_page)
    app.router.add_get(f"{_ROOM}/board/part", room.board_part)
    app.router.add_get(f"{_ROOM}/events", room.events, allow_head=False)
    app.router.add_post(f"{_ROOM}/press", presses.press)
    app.router.add_post(f"{_ROOM}/play", presses.play)
    app.router.add_post(f"{_ROOM}/time", presses.time)


def _ringing(dispatcher: Dispatcher) -> Callable[[], Awaitable[None]]:
    """The clocks of rehearsals that are ahead of the real one."""
    rehearsed = RehearsedTime(dispatcher)

    async def ring_on() -> None:
        while True:
            await asyncio.sleep(_TICK_S)
            await dispatcher.run(rehearsed.ring_all)

    return ring_on
