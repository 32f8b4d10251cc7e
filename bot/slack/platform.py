"""Slack as a platform: cards are posted and updated, in the channel or as private messages, one a second."""

import asyncio
import json
import logging
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.platform import Parcel
from bot.slack.accounts import channel_of, user_of
from bot.slack.channels import Channels
from bot.slack.messages import messages_of
from bot.slack.pace import Pace
from bot.slack.text import Json, escape
from bot.slack.troubles import GONE, not_delivered, refusal
from bot.slack.windows import FAULTS, code_of
from prompts.words import say

log = logging.getLogger(__name__)

_LOOKED_AT = 60.0  # seconds that we trust what Slack said of a channel being shared


@dataclass(frozen=True)
class Ref:
    """Where a card stands: a channel, and the time stamps of its messages, in order."""

    channel: str
    stamps: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> "Ref":
        """What `written` wrote."""
        channel, *stamps = json.loads(text) if text else [""]
        return cls(channel, tuple(stamps))

    @property
    def written(self) -> str:
        """To be kept as the post's own name."""
        return json.dumps([self.channel, *self.stamps])


class SlackRoom:
    """Shows cards in Slack."""

    def __init__(self, client: AsyncWebClient, channels: Channels, pace: Pace | None = None) -> None:
        self._client = client
        self._channels = channels
        self._pace = pace or Pace()
        self._private: dict[str, str] = {}
        self._looked_at: dict[str, float] = {}
        self._begun: dict[str, Ref] = {}

    async def show(self, parcel: Parcel) -> str:
        """Posts or updates a card. Raises `NotDelivered`; what was posted by then is gone on with, not posted twice."""
        try:
            channel = await self._channel(parcel)
            return (await self._show(parcel, channel)).written if channel else parcel.ref
        except FAULTS as fault:
            log.warning("post %s was not taken: %s", parcel.post_id, code_of(fault))
            raise not_delivered(fault) from None

    async def _channel(self, parcel: Parcel) -> str:
        """Where a card goes; "" when it is for somebody without an account here."""
        if parcel.audience == "channel":
            channel = channel_of(parcel.room)
            await self._check_not_shared(channel)
            return channel
        user = user_of(parcel.account or "")
        if user and user not in self._private:
            self._private[user] = (await self._client.conversations_open(users=user))["channel"]["id"]
        return self._private.get(user, "")

    async def _check_not_shared(self, channel: str) -> None:
        """A channel can come to be shared with another organisation after the start: nothing more is posted there then."""
        now = asyncio.get_running_loop().time()
        if now - self._looked_at.get(channel, -_LOOKED_AT) < _LOOKED_AT:
            return
        if await self._channels.shared(channel):
            raise refusal("shared")
        self._looked_at[channel] = now

    async def _show(self, parcel: Parcel, channel: str) -> Ref:
        before = self._begun.get(parcel.post_id) or Ref.read(parcel.ref)
        old = before.stamps if before.channel == channel else ()
        text = escape(parcel.card.notice or say("slack.notice"))
        messages = messages_of(parcel.card, channel_of(parcel.speaks_to))
        stamps: list[str] = []
        for place, blocks in enumerate(messages):
            stamps.append(await self._put(channel, old[place] if place < len(old) else "", text, blocks))
            if len(messages) > 1:
                self._begun[parcel.post_id] = Ref(channel, (*stamps, *old[place + 1 :]))
        for stamp in old[len(messages) :]:
            await self._take_away(channel, stamp)
        self._begun.pop(parcel.post_id, None)
        return Ref(channel, tuple(stamps))

    async def _put(self, channel: str, stamp: str, text: str, blocks: list[Json]) -> str:
        """Updates a message; posts it when there is none, or none any more."""
        if stamp:
            try:
                await self._pace.wait(channel)
                await self._client.chat_update(channel=channel, ts=stamp, text=text, blocks=blocks)
                return stamp
            except SlackApiError as fault:
                if code_of(fault) not in GONE:
                    raise
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
