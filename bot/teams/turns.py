"""A turn: what kind of activity it is, and who answers it."""

import logging
from typing import Any

from bot.spine.faults import where
from bot.spine.platform import NotDelivered
from bot.teams.dialogs import Dialogs
from bot.teams.heard import IncomingActivity
from bot.teams.in_chat import CardPresses
from bot.teams.places import Conversations
from bot.teams.talk import ChatReplies
from prompts.words import say

log = logging.getLogger(__name__)


class Turns:
    """Takes each activity to where it is answered."""

    def __init__(
        self, places: Conversations, dialogs: Dialogs, chat: CardPresses, talk: ChatReplies
    ) -> None:
        self._places = places
        self._dialogs = dialogs
        self._chat = chat
        self._talk = talk

    async def take(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The answer to an invoke; None where none is due."""
        heard = IncomingActivity(body)
        match heard.type:
            case "invoke":
                return await self._invoked(heard)
            case "message":
                await self._places.heard_from(heard)
                await self._written(heard)
            case "conversationUpdate" | "installationUpdate":
                await self._came_or_went(heard)
        return None

    async def _invoked(self, heard: IncomingActivity) -> dict[str, Any] | None:
        """An invoke is always answered: when something fails, with what to do about it."""
        try:
            await self._places.heard_from(heard)
            return await self._answer(heard)
        except NotDelivered:
            log.warning("an invoke could not be done: Teams did not answer")
        except Exception as fault:
            log.error("an invoke could not be done: %s", where(fault))
        return _wrong(heard)

    async def _answer(self, heard: IncomingActivity) -> dict[str, Any] | None:
        press = heard.press
        if press is None:
            return _wrong(heard)
        match heard.name:
            case "task/fetch":
                return await self._dialogs.fetch(heard, press)
            case "task/submit":
                return await self._dialogs.submit(heard, press)
            case "adaptiveCard/action":
                return await self._chat.execute(heard, press)
        return None

    async def _written(self, heard: IncomingActivity) -> None:
        """A press that came as a message, or words."""
        if heard.press:
            await self._chat.message(heard, heard.press)
        elif heard.words or heard.personal or "text" in heard.body:
            await self._talk.answer(heard)

    async def _came_or_went(self, heard: IncomingActivity) -> None:
        """The bot was added somewhere, or taken out; where others come and go, the room is looked
        at.
        """
        went = heard.action == "remove" or _names(heard, "membersRemoved")
        came = heard.action == "add" or _names(heard, "membersAdded")
        if went:
            await self._places.left(heard.place)
        elif came:
            await self._places.keep(heard.place, heard.way)
            await self._talk.welcome(heard)
        await self._places.changed(heard)


def _names(heard: IncomingActivity, which: str) -> bool:
    return any(member.get("id") == heard.bot for member in heard.members(which))


def _wrong(heard: IncomingActivity) -> dict[str, Any]:
    """What the one who pressed sees when nothing could be done."""
    words = say("teams.wrong")
    if heard.name == "adaptiveCard/action":
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": words,
        }
    return {"task": {"type": "message", "value": words}}
