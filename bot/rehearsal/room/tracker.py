"""The tracker of reports over all rehearsals; made-up people only."""

from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.web.render import Pages
from bot.web.tracker import csv_file, read_tracker, tracker_page


class RehearsalTracker:
    """The tracker's page and file in the rehearsal room.

    A service's own is behind a link for one person.
    """

    def __init__(self, dispatcher: Dispatcher, pages: Pages) -> None:
        self._dispatcher = dispatcher
        self._pages = pages

    async def page(self, request: web.Request) -> web.Response:
        """What a chair would see of many conferences."""
        found = await self._dispatcher.run(lambda: read_tracker(self._dispatcher, rehearsals=True))
        return tracker_page(self._pages, found, f"{request.path}/file.csv", rehearsal=True)

    async def file(self, _: web.Request) -> web.Response:
        """The same as a CSV file."""
        return csv_file(
            await self._dispatcher.run(lambda: read_tracker(self._dispatcher, rehearsals=True))
        )
