"""Slack as a platform: cards are posted and updated, in the channel or as private messages, one a
second.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.accounts import channel_of, user_of
from bot.slack.channels import Channels
from bot.slack.messages import messages_of
from bot.slack.pace import Pace
from bot.slack.text import Json, escape
from bot.slack.troubles import GONE, not_delivered
from bot.slack.uploads import Uploads, put_into
from bot.slack.windows import FAULTS, code_of
from bot.spine.platform import Parcel
from handlers.grammar.room_seen import RoomSeen
from prompts.card import Card
from prompts.words import say

log = logging.getLogger(__name__)

_READY_AFTER = (
    1.0,
    2.0,
    3.0,
)  # seconds: a file that was put up just now is refused until Slack has looked at it


@dataclass(frozen=True)
class Ref:
    """Where a card stands: a channel, the time stamps of its messages in order, and the files of
    its pictures.
    """

    channel: str
    stamps: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> "Ref":
        """What `written` wrote."""
        channel, *rest = json.loads(text) if text else [""]
        stamps = tuple(one for one in rest if isinstance(one, str))
        return cls(channel, stamps, next((one for one in rest if isinstance(one, dict)), {}))

    @property
    def written(self) -> str:
        """To be kept as the post's own name."""
        return json.dumps([self.channel, *self.stamps, *([self.files] if self.files else [])])


class SlackRoom:
    """Shows cards in Slack."""

    def __init__(
        self, client: AsyncWebClient, channels: Channels, pace: Pace | None = None
    ) -> None:
        self._client = client
        self._channels = channels
        self._pace = pace or Pace()
        self._private: dict[str, str] = {}
        self._begun: dict[str, Ref] = {}
        self._uploads = Uploads(client)

    async def show(self, parcel: Parcel) -> str:
        """Posts or updates a card.

        Raises `NotDelivered`; what was posted by then is gone on with, not posted twice.
        """
        try:
            channel = await self._channel(parcel)
            return (await self._show(parcel, channel)).written if channel else parcel.ref
        except FAULTS as fault:
            log.warning("post %s was not taken: %s", parcel.post_id, code_of(fault))
            raise not_delivered(fault) from None

    async def look_at(self, room: str, known: frozenset[str]) -> RoomSeen:
        """Who can read a channel now. Raises `NotDelivered`."""
        try:
            return await self._channels.look_at(channel_of(room), known)
        except FAULTS as fault:
            log.warning("a channel could not be looked at: %s", code_of(fault))
            raise not_delivered(fault) from None

    async def _channel(self, parcel: Parcel) -> str:
        """Where a card goes; "" when it is for somebody without an account here."""
        if parcel.audience == "channel":
            return channel_of(parcel.room)
        user = user_of(parcel.account or "")
        if user and user not in self._private:
            self._private[user] = (await self._client.conversations_open(users=user))["channel"][
                "id"
            ]
        return self._private.get(user, "")

    async def _show(self, parcel: Parcel, channel: str) -> Ref:
        before = self._before(parcel)
        files = await self._uploads.put_up(parcel.card, before.files)
        if files:
            self._begun[parcel.post_id] = Ref(before.channel, before.stamps, files)
        shown = await self._with_files(
            parcel, channel, files, new=bool(files.keys() - before.files.keys())
        )
        await self._uploads.take_away(before.files, files)
        return shown

    async def _with_files(
        self, parcel: Parcel, channel: str, files: Mapping[str, str], *, new: bool
    ) -> Ref:
        """Shows a card with its pictures; without them, where Slack still refuses those after a
        while.
        """
        card = put_into(parcel.card, files)
        for pause in _READY_AFTER if new else ():
            try:
                return await self._put_all(parcel, channel, card, files)
            except SlackApiError as fault:
                if code_of(fault) != "invalid_blocks":
                    raise
            await asyncio.sleep(pause)
        return await self._put_all(parcel, channel, parcel.card if new else card, files)

    async def _put_all(
        self, parcel: Parcel, channel: str, card: Card, files: Mapping[str, str]
    ) -> Ref:
        before = self._before(parcel)
        old = before.stamps if before.channel == channel else ()
        text = escape(card.notice or say("slack.notice"))
        messages = messages_of(card, channel_of(parcel.speaks_to))
        stamps: list[str] = []
        for place, blocks in enumerate(messages):
            stamp = old[place] if place < len(old) else ""
            stamps.append(await self._put(parcel, channel, stamp, text, blocks))
            if len(messages) > 1:
                self._begun[parcel.post_id] = Ref(channel, (*stamps, *old[place + 1 :]), files)
        for stamp in old[len(messages) :]:
            await self._take_away(channel, stamp)
        self._begun.pop(parcel.post_id, None)
        return Ref(channel, tuple(stamps), files)

    def _before(self, parcel: Parcel) -> Ref:
        """Where a post stands, with what was begun of it and not ended."""
        return self._begun.get(parcel.post_id) or Ref.read(parcel.ref)

    async def _put(
        self, parcel: Parcel, channel: str, stamp: str, text: str, blocks: list[Json]
    ) -> str:
        """Updates a message; posts it when there is none, or none any more.

        A deleted old one stays deleted.
        """
        if stamp:
            try:
                await self._pace.wait(channel)
                await self._client.chat_update(channel=channel, ts=stamp, text=text, blocks=blocks)
                return stamp
            except SlackApiError as fault:
                if code_of(fault) not in GONE:
                    raise
                if parcel.old:
                    return stamp
        await self._pace.wait(channel)
        posted = await self._client.chat_postMessage(
            channel=channel, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
        )
        return str(posted["ts"])

    async def _take_away(self, channel: str, stamp: str) -> None:
        try:
            await self._pace.wait(channel)
            await self._client.chat_delete(channel=channel, ts=stamp)
        except SlackApiError as fault:
            if code_of(fault) not in GONE:
                raise
