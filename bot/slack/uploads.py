"""Pictures in Slack: each is put there once as a file of the app's own, and stands in a message by
its id.

Shared with nobody else, it is seen by those who see the message.
"""

import asyncio
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.documents.pictures import pictures_in, png, with_refs
from bot.slack.windows import FAULTS, code_of
from prompts.card import Card, Picture

log = logging.getLogger(__name__)

# The app was installed before it asked to put files there, or there is no room left: the table says
# the same in words.
_WITHOUT = frozenset(
    {"missing_scope", "not_allowed_token_type", "storage_limit_reached", "file_uploads_disabled"}
)


class Uploads:
    """Puts pictures up and takes them away. `Files` are their ids by what is in them."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def put_up(self, card: Card, kept: Mapping[str, str]) -> dict[str, str]:
        """The files of a card's pictures, put up where they are not `kept` yet.

        Raises what the client raises.
        """
        files: dict[str, str] = {}
        for picture in pictures_in(card):
            name = _name(picture)
            files[name] = kept.get(name) or await self._put_up(picture)
        return files

    async def take_away(self, kept: Mapping[str, str], files: Mapping[str, str]) -> None:
        """Takes away what was kept and is shown no more."""
        for name, file in kept.items():
            if file and name not in files:
                try:
                    await self._client.files_delete(file=file)
                except FAULTS as fault:
                    log.info("a picture could not be taken away: %s", code_of(fault))

    async def _put_up(self, picture: Picture) -> str:
        drawn = await asyncio.to_thread(png, picture)
        try:
            done = await self._client.files_upload_v2(
                content=drawn, filename="numbers.png", title=picture.title, alt_txt=picture.title
            )
        except SlackApiError as fault:
            if code_of(fault) not in _WITHOUT:
                raise
            log.warning("a picture could not be put up: %s", code_of(fault))
            return ""
        return str(done["file"]["id"])


def put_into(card: Card, files: Mapping[str, str]) -> Card:
    """The card with the ids of its pictures' files in it."""
    return with_refs(card, lambda picture: files.get(_name(picture), ""))


def _name(picture: Picture) -> str:
    told = repr(replace(picture, ref="")).encode()
    return hashlib.blake2b(told, digest_size=12).hexdigest()
