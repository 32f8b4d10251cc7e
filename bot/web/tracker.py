"""The service's tracker of reports: behind a link for one person, as a page and as a CSV file; rehearsals have their own."""

from datetime import date, timedelta

from aiohttp import web

from bot.dispatch import Dispatcher
from bot.web.board import LinkClosed
from bot.web.links import TrackerLinks
from bot.web.render import Pages
from handlers.preparing.tracker import Tracker, as_csv, tracker
from storage.tracker import arrivals, is_open

_SHOWN_FOR = timedelta(days=366)


class TrackerPages:
    """The tracker's pages. Without a good link there is nothing; a link shows no rehearsal, a rehearsal nothing real."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages, links: TrackerLinks) -> None:
        self._dispatcher = dispatcher
        self._pages = pages
        self._links = links

    async def page(self, request: web.Request) -> web.Response:
        """The tracker, behind its link."""
        return self._html(await self._behind_link(request), f"{request.path}/file.csv", rehearsal=False)

    async def file(self, request: web.Request) -> web.Response:
        """The same as a CSV file."""
        return _csv(await self._behind_link(request))

    async def rehearsal_page(self, request: web.Request) -> web.Response:
        """The tracker of all rehearsals; made-up people only."""
        return self._html(
            await self._dispatcher.run(lambda: self._read(rehearsals=True)), f"{request.path}/file.csv", rehearsal=True
        )

    async def rehearsal_file(self, _: web.Request) -> web.Response:
        """The same as a CSV file."""
        return _csv(await self._dispatcher.run(lambda: self._read(rehearsals=True)))

    async def _behind_link(self, request: web.Request) -> Tracker:
        found = await self._dispatcher.run(lambda: self._look(request.match_info["token"]))
        if found is None:
            raise LinkClosed
        return found

    def _look(self, token: str) -> Tracker | None:
        with self._dispatcher.database.read() as session:
            good = is_open(session, self._links.link_id(token), self._dispatcher.now())
        return self._read(rehearsals=False) if good else None

    def _read(self, *, rehearsals: bool) -> Tracker:
        today: date = self._dispatcher.now().date()
        since = today - _SHOWN_FOR
        with self._dispatcher.database.read() as session:
            found = arrivals(session, since=since, rehearsals=rehearsals)
        return tracker(found, self._dispatcher.profiles, today, since)

    def _html(self, found: Tracker, file: str, *, rehearsal: bool) -> web.Response:
        text = self._pages.draw("tracker.html.j2", tracker=found, file=file, rehearsal=rehearsal)
        return web.Response(text=text, content_type="text/html")


def _csv(found: Tracker) -> web.Response:
    headers = {"Content-Disposition": "attachment; filename=reports.csv"}
    return web.Response(text=as_csv(found), content_type="text/csv", charset="utf-8", headers=headers)
