"""What is said without a button: the bot introduces itself once, and knows a few words."""

import logging

from bot.chat.own import Own
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import NotDelivered
from bot.teams.actions import START, Surface
from bot.teams.cards import post
from bot.teams.heard import IncomingActivity, Way
from bot.teams.places import Conversations
from bot.teams.sender import Sender
from handlers.grammar.command import Command
from handlers.meeting.mine import MyConference
from prompts.card import Bullets, Button, Card, Part, Text
from prompts.help import is_cry_for_help
from prompts.words import say

log = logging.getLogger(__name__)


class ChatReplies:
    """Answers words, in one's own chat where the answer is one's own."""

    def __init__(
        self, dispatcher: Dispatcher, places: Conversations, sender: Sender, *, dialogs: bool
    ) -> None:
        self._dispatcher = dispatcher
        self._own = Own(dispatcher)
        self._places = places
        self._sender = sender
        self._dialogs = dialogs

    async def welcome(self, heard: IncomingActivity) -> None:
        """Introduces the bot where it was added, once."""
        if await self._places.first_welcome(heard.place):
            await self._send(heard.way, _welcome_card(heard.personal), heard)

    async def answer(self, heard: IncomingActivity) -> None:
        """Answers what was written to the bot."""
        match heard.words:
            case "now" | "actions":
                await self._answer_privately(heard)
            case "staff" if heard.personal:
                await self._send(heard.way, await self._staff(heard), heard)
            case words if is_cry_for_help(words):
                await self._help(heard)
            case "start" if not heard.personal:
                await self._send(heard.way, _start_card(), heard)
            case "start":
                await self._send(
                    heard.way, Card(say("teams.start"), (Text(say("teams.start_where")),)), heard
                )
            case _:
                await self._send(heard.way, _help_card(heard.personal), heard)

    async def _staff(self, heard: IncomingActivity) -> Card:
        """The list of staff, for managers; for others, who can help."""
        reply = await self._dispatcher.send(
            Command(heard.key, "staff.list", heard.account, heard.way.room)
        )
        return reply.card or Card(say("staff.title"))

    async def _help(self, heard: IncomingActivity) -> None:
        """Whom to call, in one's own chat: what was written is never kept."""
        answer = await self._own.help(heard.account)
        await self._say_privately(heard, [(answer.room, answer.card)])

    async def _answer_privately(self, heard: IncomingActivity) -> None:
        """What is one's own is answered in one's own chat, wherever it was asked."""
        found = await self._own.conferences(heard.account)
        await self._say_privately(heard, _asked(found) if heard.words == "now" else _actions(found))

    async def _say_privately(self, heard: IncomingActivity, cards: list[tuple[str, Card]]) -> None:
        try:
            chat = await self._places.chat_with(heard.account, heard.way.room)
        except NotDelivered:
            chat = None
        if chat is None:
            log.warning("somebody's own chat could not be opened")
            return
        for room, card in cards:
            await self._send(
                Way.from_json(chat.reference), card, heard, room, dialogs=not chat.plain_forms
            )

    async def _send(
        self, way: Way, card: Card, heard: IncomingActivity, room: str = "", *, dialogs: bool = True
    ) -> None:
        surface = Surface(
            (room or heard.way.room).rpartition("/")[2],
            dialogs=dialogs and self._dialogs,
            shared=not way.personal,
        )
        try:
            for element in post(card, surface):
                await self._sender.reply(way, element, say("teams.notice"))
        except NotDelivered:
            log.warning("an answer could not be sent")


def _welcome_card(personal: bool) -> Card:
    if personal:
        return Card(say("teams.welcome_title"), (Text(say("teams.welcome_personal")),))
    lines = tuple(
        Text(say(f"teams.{name}")) for name in ("welcome_channel", "welcome_see", "welcome_start")
    )
    return Card(say("teams.welcome_title"), lines, buttons=(_start_button(),))


def _start_card() -> Card:
    return Card(say("teams.start"), (Text(say("teams.welcome_start")),), buttons=(_start_button(),))


def _help_card(personal: bool) -> Card:
    if personal:
        return Card(say("teams.help_title"), (Text(say("teams.help_personal")),))
    return Card(
        say("teams.help_title"), (Text(say("teams.help_channel")),), buttons=(_start_button(),)
    )


def _start_button() -> Button:
    return Button(say("teams.start"), START, style="main")


def _asked(found: list[MyConference]) -> list[tuple[str, Card]]:
    """What somebody is asked now, a card for each conference with the buttons that answer."""
    if not found:
        return [("", Card(say("teams.now"), (Text(say("teams.no_conference")),)))]
    asked = [(item.room, _question(item)) for item in found if item.asked]
    nothing = Card(say("teams.now"), (Text(say("teams.now_nothing")),), buttons=found[0].buttons)
    return asked or [(found[0].room, nothing)]


def _question(item: MyConference) -> Card:
    return Card(item.title, (Text(item.state), Text(item.asked, strong=True)), buttons=item.buttons)


def _actions(found: list[MyConference]) -> list[tuple[str, Card]]:
    """What somebody said they would do, in all their conferences."""
    lists: list[Part] = [
        part
        for item in found
        if item.actions
        for part in (Text(item.title, strong=True), Bullets(item.actions))
    ]
    return [("", Card(say("teams.actions"), tuple(lists) or (Text(say("teams.actions_nothing")),)))]
