"""The keys that Teams signs its requests with, fetched from its OpenID metadata without ever
holding up the event loop.

The library's own fetch blocks the loop and waits for ever. Its token check asks a table of metadata
by address, and this is
what we put into that table: same answer, fetched in the background of one request with a time
limit, kept for a day.
"""

import asyncio
import json
import logging
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger(__name__)

_KEPT_S = 24 * 3600.0
_AGAIN_S = 3600.0
_RETRY_S = 5.0
_LIMIT = aiohttp.ClientTimeout(total=5)
# A key without endorsements vouches for no channel; the library would take an empty list for "all
# of them".
_NO_CHANNEL = ["-"]


class MetadataUnavailable(Exception):
    """The metadata cannot be had at the moment, so nobody can be let in or turned away."""


class UnknownKey(PermissionError):
    """No key of that name signs for Teams."""


@dataclass(frozen=True)
class SigningKey:
    """A public key and the channels it may speak for, with the names that the library looks for."""

    public_key: Any
    endorsements: list[str]


class SigningKeys:
    """The keys at one metadata address."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._keys: dict[str, SigningKey] = {}
        self._fetched = self._failed = float("-inf")
        self._one_at_a_time = asyncio.Lock()

    def serve(self) -> None:
        """Has the library's token check ask here."""
        JwtTokenExtractor.metadataCache[self._url] = self

    async def get(self, key_id: str | None) -> SigningKey:
        """The key of that name. Raises `UnknownKey` or `MetadataUnavailable`."""
        if time.monotonic() - self._fetched > _KEPT_S:
            await self._fetch(_KEPT_S)
        if key_id not in self._keys and time.monotonic() - self._fetched > _AGAIN_S:
            await self._fetch(_AGAIN_S)
        if key_id is None or key_id not in self._keys:
            raise UnknownKey(str(key_id))
        return self._keys[key_id]

    async def _fetch(self, older_than: float) -> None:
        """Fetches once, however many ask.

        After a failure the next try waits a little, and nobody waits for it.
        """
        async with self._one_at_a_time:
            if time.monotonic() - self._fetched <= older_than:
                return
            if time.monotonic() - self._failed < _RETRY_S:
                raise MetadataUnavailable
            try:
                self._keys = await _keys_at(self._url)
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as fault:
                self._failed = time.monotonic()
                log.error(
                    "the signing keys of Teams cannot be fetched from %s: %s",
                    self._url,
                    type(fault).__name__,
                )
                raise MetadataUnavailable from fault
            self._fetched = time.monotonic()


async def _keys_at(url: str) -> dict[str, SigningKey]:
    async with aiohttp.ClientSession(timeout=_LIMIT, raise_for_status=True) as session:
        keys_url = (await _json(session, url))["jwks_uri"]
        listed = (await _json(session, keys_url))["keys"]
    return {
        key["kid"]: SigningKey(
            RSAAlgorithm.from_jwk(json.dumps(key)), list(key.get("endorsements") or _NO_CHANNEL)
        )
        for key in listed
        if key.get("kty") == "RSA"
    }


async def _json(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        return json.loads(await response.text())
