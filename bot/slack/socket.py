"""Socket Mode: requests come over a connection that we open, so that no address of ours need be
reachable from outside.
"""

import asyncio
import contextlib
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.windows import FAULTS, code_of

log = logging.getLogger(__name__)

_AGAIN, _LONGEST = 2.0, 60.0


class Socket:
    """The connection.

    It is tried again for as long as the process runs; once it stands, Slack's own client keeps it.
    """

    def __init__(self, bolt: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self._handler = AsyncSocketModeHandler(bolt, app_token, logger=log, web_client=client)
        self._connecting: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Connects, in the background."""
        self._connecting = asyncio.create_task(self._connect())

    async def stop(self) -> None:
        """Closes the connection."""
        if self._connecting:
            self._connecting.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._connecting
        await self._handler.close_async()  # type: ignore[no-untyped-call]  # slack_bolt leaves it without types

    async def _connect(self) -> None:
        wait = _AGAIN
        while True:
            try:
                await self._handler.connect_async()  # type: ignore[no-untyped-call]  # the same
            except FAULTS as fault:
                log.warning("Slack could not be connected to: %s", code_of(fault))
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST)
            else:
                return
