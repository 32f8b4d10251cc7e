"""The record, a letter and the results of feedback, each behind a link for one person: a page, and
files to keep.
"""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from aiohttp import web

from bot.documents.word import MEDIA_TYPE, as_word
from bot.spine.dispatch import Dispatcher
from bot.web.board import LinkClosed
from bot.web.links import PageLinks
from bot.web.render import Pages
from handlers.after.feedback.results import said_in
from handlers.after.feedback.results_paper import results_csv, results_paper
from handlers.after.letters.letters import letter_of
from handlers.after.record.record import record
from handlers.after.record.record_paper import record_paper
from handlers.after.signing import READS_DRAFTS, may_read
from handlers.before.agenda_paper import agenda_paper, may_take_agenda
from handlers.grammar.scene import Scene
from prompts.paper import Paper
from prompts.words import say
from storage.book import Book
from storage.room import open_link
from storage.trail import keep_page_opened

T = TypeVar("T")
View = Callable[[Scene, str], T | None]


class Papers:
    """Pages and files.

    A link that has expired, was withdrawn, or opens nothing for its person gets one and the same
    answer.
    """

    def __init__(self, dispatcher: Dispatcher, pages: Pages, links: PageLinks) -> None:
        self._dispatcher = dispatcher
        self._pages = pages
        self._links = links

    async def page(self, request: web.Request) -> web.Response:
        """The paper as a page, with what there is to keep."""
        what = _what(request)
        here = f"/{what}/{request.match_info['token']}"
        paper, more = await self._see(
            request, lambda scene, target: _found(_PAPERS[what](scene, target), _more(what, scene))
        )
        files = [
            (say(f"papers.{ending}"), f"{here}/{name}")
            for ending, name in [("word", "paper.docx"), *more]
        ]
        text = self._pages.draw("paper.html.j2", paper=paper, files=files)
        return web.Response(text=text, content_type="text/html")

    async def word(self, request: web.Request) -> web.Response:
        """The paper as a Word document."""
        paper = await self._see(request, _PAPERS[_what(request)])
        at = self._dispatcher.now()
        # Pictures take a while to draw, and whoever presses a button must not wait for them.
        body = await asyncio.to_thread(as_word, paper, at)
        return file_of(body, MEDIA_TYPE, f"{paper.name}.docx")

    async def json(self, request: web.Request) -> web.Response:
        """The record as data for a case system."""
        kept = await self._see(
            request, lambda scene, _: record(scene) if _takes_data(scene) else None
        )
        return file_of(
            (kept.model_dump_json(indent=2) + "\n").encode(), "application/json", "record.json"
        )

    async def csv(self, request: web.Request) -> web.Response:
        """The results for a spreadsheet."""
        text = await self._see(request, lambda scene, _: results_csv([said_in(scene)]))
        return file_of(text.encode("utf-8-sig"), "text/csv", "feedback.csv")

    async def _see(self, request: web.Request, view: View[T]) -> T:
        seen = await self._dispatcher.run(lambda: self._look(request, view))
        if seen is None:
            raise LinkClosed
        await self._dispatcher.run(lambda: self._keep_opened(request))
        return seen

    def _keep_opened(self, request: web.Request) -> None:
        """Who opened what is kept before they get it."""
        what, _token, *file = request.path.strip("/").split("/")
        link_id = self._links.link_id(request.match_info["token"])
        with self._dispatcher.database.session() as session:
            keep_page_opened(session, link_id, "/".join([what, *file]), self._dispatcher.now())

    def _look(self, request: web.Request, view: View[T]) -> T | None:
        link_id = self._links.link_id(request.match_info["token"])
        with self._dispatcher.database.read() as session:
            opened = open_link(session, link_id, _what(request), self._dispatcher.now())
            if opened is None:
                return None
            return view(
                self._dispatcher.scene(Book(session, opened.meeting), opened.person), opened.target
            )


def _what(request: web.Request) -> str:
    return request.path.split("/")[1]


def _record(scene: Scene, _: str) -> Paper | None:
    return record_paper(scene) if may_read(scene) else None


_PAPERS: dict[str, View[Paper]] = {
    "record": _record,
    "letter": letter_of,
    "agenda": lambda scene, _: agenda_paper(scene) if may_take_agenda(scene) else None,
    "feedback": lambda scene, _: results_paper([said_in(scene)], scene.now),
}


def _more(what: str, scene: Scene) -> list[tuple[str, str]]:
    """The files that there are besides the Word document."""
    if what == "record" and _takes_data(scene):
        return [("json", "record.json")]
    return [("csv", "feedback.csv")] if what == "feedback" else []


def _takes_data(scene: Scene) -> bool:
    return scene.may(*READS_DRAFTS) and may_read(scene)


def _found(
    paper: Paper | None, more: list[tuple[str, str]]
) -> tuple[Paper, list[tuple[str, str]]] | None:
    return (paper, more) if paper else None


def file_of(body: bytes, media_type: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": media_type}
    return web.Response(body=body, headers=headers)
