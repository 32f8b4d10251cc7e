"""A door for `python -m bot staff` while the service runs: it takes what was signed with the
service's key.
"""

from aiohttp import web
from itsdangerous import BadSignature
from pydantic import TypeAdapter, ValidationError

from bot.cli.staff import StaffOrder, obey
from bot.spine.dispatch import Dispatcher
from bot.web.operator import Orders

_ORDER = TypeAdapter(StaffOrder)


class StaffDoor:
    """Takes orders about the list of staff, and nothing else."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._orders = Orders(dispatcher.database.operator_key)

    async def take(self, request: web.Request) -> web.Response:
        """Does what was asked for."""
        try:
            order = _ORDER.validate_python(self._orders.read(await request.read()))
        except (BadSignature, ValidationError):
            raise web.HTTPNotFound from None
        lines = await self._dispatcher.run(lambda: obey(self._dispatcher, order))
        return web.Response(text=self._orders.sign({"lines": lines}))
