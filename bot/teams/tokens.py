"""The token that we show Teams when we send: asked of Microsoft's login once an hour, without
holding up the event loop.
"""

import asyncio
import logging
import time

import aiohttp

from bot.teams.settings import TeamsSettings

log = logging.getLogger(__name__)

_LIMIT = aiohttp.ClientTimeout(total=10)
_EARLY_S = 300.0


class NoToken(Exception):
    """Microsoft's login gave no token: nothing can be sent now."""


class Tokens:
    """The bot's own token, while it lasts."""

    def __init__(self, settings: TeamsSettings, session: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._session = session
        self._token = ""
        self._until = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    async def current(self) -> str:
        """A token that still holds for some minutes; "" in the local test. Raises `NoToken`."""
        if self._settings.local:
            return ""
        async with self._one_at_a_time:
            if time.monotonic() > self._until:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        settings = self._settings
        form = {
            "grant_type": "client_credentials",
            "client_id": settings.app_id,
            "client_secret": settings.password,
            "scope": settings.scope,
        }
        address = f"{settings.login_url}/{settings.tenant}/oauth2/v2.0/token"
        try:
            async with self._session.post(
                address, data=form, timeout=_LIMIT, raise_for_status=True
            ) as response:
                given = await response.json()
            self._token, self._until = (
                given["access_token"],
                time.monotonic() + int(given["expires_in"]) - _EARLY_S,
            )
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as fault:
            log.error("no token from %s: %s", settings.login_url, type(fault).__name__)
            raise NoToken from fault
