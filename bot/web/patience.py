"""A connection on which no whole request comes in time is closed: nobody holds one open with half a
line. What is no text in a request's head is refused before anything looks at it.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.web.guard import Handler

_FIRST_S = 15
_IDLE_S = 15  # before the next request
_LINGER_S = 2  # for the rest of a body that nobody reads
_FINISH_S = 10


class PatientRunner(web.AppRunner):
    """Runs an application. aiohttp itself waits for the first request of a connection for ever."""

    def __init__(
        self, app: web.Application, first_s: float = _FIRST_S, idle_s: float = _IDLE_S
    ) -> None:
        app.middlewares.insert(0, self._spoken)
        super().__init__(
            app,
            access_log=None,  # addresses hold the keys to the board
            keepalive_timeout=idle_s,
            lingering_time=_LINGER_S,
            shutdown_timeout=_FINISH_S,
            auto_decompress=False,  # nobody who is real sends us anything packed
        )
        self._silent: dict[Any, asyncio.TimerHandle] = {}
        self._first_s = first_s

    async def setup(self) -> None:
        """Gets ready to listen."""
        await super().setup()
        server: Any = super().server
        server.request_handler = _only_text(server.request_handler)

    @property
    def server(self) -> Any:
        """What makes a protocol for each connection."""
        make: Callable[[], Any] | None = super().server
        return make and (lambda: self._watched(make()))

    def _watched(self, protocol: Any) -> Any:
        self._silent[protocol] = asyncio.get_running_loop().call_later(
            self._first_s, self._give_up, protocol
        )
        return protocol

    def _give_up(self, protocol: Any) -> None:
        del self._silent[protocol]
        protocol.force_close()

    @web.middleware
    async def _spoken(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if timer := self._silent.pop(request.protocol, None):
            timer.cancel()
        return await handler(request)


def _only_text(handler: Any) -> Any:
    """aiohttp hands on bytes that are no UTF-8 as halves of characters, which nothing can encode:
    neither a comparison with a signature, nor aiohttp's own answer to an expectation.
    """

    async def take(request: web.BaseRequest) -> web.StreamResponse:
        if not all(map(_is_text, request.headers.values())):
            return web.Response(status=400, headers={"Connection": "close"})
        response: web.StreamResponse = await handler(request)
        return response

    return take


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
