"""Windows: opening and updating modals; when Slack no longer takes one, what it said goes out as a
private message.
"""

import logging
from dataclasses import dataclass, replace

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.messages import messages_of
from bot.slack.text import Json, escape
from bot.slack.views import fits, view_of
from prompts.card import Card, Part, Quote, Text
from prompts.words import say

log = logging.getLogger(__name__)

FAULTS = (SlackClientError, ClientError, TimeoutError, OSError)
_OPENED_ALREADY = "exchanged_trigger_id"


@dataclass(frozen=True)
class Window:
    """Where somebody sees an answer: the modal `view_id`, or one that `trigger` still can open for
    some three seconds.
    """

    user: str
    channel: str
    trigger: str
    view_id: str = ""


class Windows:
    """Shows cards to one person at once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def show(self, window: Window, card: Card, link: str = "") -> Window:
        """Shows a card in the window; as a private message when that cannot be done any more."""
        view = view_of(card, window.channel, link)
        if not fits(view):
            await self.tell(window, card)
            view = view_of(Card(card.title, (Text(say("slack.as_message")),)), window.channel)
        try:
            return replace(window, view_id=await self._put(window, view))
        except FAULTS as fault:
            code = code_of(fault)
            log.info("a window could not be shown: %s", code)
            if code != _OPENED_ALREADY:
                await self.tell(window, as_message(card))
            return window

    async def open(self, window: Window, view: Json) -> None:
        """Opens a view as it is; when that cannot be done any more there is nothing to lose."""
        try:
            await self._put(window, view)
        except FAULTS as fault:
            log.info("a window could not be shown: %s", code_of(fault))

    async def tell(self, window: Window, card: Card) -> None:
        """Sends a card as a private message."""
        try:
            room: str = (await self._client.conversations_open(users=window.user))["channel"]["id"]
            for blocks in messages_of(card, window.channel):
                text = escape(card.notice or say("slack.notice"))
                await self._client.chat_postMessage(channel=room, text=text, blocks=blocks)
        except FAULTS as fault:
            log.warning("a private line could not be sent: %s", code_of(fault))

    async def _put(self, window: Window, view: Json) -> str:
        if window.view_id:
            found = await self._client.views_update(view_id=window.view_id, view=view)
        else:
            found = await self._client.views_open(trigger_id=window.trigger, view=view)
        shown: str = found["view"]["id"]
        return shown


def code_of(fault: Exception) -> str:
    """Slack's word for what is wrong; the kind of fault where Slack said nothing."""
    if isinstance(fault, SlackApiError):
        data = fault.response.data if hasattr(fault.response, "data") else {}
        return str(data.get("error", "no_json")) if isinstance(data, dict) else "no_json"
    return type(fault).__name__


def as_message(card: Card) -> Card:
    """A card for a message, which has no fields: what was typed is given back, to be copied."""
    if not card.fields:
        return card
    typed: tuple[Part, ...] = tuple(
        Quote(field.value, field.label) for field in card.fields if field.value
    )
    words = say("slack.closed_typed") if typed else say("slack.closed")
    errors = tuple(Text(field.error) for field in card.fields if field.error)
    return Card(card.title, (Text(words), *errors, *typed))
