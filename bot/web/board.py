"""The board alone, behind a link for one person: it shows what that person may see, for as long as
the link is good.
"""

from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.web.events import Changes, stream
from bot.web.links import PageLinks
from bot.web.render import Pages
from bot.web.views import board_view, watcher
from handlers.grammar.scene import Scene
from storage.book import Book
from storage.room import RoomContents, open_link
from storage.trail import keep_page_opened

T = TypeVar("T")


class BoardPages:
    """The board's pages.

    A link that has expired, was withdrawn or was never made gets one and the same answer.
    """

    def __init__(
        self, dispatcher: Dispatcher, changes: Changes, pages: Pages, links: PageLinks
    ) -> None:
        self._dispatcher = dispatcher
        self._changes = changes
        self._pages = pages
        self._links = links
        self._opened: set[str] = set()

    async def page(self, request: web.Request) -> web.Response:
        """The board, with `present` large enough for the back of a room."""
        here = f"/board/{request.match_info['token']}"
        view = await self._see(request, board_view)
        await self._dispatcher.run(lambda: self._keep_opened(request))
        facts = {
            "events": f"{here}/events",
            "part": f"{here}/part",
            "present": "present" in request.query,
        }
        return self._html("board.html.j2", **vars(view), **facts)

    async def part(self, request: web.Request) -> web.Response:
        """The board without its page, to be put in its place."""
        view = await self._see(request, board_view)
        if self._link_id(request) not in self._opened:  # nobody reads it by this address unseen
            await self._dispatcher.run(lambda: self._keep_opened(request))
        return self._html("board_part.html.j2", **vars(view))

    async def events(self, request: web.Request) -> web.StreamResponse:
        """How far the conference has changed, in numbers; it ends when the link does."""
        whose = await self._see(request, watcher)
        return await stream(request, self._changes, whose, still=lambda: self._is_good(request))

    async def _is_good(self, request: web.Request) -> bool:
        return await self._dispatcher.run(lambda: self._look(request, watcher)) is not None

    async def _see(self, request: web.Request, view: Callable[[Scene, RoomContents], T]) -> T:
        seen = await self._dispatcher.run(lambda: self._look(request, view))
        if seen is None:
            raise LinkClosed
        return seen

    def _look(self, request: web.Request, view: Callable[[Scene, RoomContents], T]) -> T | None:
        with self._dispatcher.database.read() as session:
            found = open_link(session, self._link_id(request), "board", self._dispatcher.now())
            if found is None:
                return None
            scene = self._dispatcher.scene(Book(session, found.meeting), found.person)
            return view(scene, RoomContents(session, found.meeting, found.person))

    def _keep_opened(self, request: web.Request) -> None:
        """Who opened it is kept, and not each time that it is drawn again."""
        link_id = self._link_id(request)
        with self._dispatcher.database.session() as session:
            keep_page_opened(session, link_id, "board", self._dispatcher.now())
        self._opened.add(link_id)

    def _link_id(self, request: web.Request) -> str:
        return self._links.link_id(request.match_info["token"])

    def _html(self, template: str, **facts: object) -> web.Response:
        return web.Response(text=self._pages.draw(template, **facts), content_type="text/html")


class LinkClosed(web.HTTPGone):
    """The link does not open anything, whatever the reason."""
