"""Presses outside dialogs: answered at once and in private (`adaptiveCard/action`), or, by an older
app, as a message.

In one's own chat a form is a card of its own, and when it is in, it says so in its place. In a
channel nothing that
somebody alone should see is ever sent as a message.
"""

import logging
from collections.abc import Callable
from typing import Any

from bot.spine.platform import NotDelivered
from bot.teams.actions import IN_CHAT, PLAIN, Surface, opens_form
from bot.teams.cards import CONTENT_TYPE, form, linked
from bot.teams.desk import TeamsDesk
from bot.teams.dialogs import done_card
from bot.teams.heard import IncomingActivity, TeamsPress, Way
from bot.teams.places import Conversations
from bot.teams.sender import Sender
from bot.teams.text import Element
from handlers.grammar.command import AS_IT_WAS, Reply
from prompts.card import Button, Calls, Card, Text
from prompts.plain import twin
from prompts.words import say
from storage.room_names import room_alone

log = logging.getLogger(__name__)

_LINE = "application/vnd.microsoft.activity.message"


class CardPresses:
    """Answers presses on cards."""

    def __init__(
        self, desk: TeamsDesk, places: Conversations, sender: Sender, address: Callable[[str], str]
    ) -> None:
        self._desk = desk
        self._places = places
        self._sender = sender
        self._address = address

    async def execute(self, heard: IncomingActivity, press: TeamsPress) -> dict[str, Any]:
        """The answer to a press: a line for the one who pressed, or the form with what needs
        another look.
        """
        if press.command == PLAIN:
            await self._places.plain_forms(heard.account, press.post)
            return _line(say("teams.plain_done"))
        if press.command == IN_CHAT:
            return _line(await self._form_in_chat(heard, press))
        reply = await self._desk.do(heard, press)
        if press.key and heard.personal:
            return await self._form_answered(heard, press, reply)
        return _line(await self._said(heard, press, reply))

    async def message(self, heard: IncomingActivity, press: TeamsPress) -> None:
        """The same for an app that sends presses as messages: all goes to one's own chat."""
        if press.command == IN_CHAT:
            await self._form_in_chat(heard, press)
            return
        reply = await self._desk.do(heard, press)
        if reply == AS_IT_WAS:
            return
        shown = reply.card or reply.link or not heard.personal
        await self._said(heard, press, reply if shown else Reply(done_card()), aloud=True)

    async def _form_answered(
        self, heard: IncomingActivity, press: TeamsPress, reply: Reply
    ) -> dict[str, Any]:
        """A form in one's own chat was sent: it stays with what is to be done, or says that it is
        in.
        """
        if reply == AS_IT_WAS:
            return _line(say("teams.done"))
        if reply.card and reply.card.fields:
            key = heard.id if reply.done else press.key
            return _card(form(reply.card, self._surface(heard, press, key)))
        if not reply.done and reply.card:
            return _line(twin(reply.card))
        if reply.link:
            return _line(await self._said(heard, press, reply))
        card = reply.card or done_card()
        done = form(card, self._surface(heard, press, heard.id if card.buttons else ""))
        await self._replace(heard, done)
        return _card(done)

    async def _said(
        self, heard: IncomingActivity, press: TeamsPress, reply: Reply, *, aloud: bool = False
    ) -> str:
        """What a press on a post led to, in a line; more than a line goes to one's own chat."""
        card = reply.card
        if card is None and not reply.link:
            return say("teams.done")
        if card and not (reply.link or card.fields or card.buttons or aloud or _dials(card)):
            return twin(card)
        sent = await self._send(heard, press, reply)
        return sent if not heard.personal or card is None else say("teams.form_below")

    async def _form_in_chat(self, heard: IncomingActivity, press: TeamsPress) -> str:
        """The form of a question as a card in one's own chat.

        Only forms: nothing is done by asking for one.
        """
        command, _, target = press.target.partition("|")
        if not opens_form(Button("", command)):
            return say("teams.wrong")
        wanted = TeamsPress(command, target, press.room)
        reply = await self._desk.do(heard, wanted)
        if reply.card and not reply.card.fields:
            return twin(reply.card)
        return await self._send(heard, wanted, reply)

    async def _send(self, heard: IncomingActivity, press: TeamsPress, reply: Reply) -> str:
        """A reply as a card in one's own chat; says where it is."""
        try:
            chat = await self._chat(heard, press)
            if chat is None:
                return say("teams.chat_blocked")
            await self._sender.reply(chat, self._own(heard, press, reply), say("teams.notice"))
        except NotDelivered:
            log.warning("a reply could not be sent into somebody's own chat")
            return say("teams.chat_blocked")
        return say("teams.sent_to_chat")

    async def _chat(self, heard: IncomingActivity, press: TeamsPress) -> Way | None:
        """The way to the one-to-one chat of the one who pressed."""
        if heard.personal:
            return heard.way
        kept = await self._places.chat_with(
            heard.account, room_alone(self._desk.room_of(heard, press))
        )
        return Way.from_json(kept.reference) if kept else None

    def _own(self, heard: IncomingActivity, press: TeamsPress, reply: Reply) -> Element:
        if reply.link:
            card = reply.card or Card(say("teams.link_title"), (Text(say("teams.link_text")),))
            return linked(card, self._address(reply.link))
        return form(reply.card or done_card(), self._surface(heard, press, heard.id))

    async def _replace(self, heard: IncomingActivity, element: Element) -> None:
        """The form's own message says that it is in, also when the chat is opened again."""
        if not heard.reply_to:
            return
        try:
            await self._sender.change(heard.way, heard.reply_to, element, say("teams.notice"))
        except NotDelivered:
            log.warning("a form that is in could not be changed")

    def _surface(self, heard: IncomingActivity, press: TeamsPress, key: str = "") -> Surface:
        return Surface(self._desk.room_of(heard, press).rpartition("/")[2], key=key, dialogs=False)


def _dials(card: Card) -> bool:
    """Whether there are numbers to press, which a line cannot have."""
    return any(isinstance(part, Calls) for part in card.parts)


def _line(words: str) -> dict[str, Any]:
    return {"statusCode": 200, "type": _LINE, "value": words}


def _card(element: Element) -> dict[str, Any]:
    return {"statusCode": 200, "type": CONTENT_TYPE, "value": element}
