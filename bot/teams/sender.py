"""Sending into one conversation, at the pace Teams allows.

Whatever goes wrong gets a name that the chair can read.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar

import aiohttp
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    ErrorResponseException,
)
from msrest.exceptions import ClientException

from bot.spine.pace import Pace
from bot.spine.platform import NotDelivered, NotYet
from bot.teams.cards import CONTENT_TYPE
from bot.teams.connector import Connectors
from bot.teams.heard import Way
from bot.teams.text import Element
from bot.teams.tokens import NoToken
from prompts.words import say

log = logging.getLogger(__name__)
T = TypeVar("T")

_LATER = timedelta(seconds=30)
# Below Teams' 7 a second and 60 in 30 seconds.
LIMITS = ((1.0, 6), (30.0, 55))
# Teams waits some ten seconds for the answer to a press.
_PATIENCE = timedelta(seconds=6)


class MessageGone(NotDelivered):
    """The message that was to be changed is not there any more."""


class Sender:
    """Sends, changes and takes away messages. Raises `NotDelivered`; it never tries twice."""

    def __init__(self, connectors: Connectors, pace: Pace) -> None:
        self._connectors = connectors
        self._pace = pace

    async def reply(self, way: Way, card: Element, notice: str) -> None:
        """A new message that somebody waits for: where Teams or the pace says to wait, it waits a
        little.
        """
        patience = _PATIENCE
        while True:
            try:
                await self.send(way, card, notice)
            except NotDelivered as refusal:
                if refusal.trouble or refusal.after is None or refusal.after > patience:
                    raise
                patience -= refusal.after
                await asyncio.sleep(refusal.after.total_seconds())
            else:
                return

    async def send(self, way: Way, card: Element, notice: str) -> str:
        """A new message; gives its id."""
        activity = _message(way, card, notice)
        conversations = self._connectors.to(way.service).conversations
        sent = await self._at_pace(
            way, lambda: conversations.send_to_conversation(way.conversation, activity)
        )
        return str(sent.id) if sent and sent.id else ""

    async def change(self, way: Way, message: str, card: Element, notice: str) -> None:
        """A message with another card in it."""
        activity = _message(way, card, notice)
        activity.id = message
        conversations = self._connectors.to(way.service).conversations
        await self._at_pace(
            way,
            lambda: conversations.update_activity(way.conversation, message, activity),
            message=message,
        )

    async def take_away(self, way: Way, message: str) -> None:
        """No message any more."""
        conversations = self._connectors.to(way.service).conversations
        await self._at_pace(
            way,
            lambda: conversations.delete_activity(way.conversation, message),
            message=message,
        )

    async def open_chat(self, room: Way, user: str) -> Way:
        """The one-to-one chat with somebody of a room; the same one however often it is opened."""
        parameters = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=room.bot),
            members=[ChannelAccount(id=user)],
            tenant_id=room.tenant,
            channel_data={"tenant": {"id": room.tenant}},
        )
        conversations = self._connectors.to(room.service).conversations
        opened = await self._at_pace(room, lambda: conversations.create_conversation(parameters))
        return Way(room.service, opened.id, room.bot, room.tenant, personal=True, user=user)

    async def members(self, way: Way) -> list[Any]:
        """Everybody in a conversation."""
        conversations = self._connectors.to(way.service).conversations
        found: list[Any] = []
        more = None
        while True:
            page = await self._named(
                way, conversations.get_conversation_paged_members(way.conversation, 200, more), ""
            )
            found += page.members or []
            more = page.continuation_token
            if not more:
                return found

    async def _at_pace(self, way: Way, call: Callable[[], Awaitable[T]], message: str = "") -> T:
        self._pace.take_turn(way.conversation)
        return await self._named(way, call(), message)

    async def _named(self, way: Way, call: Awaitable[T], message: str) -> T:
        try:
            return await call
        except ErrorResponseException as fault:
            raise self._refusal(way, fault, message) from fault
        except NoToken as fault:
            raise NotDelivered(say("teams.trouble_away")) from fault
        except (aiohttp.ClientConnectorError, aiohttp.InvalidURL) as fault:
            raise NotDelivered(say("teams.trouble_away")) from fault
        except (aiohttp.ClientError, TimeoutError, ClientException, ValueError) as fault:
            log.warning("Teams gave no clear answer: %s", type(fault).__name__)
            raise NotDelivered(say("teams.trouble_unsure")) from fault

    def _refusal(self, way: Way, fault: ErrorResponseException, message: str) -> NotDelivered:
        status = int(fault.response.status)
        code = str(getattr(getattr(fault.error, "error", None), "code", "") or "")
        log.warning("Teams refused with %s %s", status, code)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = _retry_after(fault.response.headers.get("Retry-After", ""))
            self._pace.hold(way.conversation, seconds)
            return NotYet(timedelta(seconds=seconds))
        if status == HTTPStatus.NOT_FOUND and message:
            return MessageGone(say("teams.trouble_deleted"), after=timedelta(seconds=5))
        return _by_status(way, status, code)


def _by_status(way: Way, status: int, code: str) -> NotDelivered:
    if code == "ConversationBlockedByUser":
        return NotDelivered(say("teams.trouble_blocked"), mendable=True)
    if status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
        return NotDelivered(
            say("teams.trouble_gone_chat" if way.personal else "teams.trouble_gone"), mendable=True
        )
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return NotDelivered(say("teams.trouble_large"), after=_LATER, permanent=True)
    if status in (
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.GATEWAY_TIMEOUT,
    ):
        return NotDelivered(say("teams.trouble_unsure"))
    return NotDelivered(say("teams.trouble_refused"))


def _retry_after(text: str) -> float:
    """The seconds that Teams asks for; a few where it does not say."""
    return min(float(text), 300.0) if text.isascii() and text.isdecimal() else 5.0


def _message(way: Way, card: Element, notice: str) -> Activity:
    """A message. A lock screen shows its summary, which says nothing about the case (row B10)."""
    return Activity(
        type="message",
        summary=notice,
        attachments=[Attachment(content_type=CONTENT_TYPE, content=card)],
        conversation=ConversationAccount(id=way.conversation),
        from_property=ChannelAccount(id=way.bot),
    )
