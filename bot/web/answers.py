"""What people say about meetings, over the whole service: behind a link for one manager, as a page
and as a file for a spreadsheet.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.web.board import LinkClosed
from bot.web.links import TrackerLinks
from bot.web.papers import file_of
from bot.web.render import Pages
from handlers.after.feedback.results import Said
from handlers.after.feedback.results_paper import results_csv, results_paper
from handlers.staff.feedback import said_everywhere
from prompts.words import say
from storage.staff_book import StaffBook
from storage.tracker import is_open
from storage.trail import keep_service_line

T = TypeVar("T")


class AnswersPages:
    """Without a manager's good link there is nothing. Each opening is kept."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages, links: TrackerLinks) -> None:
        self._dispatcher = dispatcher
        self._pages = pages
        self._links = links

    async def page(self, request: web.Request) -> web.Response:
        """The results as a page."""
        paper = await self._see(request, lambda found: results_paper(found, self._dispatcher.now()))
        files = [(say("papers.csv"), f"{request.path}/feedback.csv")]
        text = self._pages.draw("paper.html.j2", paper=paper, files=files)
        return web.Response(text=text, content_type="text/html")

    async def csv(self, request: web.Request) -> web.Response:
        """The same for a spreadsheet."""
        text = await self._see(request, results_csv)
        return file_of(text.encode("utf-8-sig"), "text/csv", "feedback.csv")

    async def _see(self, request: web.Request, view: Callable[[Sequence[Said]], T]) -> T:
        token = request.match_info["token"]
        seen = await self._dispatcher.run(lambda: self._look(token, view))
        if seen is None:
            raise LinkClosed
        return seen

    def _look(self, token: str, view: Callable[[Sequence[Said]], T]) -> T | None:
        link_id, now = self._links.link_id(token), self._dispatcher.now()
        with self._dispatcher.database.read() as session:
            if not is_open(session, link_id, now):
                return None
        with self._dispatcher.database.session() as session:
            keep_service_line(session, link_id, "feedback.open", "", now)
        with self._dispatcher.database.read() as session:
            return view(said_everywhere(StaffBook(session), self._dispatcher.profiles, now))
