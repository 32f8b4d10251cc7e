"""The service's tracker of reports: behind a link for one person, as a page and as a CSV file."""

from datetime import date, timedelta

from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.web.board import LinkClosed
from bot.web.links import TrackerLinks
from bot.web.render import Pages
from handlers.before.tracker import Tracker, as_csv, tracker
from storage.tracker import arrivals, is_open
from storage.trail import keep_service_line

_SHOWN_FOR = timedelta(days=366)


class TrackerPages:
    """The tracker's pages. Without a good link there is nothing."""

    def __init__(self, dispatcher: Dispatcher, pages: Pages, links: TrackerLinks) -> None:
        self._dispatcher = dispatcher
        self._pages = pages
        self._links = links

    async def page(self, request: web.Request) -> web.Response:
        """The tracker, behind its link."""
        return tracker_page(
            self._pages,
            await self._behind_link(request),
            f"{request.path}/file.csv",
            rehearsal=False,
        )

    async def file(self, request: web.Request) -> web.Response:
        """The same as a CSV file."""
        return csv_file(await self._behind_link(request))

    async def _behind_link(self, request: web.Request) -> Tracker:
        found = await self._dispatcher.run(lambda: self._look(request.match_info["token"]))
        if found is None:
            raise LinkClosed
        return found

    def _look(self, token: str) -> Tracker | None:
        link_id, now = self._links.link_id(token), self._dispatcher.now()
        with self._dispatcher.database.read() as session:
            if not is_open(session, link_id, now):
                return None
        with self._dispatcher.database.session() as session:
            keep_service_line(session, link_id, "tracker.open", "", now)
        return read_tracker(self._dispatcher, rehearsals=False)


def read_tracker(dispatcher: Dispatcher, *, rehearsals: bool) -> Tracker:
    """The conferences of the last year, or the rehearsals; never both."""
    today: date = dispatcher.now().date()
    since = today - _SHOWN_FOR
    with dispatcher.database.read() as session:
        found = arrivals(session, since=since, rehearsals=rehearsals)
    return tracker(found, dispatcher.profiles, today, since)


def tracker_page(pages: Pages, found: Tracker, file: str, *, rehearsal: bool) -> web.Response:
    """The tracker as a page."""
    text = pages.draw("tracker.html.j2", tracker=found, file=file, rehearsal=rehearsal)
    return web.Response(text=text, content_type="text/html")


def csv_file(found: Tracker) -> web.Response:
    """The tracker as a CSV file."""
    headers = {"Content-Disposition": "attachment; filename=reports.csv"}
    return web.Response(
        text=as_csv(found), content_type="text/csv", charset="utf-8", headers=headers
    )
