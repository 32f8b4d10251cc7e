"""A door for `python -m bot staff` while the service runs: it takes what was signed with the service's key."""

from aiohttp import web
from itsdangerous import BadSignature

from bot.dispatch import Dispatcher
from bot.staff import StaffOrder, obey
from bot.web.operator import Orders


class StaffDoor:
    """Takes orders about the list of staff, and nothing else."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._orders = Orders(dispatcher.database.operator_key)

    async def take(self, request: web.Request) -> web.Response:
        """Does what was asked for."""
        try:
            order = StaffOrder(**self._orders.read(await request.text()))
        except (BadSignature, TypeError):
            raise web.HTTPNotFound from None
        lines = await self._dispatcher.run(lambda: obey(self._dispatcher, order))
        return web.Response(text=self._orders.sign({"lines": lines}))
