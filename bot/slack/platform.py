"""Slack as a platform: cards are posted and updated, in the channel or as private messages, one a
second.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.partly_sent import PartlySent, Unfinished
from bot.slack.accounts import channel_of, user_of
from bot.slack.channels import Channels
from bot.slack.messages import messages_of
from bot.slack.text import Json, escape
from bot.slack.troubles import GONE, not_delivered
from bot.slack.uploads import Uploads, put_into
from bot.slack.windows import FAULTS, code_of
from bot.spine.pace import Pace
from bot.spine.platform import NotYet, Parcel
from handlers.grammar.room_seen import RoomSeen
from prompts.card import Card
from prompts.words import say

log = logging.getLogger(__name__)

# One message a second in a channel: we keep to it ourselves, so that Slack need not refuse.
LIMITS = ((1.05, 1),)
# A file that was put up just now is refused until Slack has looked at it.
_READY_AFTER = (timedelta(seconds=1), timedelta(seconds=2), timedelta(seconds=3))


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
        self._pace = pace or Pace(*LIMITS)
        self._private: dict[str, str] = {}
        self._unfinished = Unfinished()
        # Of posts that are not whole yet: the pictures that were put up, and how often Slack
        # refused them.
        self._files: dict[str, Mapping[str, str]] = {}
        self._refused: dict[str, int] = {}
        self._uploads = Uploads(client)

    async def show(self, parcel: Parcel) -> str:
        """Posts or updates a card.

        Raises `NotDelivered`; what was posted by then is gone on with, not posted twice.
        """
        channel = ""
        try:
            channel = await self._channel(parcel)
            return (await self._show(parcel, channel)).written if channel else parcel.ref
        except FAULTS as fault:
            log.warning("post %s was not taken: %s", parcel.post_id, code_of(fault))
            refusal = not_delivered(fault)
            if refusal.after:
                self._pace.hold(channel, refusal.after.total_seconds())
            raise refusal from None

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
        before = Ref.read(parcel.ref)
        there = before.stamps if before.channel == channel else ()
        begun = self._unfinished.begin(parcel, there)
        kept = {**before.files, **self._files.get(parcel.post_id, {})}
        files = await self._uploads.put_up(parcel.card, kept)
        if files:
            self._files[parcel.post_id] = files
        new = bool(files.keys() - before.files.keys())
        await self._with_files(parcel, channel, begun, files, new=new)
        self._unfinished.end(parcel)
        self._files.pop(parcel.post_id, None)
        self._refused.pop(parcel.post_id, None)
        await self._uploads.take_away(before.files, files)
        return Ref(channel, tuple(begun.messages), files)

    async def _with_files(
        self,
        parcel: Parcel,
        channel: str,
        begun: PartlySent,
        files: Mapping[str, str],
        *,
        new: bool,
    ) -> None:
        """Shows a card with its pictures; without them, where Slack still refuses those after a
        while.
        """
        refused = self._refused.get(parcel.post_id, 0)
        if new and refused == len(_READY_AFTER):
            await self._put_all(parcel, channel, begun, parcel.card)
            return
        try:
            await self._put_all(parcel, channel, begun, put_into(parcel.card, files))
        except SlackApiError as fault:
            if not new or code_of(fault) != "invalid_blocks":
                raise
            self._refused[parcel.post_id] = refused + 1
            raise NotYet(_READY_AFTER[refused]) from None

    async def _put_all(self, parcel: Parcel, channel: str, begun: PartlySent, card: Card) -> None:
        text = escape(card.notice or say("slack.notice"))
        messages = messages_of(card, channel_of(parcel.speaks_to))
        await begun.show(
            messages,
            lambda place, blocks: self._put(parcel, channel, begun, place, text, blocks),
            lambda stamp: self._take_away(channel, stamp),
        )

    async def _put(
        self,
        parcel: Parcel,
        channel: str,
        begun: PartlySent,
        place: int,
        text: str,
        blocks: list[Json],
    ) -> str:
        """Updates a message; posts it when there is none, or none any more.

        A deleted old one stays deleted.
        """
        if stamp := begun.name(place):
            try:
                self._pace.take_turn(channel)
                await self._client.chat_update(channel=channel, ts=stamp, text=text, blocks=blocks)
                return stamp
            except SlackApiError as fault:
                if code_of(fault) not in GONE:
                    raise
                if parcel.old:
                    return stamp
                begun.messages[place] = ""
        self._pace.take_turn(channel)
        posted = await self._client.chat_postMessage(
            channel=channel, text=text, blocks=blocks, unfurl_links=False, unfurl_media=False
        )
        return str(posted["ts"])

    async def _take_away(self, channel: str, stamp: str) -> None:
        try:
            self._pace.take_turn(channel)
            await self._client.chat_delete(channel=channel, ts=stamp)
        except SlackApiError as fault:
            if code_of(fault) not in GONE:
                raise
