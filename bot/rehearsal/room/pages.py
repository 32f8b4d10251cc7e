"""The rehearsal room: the channel and the board as the one in the chosen chair sees them.

Presses are in `press`.
"""

from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from bot.rehearsal.room.seat import NoSuchSeat, Seat, see
from bot.spine.dispatch import Dispatcher
from bot.web.events import Changes, stream
from bot.web.render import Pages
from bot.web.views import board_view, news, room_view, watcher
from handlers.grammar.scene import Scene
from storage.room import RoomContents

T = TypeVar("T")


class Room:
    """The pages of the rehearsal room."""

    def __init__(self, dispatcher: Dispatcher, changes: Changes, pages: Pages) -> None:
        self._dispatcher = dispatcher
        self._changes = changes
        self._pages = pages

    async def page(self, request: web.Request) -> web.Response:
        """The whole room."""
        seat = Seat.of(request)
        view = await self._see(seat, room_view)
        places = {"press": seat.press(view.meeting), "here": seat.path, "asks": seat.asks}
        return self._html(
            "room.html.j2", **vars(view), **places, seat=f"{view.meeting}/{seat.person}"
        )

    async def posts(self, request: web.Request) -> web.Response:
        """The messages that changed since two numbers, the channel's and one's own, to be put in
        their places.
        """
        seat = Seat.of(request)
        channel, _, own = request.query.get("since", "").partition(".")
        since = (_number(channel), _number(own))
        found = await self._see(seat, lambda scene, standing: news(scene, standing, since))
        response = self._html("posts.html.j2", posts=found.posts, press=seat.press(found.meeting))
        response.headers.update({"X-Numbers": found.numbers, "X-Sits": found.sits})
        return response

    async def board_part(self, request: web.Request) -> web.Response:
        """The board alone, to be put in its place."""
        view = await self._see(Seat.of(request), board_view)
        response = self._html("board_part.html.j2", **vars(view))
        response.headers["X-Sits"] = view.sits
        return response

    async def board_page(self, request: web.Request) -> web.Response:
        """The board on a page of its own; with `present`, large enough for the back of a room."""
        seat = Seat.of(request)
        view = await self._see(seat, board_view)
        places = {
            "events": f"{seat.path}/events?{seat.asks}",
            "part": f"{seat.path}/board/part?{seat.asks}",
        }
        return self._html(
            "board.html.j2", **vars(view), **places, present="present" in request.query
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """How far the conference has changed, in numbers."""
        whose = await self._see(Seat.of(request), watcher)
        return await stream(request, self._changes, whose)

    async def _see(self, seat: Seat, view: Callable[[Scene, RoomContents], T]) -> T:
        try:
            return await self._dispatcher.run(lambda: see(self._dispatcher, seat, view))
        except NoSuchSeat as fault:
            raise web.HTTPNotFound from fault

    def _html(self, template: str, **facts: object) -> web.Response:
        return web.Response(text=self._pages.draw(template, **facts), content_type="text/html")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
