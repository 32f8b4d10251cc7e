"""Somebody in Teams, as a test plays them: what they see in their conversations, and what their app
sends when they press.
"""

import asyncio
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient

from bot.teams.actions import DATA
from bot.teams.fields import PREFIX
from tests.kit.teams_microsoft import BOT, TENANT, Json, Microsoft, chat_with

CHANNEL = "19:channel@thread.tacv2"
_numbers = count(1)


@dataclass
class Somebody:
    """One person with the app."""

    name: str
    microsoft: Microsoft
    client: TestClient[Any, Any]
    settled: Any
    tenant: str = TENANT
    sent: list[Json] = field(default_factory=list)

    @property
    def account(self) -> str:
        return f"teams:{self.tenant}/{self.name}"

    @property
    def chat(self) -> str:
        return chat_with(self.name)

    @property
    def listed(self) -> Json:
        """As the members of a conversation list them."""
        return {
            "id": f"29:{self.name}",
            "name": self.name.capitalize(),
            "objectId": self.name,
            "tenantId": self.tenant,
        }

    # -- what they see

    def sees(self, where: str = CHANNEL) -> str:
        """All words of the cards in a conversation."""
        return "\n\n".join(card["fallbackText"] for card in self.microsoft.shown(where))

    def button(self, title: str, where: str = CHANNEL) -> tuple[str, Json]:
        """The newest button of that name in a conversation, with the message it stands in."""
        for message, activity in reversed(self.microsoft.messages.get(where, {}).items()):
            for attachment in activity.get("attachments", []):
                for action in actions(attachment["content"]):
                    if action["title"] == title:
                        return message, action
        raise AssertionError(
            f"no button '{title}' in {where}: "
            f"{[a['title'] for c in self.microsoft.shown(where) for a in actions(c)]}"
        )

    # -- what they do

    async def writes(self, words: str, where: str = CHANNEL, **other: Any) -> ClientResponse:
        """Writes a message; in a channel with a mention of the bot."""
        text = words if where == self.chat else f"<at>Chairside</at> {words}"
        return await self.posts({"type": "message", "text": text, **self._where(where), **other})

    async def presses(self, title: str, where: str = CHANNEL, /, **filled: str) -> Json:
        """Presses a button, whatever kind it is, and fills in the form that it opens."""
        message, action = self.button(title, where)
        if action["type"] == "Action.Execute":
            return await self.executes(action, message, where, **filled)
        answer = await self.opens(action, where)
        return await self.fills(answer, where, **filled) if filled else answer

    async def opens(self, action: Json, where: str = CHANNEL) -> Json:
        """Opens the dialog of a button."""
        value = {
            "data": {
                "type": "task/fetch",
                **{k: v for k, v in action["data"].items() if k != "msteams"},
            },
            "context": {},
        }
        return await self.invokes("task/fetch", value, where)

    async def fills(
        self, dialog: Json, where: str = CHANNEL, begins: str = "", /, **filled: str
    ) -> Json:
        """Fills in a dialog and sends it by a button; what it held already stays, as it does in the
        app.
        """
        card = dialog["task"]["value"]["card"]["content"]
        action = next(action for action in actions(card) if action["title"].startswith(begins))
        data = {**held(card), **action["data"], **_filled(filled, card)}
        return await self.invokes("task/submit", {"data": data, "context": {}}, where)

    async def executes(self, action: Json, message: str, where: str, /, **filled: str) -> Json:
        """Presses a button that is answered at once."""
        data = {
            **action["data"],
            **_filled(filled, self.microsoft.messages.get(where, {}).get(message, {})),
        }
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}}
        return await self.invokes("adaptiveCard/action", value, where, replyToId=message)

    async def fills_card(self, title: str, /, **filled: str) -> Json:
        """Fills in the newest form in the one-to-one chat that has a button of this name."""
        message, action = self.button(title, self.chat)
        return await self.executes(action, message, self.chat, **filled)

    async def invokes(self, name: str, value: Json, where: str, **other: Any) -> Json:
        """Sends an invoke; gives what came back."""
        response = await self.posts(
            {"type": "invoke", "name": name, "value": value, **self._where(where), **other}
        )
        assert response.status == 200, response.status
        text = await response.text()
        return await response.json() if text else {}

    async def posts(self, body: Json, token: str | None = None) -> ClientResponse:
        """Sends an activity with a token that holds, and waits until all that it led to is
        shown.
        """
        whole = {
            "channelId": "msteams",
            "id": f"activity-{next(_numbers)}",
            "serviceUrl": self.microsoft.service_url,
            "from": {
                "id": f"29:{self.name}",
                "name": self.name.capitalize(),
                "aadObjectId": self.name,
            },
            "recipient": {"id": BOT, "name": "Chairside"},
            "channelData": {"tenant": {"id": self.tenant}},
            **body,
        }
        self.sent.append(whole)
        header = {"Authorization": f"Bearer {token or self.microsoft.token()}"}
        response = await self.client.post("/api/messages", json=whole, headers=header)
        await self.settled()
        return response

    def _where(self, conversation: str) -> Json:
        kind = "personal" if conversation == self.chat else "channel"
        return {
            "conversation": {"id": conversation, "conversationType": kind, "tenantId": self.tenant}
        }


def actions(element: Any) -> list[Json]:
    """All actions of a card, wherever they stand."""
    if isinstance(element, list):
        return [action for item in element for action in actions(item)]
    if not isinstance(element, dict):
        return []
    own = [element] if str(element.get("type", "")).startswith("Action.") else []
    return own + [
        action for name, value in element.items() if name != "fallback" for action in actions(value)
    ]


def inputs(element: Any) -> list[Json]:
    """All inputs of a card."""
    if isinstance(element, list):
        return [found for item in element for found in inputs(item)]
    if not isinstance(element, dict):
        return []
    own = [element] if str(element.get("type", "")).startswith("Input.") else []
    return own + [found for value in element.values() for found in inputs(value)]


def held(card: Json) -> Json:
    """What stands in a card's inputs; Teams' own app sends "false" for a tick that nobody
    touched.
    """
    untouched = {"Input.Toggle": "false"}
    return {
        found["id"]: found.get("value", untouched.get(found["type"], "")) for found in inputs(card)
    }


def command_of(action: Json) -> str:
    """The command that a button sends."""
    return str(action["data"][DATA]["c"])


def _filled(filled: dict[str, str], card: Json) -> Json:
    names = {found["id"].partition(".")[2]: found["id"] for found in inputs(card)}
    return {names.get(name, PREFIX + name): value for name, value in filled.items()}


async def several(*doings: Any) -> list[Any]:
    """What several people do at once."""
    return list(await asyncio.gather(*doings))
