"""People in Slack: signed requests as Slack sends them, into the real application, and what comes
back.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any
from urllib.parse import urlencode

from aiohttp.test_utils import TestClient

from bot.slack.accounts import account_of, room_of
from bot.slack.guard import sign
from bot.slack.press import SlackPress
from handlers.grammar.command import Command
from tests.kit.slack_rules import words_of
from tests.kit.slack_server import TEAM, FakeSlack, Json

SECRET = "a secret for tests"
_numbers = count(1)


@dataclass
class Answer:
    """What Slack was answered."""

    status: int
    body: Json


class Workspace:
    """Sends what people do.

    `client` reaches our application, `slack` is what our application reaches.
    """

    def __init__(
        self,
        client: "TestClient[Any, Any]",
        slack: FakeSlack,
        settle: Any,
        drawn: Callable[[Command], Command],
    ) -> None:
        self.client = client
        self.slack = slack
        self._settle = settle
        self._drawn = drawn

    # -- what people do

    async def slash(self, user: str, channel: str, text: str) -> Answer:
        """Types the slash command."""
        form = {
            "command": "/conference",
            "text": text,
            "user_id": user,
            "team_id": TEAM,
            "channel_id": channel,
            "trigger_id": new(),
        }
        return await self.send(urlencode(form), "application/x-www-form-urlencoded")

    async def press(
        self, user: str, value: str, *, trigger: str = "", view: Json | None = None
    ) -> Answer:
        """Presses the button that carries `value`, as it is drawn now."""
        return await self.interact(
            pressed(user, self.as_drawn(user, value), trigger or new(), view)
        )

    def as_drawn(self, user: str, value: str) -> str:
        """What a button carries that is drawn now."""
        press = SlackPress.read(value)
        if press is None:
            return value
        made = Command("", press.command, account(user), room_of(TEAM, press.channel), press.target)
        return replace(press, target=self._drawn(made).target).written

    async def press_label(self, user: str, channel: str, label: str) -> Answer:
        """Presses the newest button with these words in a channel."""
        buttons = [
            b
            for message in self.slack.standing(channel)
            for b in buttons_of(message.blocks)
            if b["text"]["text"] == label
        ]
        return await self.press(user, buttons[-1]["value"])

    async def submit(self, user: str, view: Json, values: dict[str, str]) -> Answer:
        """Fills in a modal and sends it."""
        return await self.interact(submitted(user, view, values))

    async def home(self, user: str) -> Answer:
        """Opens the home page."""
        event = {
            "type": "app_home_opened",
            "user": user,
            "tab": "home",
            "channel": self.slack.dm(user),
        }
        body = {"type": "event_callback", "team_id": TEAM, "event_id": new(), "event": event}
        return await self.send(json.dumps(body), "application/json")

    async def event(self, kind: str, channel: str, **more: Any) -> Answer:
        """Something happened in a channel."""
        event = {"type": kind, "channel": channel, "channel_type": "G", "event_ts": new(), **more}
        body = {"type": "event_callback", "team_id": TEAM, "event_id": new(), "event": event}
        return await self.send(json.dumps(body), "application/json")

    async def joins(self, user: str, channel: str) -> None:
        """Somebody comes into a channel."""
        self.slack.members[channel].append(user)
        assert (
            await self.event("member_joined_channel", channel, user=user, team=TEAM)
        ).status == 200

    async def leaves(self, user: str, channel: str) -> None:
        """Somebody leaves a channel, or is taken out of it."""
        self.slack.members[channel].remove(user)
        assert (
            await self.event("member_left_channel", channel, user=user, team=TEAM)
        ).status == 200

    async def shortcut(self, user: str) -> Answer:
        """Uses the shortcut."""
        return await self.interact(
            {**_who(user), "type": "shortcut", "callback_id": "mine", "trigger_id": new()}
        )

    async def interact(self, payload: Json) -> Answer:
        """Sends an interaction."""
        return await self.send(
            urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"
        )

    async def send(self, body: str, content_type: str, **headers: str) -> Answer:
        """Sends a signed request, and waits for all that follows from it."""
        data = body.encode()
        told = str(int(time.time()))
        signed = {
            "X-Slack-Request-Timestamp": told,
            "X-Slack-Signature": sign(SECRET.encode(), told, data),
        }
        response = await self.client.post(
            "/slack/events", data=data, headers={"Content-Type": content_type, **signed, **headers}
        )
        text = await response.text()
        await self._settle()
        return Answer(response.status, json.loads(text) if text.startswith("{") else {})

    # -- what they see

    def window(self) -> Json:
        """The modal that was opened last, as it is now."""
        return self.slack.views[self.slack.opened[-1]["id"]]

    async def form(self, user: str, value: str) -> Json:
        """Presses a button that opens a modal."""
        before = len(self.slack.opened)
        answer = await self.press(user, value)
        assert answer.status == 200
        assert len(self.slack.opened) == before + 1, f"{value} opened nothing"
        return self.window()


def account(user: str) -> str:
    return account_of(TEAM, user)


def new() -> str:
    """A fresh id."""
    return f"t{next(_numbers)}.{time.time_ns()}"


def value(command: str, target: str = "", channel: str = "C1") -> str:
    """What a button carries."""
    return json.dumps([command, target, channel], separators=(",", ":"))


def pressed(user: str, carries: str, trigger: str, view: Json | None = None) -> Json:
    """The payload of a press."""
    container = (
        {"view": view, "container": {"type": "view"}}
        if view
        else {"container": {"type": "message"}}
    )
    action = {
        "type": "button",
        "action_id": "press.1",
        "block_id": "b",
        "value": carries,
        "action_ts": trigger,
    }
    return {
        **_who(user),
        "type": "block_actions",
        "trigger_id": trigger,
        "actions": [action],
        **container,
    }


def submitted(user: str, view: Json, values: dict[str, str]) -> Json:
    """The payload of a form, filled in as Slack's own elements report it."""
    state: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            name = block["block_id"].partition(".")[2]
            state[block["block_id"]] = {"filled": _filled(block["element"], values.get(name))}
    return {
        **_who(user),
        "type": "view_submission",
        "trigger_id": new(),
        "view": {**view, "state": {"values": state}},
    }


def _filled(element: Json, given: str | None) -> Json:
    """An element's state; what is not given stays as the form had it."""
    kind = element["type"]
    offered = [
        *element.get("options", []),
        *(o for g in element.get("option_groups", []) for o in g["options"]),
    ]
    match kind:
        case "plain_text_input":
            return {
                "type": kind,
                "value": (element.get("initial_value") if given is None else given) or None,
            }
        case "datepicker":
            return {
                "type": kind,
                "selected_date": (element.get("initial_date") if given is None else given) or None,
            }
        case "users_select":
            return {"type": kind, "selected_user": given.rpartition("/")[2] if given else None}
        case "checkboxes" | "multi_static_select":
            if given is None:
                return {"type": kind, "selected_options": element.get("initial_options", [])}
            chosen = [option for option in offered if option["value"] in given.split(",")]
            return {"type": kind, "selected_options": chosen}
    one = (
        element.get("initial_option")
        if given is None
        else next((o for o in offered if o["value"] == given), None)
    )
    return {"type": kind, "selected_option": one}


def buttons_of(blocks: list[Json]) -> list[Json]:
    """The buttons in blocks."""
    return [
        element for block in blocks if block["type"] == "actions" for element in block["elements"]
    ]


def words_in(view: Json) -> str:
    """All that a modal says."""
    return "\n".join(words_of(view["blocks"]))


def _who(user: str) -> Json:
    return {
        "team": {"id": TEAM, "domain": "test"},
        "user": {"id": user, "team_id": TEAM, "username": user.lower()},
    }


async def until(met: Any, seconds: float = 5.0) -> None:
    """Waits until something is so."""
    end = asyncio.get_running_loop().time() + seconds
    while not met():
        assert asyncio.get_running_loop().time() < end, "it did not come to be"
        await asyncio.sleep(0.01)
