"""The three places by their real doors: the room's pages, signed requests to Slack's application,
Teams' activities.

What is pressed is what the place itself has drawn; every press is a delivery of its own.
"""

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from itertools import count
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from bot.slack.press import MORE, SlackPress, behind
from bot.spine.dispatch import Dispatcher
from bot.teams.actions import DATA
from storage.database import Database
from tests.kit.conference import PROFILES
from tests.kit.slack_people import buttons_of, new, pressed, submitted, words_in
from tests.kit.slack_room import CHANNEL, user_of
from tests.kit.slack_server import Json
from tests.kit.teams_somebody import actions, inputs
from tests.kit.three_places import InSlack, InTeams
from tests.kit.web_site import Site, Watch, running

PRESSING = ("chair", "minute_taker", "social_worker", "mum")
_TAG = re.compile(r"<[^>]*>")
_keys = count(1)


@dataclass(frozen=True)
class Control:
    """A button as a place has drawn it for somebody; `sent` is what the place sends when it is
    pressed.
    """

    who: str
    command: str
    target: str
    sent: Any = field(compare=False)


@dataclass
class Answer:
    """What the one who pressed is shown: words, further buttons, and a form where one opened."""

    words: str = ""
    controls: list[Control] = field(default_factory=list)
    form: Any = None


Messages = list[list[str]]


class Door(Protocol):
    """One sample conference in one place."""

    dispatcher: Dispatcher
    room: str

    def passes(self, *, seconds: int) -> None:
        """Time passes."""

    def deliver(self) -> None:
        """Shows all that is queued."""

    def settle(self) -> None:
        """Waits for what goes on by itself."""

    def drawn(self) -> Iterator[Control]:
        """Every button that stands there now, for each who could press it."""

    def press(self, control: Control) -> Answer:
        """Presses it."""

    def fill_in(self, who: str, form: Any, values: dict[str, str]) -> Answer:
        """Sends a form that was opened."""

    def account(self, who: str) -> str:
        """Somebody of the sample, as the place names them."""

    def in_channel(self) -> Messages:
        """The commands on each message of the channel, in order."""

    def in_chat(self, who: str) -> Messages:
        """The commands on each message of somebody's own chat."""

    def close(self) -> None:
        """Ends it."""


class SlackDoor(InSlack):
    """Signed requests."""

    def settle(self) -> None:
        """Nothing goes on by itself."""

    def drawn(self) -> Iterator[Control]:
        for who in PRESSING:
            user = user_of(who)
            for place in (CHANNEL, self.slack.fake.dm(user)):
                for message in self.slack.fake.standing(place):
                    yield from _in_blocks(who, message.blocks)

    def in_channel(self) -> Messages:
        return self._on_messages(CHANNEL)

    def in_chat(self, who: str) -> Messages:
        return self._on_messages(self.slack.fake.dm(user_of(who)))

    def _on_messages(self, place: str) -> Messages:
        found = self.slack.fake.standing(place)
        return [[one.command for one in _in_blocks("", message.blocks)] for message in found]

    def press(self, control: Control) -> Answer:
        user, (value, view) = user_of(control.who), control.sent
        before = len(self.slack.fake.opened)
        self._sends(pressed(user, value, new(), view))
        if view:
            return self._shown(control.who, self.slack.fake.views[view["id"]])
        if len(self.slack.fake.opened) > before:
            return self._shown(control.who, self.slack.workspace.window())
        return Answer()

    def fill_in(self, who: str, form: Json, values: dict[str, str]) -> Answer:
        body = self._sends(submitted(user_of(who), form, values))
        if errors := body.get("errors"):
            return Answer(json.dumps(errors))
        return self._shown(who, {**form, **body["view"]}) if "view" in body else Answer()

    def _shown(self, who: str, view: Json) -> Answer:
        held = "submit" in view
        inside = [
            Control(c.who, c.command, c.target, (c.sent[0], view))
            for c in _in_blocks(who, view["blocks"])
        ]
        return Answer(f"{view['title']['text']}\n{words_in(view)}", inside, view if held else None)

    def _sends(self, payload: Json) -> Json:
        answer = self._loop.run_until_complete(self.slack.workspace.interact(payload))
        assert answer.status == 200
        return answer.body


def _in_blocks(who: str, blocks: list[Json]) -> Iterator[Control]:
    for button in buttons_of(blocks):
        press = SlackPress.read(button.get("value"))
        if press is None:
            continue
        for one in behind(press) if press.command == MORE else ():
            value = SlackPress(one.command, one.target, press.channel).written
            yield Control(who, one.command, one.target, (value, None))
        if press.command != MORE:
            yield Control(who, press.command, press.target, (button["value"], None))


class TeamsDoor(InTeams):
    """Activities with a token that holds."""

    def settle(self) -> None:
        """Nothing goes on by itself."""

    def drawn(self) -> Iterator[Control]:
        for who in PRESSING:
            for place in (self._channel, self._somebody(who).chat):
                for message, activity in self.microsoft.messages.get(place, {}).items():
                    yield from self._on_cards(who, place, message, activity)

    def in_channel(self) -> Messages:
        return self._on_messages(self._channel)

    def in_chat(self, who: str) -> Messages:
        return self._on_messages(self._somebody(who).chat)

    def _on_messages(self, place: str) -> Messages:
        found = self.microsoft.messages.get(place, {}).items()
        return [
            [one.command for one in self._on_cards("", place, name, activity)]
            for name, activity in found
            if name not in self._before
        ]

    def _bring_in(self) -> None:
        """The bot introduces itself, and says to those who have no part yet that they have none."""
        super()._bring_in()
        everywhere = self.microsoft.messages.values()
        self._before = {name for messages in everywhere for name in messages}

    def press(self, control: Control) -> Answer:
        person, (place, message, action) = self._somebody(control.who), control.sent
        if action["type"] == "Action.Execute":
            return self._said(control.who, lambda: person.executes(action, message, place))
        if "msteams" in action["data"]:
            return self._said(control.who, lambda: person.opens(action, place))
        value = {"data": action["data"], "context": {}}
        return self._said(control.who, lambda: person.invokes("task/submit", value, place))

    def fill_in(self, who: str, form: Json, values: dict[str, str]) -> Answer:
        person = self._somebody(who)
        return self._said(who, lambda: person.fills(form, person.chat, **values))

    @property
    def _channel(self) -> str:
        return self.room.rpartition("/")[2]

    def _said(self, who: str, doing: Any) -> Answer:
        chat = self._somebody(who).chat
        before = set(self.microsoft.messages.get(chat, {}))
        answer = self._loop.run_until_complete(doing())
        value = answer.get("task", answer).get("value", "")
        said = Answer(value if isinstance(value, str) else "")
        if isinstance(value, dict):
            card = value.get("card", {}).get("content", value)
            said.words = card["fallbackText"]
            said.controls = list(self._of(who, chat, "", card))
            if inputs(card) and "task" in answer:
                said.form, said.controls = answer, said.controls[1:]
        for message, activity in self.microsoft.messages.get(chat, {}).items():
            if message not in before:
                said.words += "\n" + json.dumps(activity, ensure_ascii=False)
                said.controls += self._on_cards(who, chat, message, activity)
        return said

    def _on_cards(self, who: str, place: str, message: str, activity: Json) -> Iterator[Control]:
        for attachment in activity.get("attachments", []):
            yield from self._of(who, place, message, attachment["content"])

    def _of(self, who: str, place: str, message: str, card: Json) -> Iterator[Control]:
        for action in actions(card):
            press = action.get("data", {}).get(DATA)
            if press and not press["c"].startswith("teams."):
                yield Control(who, press["c"], press.get("t", ""), (place, message, action))


class RoomDoor:
    """The rehearsal room's pages, as a browser fetches and sends them."""

    def __init__(self, database: Database, family: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._stack = AsyncExitStack()
        self.watch = Watch()
        self.site: Site = self._does(
            self._stack.enter_async_context(running(database, now=self.watch, profiles=PROFILES))
        )
        self.dispatcher = self.site.dispatcher
        started = {"family": family, "key": self.site.new_key(), "how": "ahead"}
        response = self._does(self.site.post("/rehearse", started))
        assert response.status == 303
        path = response.headers["Location"].partition("?")[0]
        self.room = self.site.room = path.replace("/room/", "web:")

    def passes(self, *, seconds: int) -> None:
        self.watch.now += timedelta(seconds=seconds)

    def account(self, who: str) -> str:
        return who

    def deliver(self) -> None:
        self._does(self.site.quiet())

    def settle(self) -> None:
        self.deliver()

    def drawn(self) -> Iterator[Control]:
        for who in PRESSING:
            page = self._does(self.site.text(f"{self.site.path}?as={who}"))
            yield from _in_page(who, page)

    def press(self, control: Control) -> Answer:
        return self._sends(control.who, control.sent, {})

    def fill_in(self, who: str, form: dict[str, str], values: dict[str, str]) -> Answer:
        return self._sends(who, form, values)

    def close(self) -> None:
        self._does(self._stack.aclose())
        self._loop.close()

    def _sends(self, who: str, sent: dict[str, str], values: dict[str, str]) -> Answer:
        typed = {f"v.{name}": value for name, value in values.items()}
        body = {"command": sent["command"], "target": sent["target"], **typed}
        body["key"] = f"door-{next(_keys):08d}"
        address = urlsplit(sent["action"])
        assert parse_qs(address.query)["as"] == [who]
        response = self._does(self.site.post(sent["action"], body, **{"X-Fetched": "1"}))
        assert response.status in (200, 204), response.status
        text = self._does(response.text())
        return Answer(_TAG.sub(" ", text), list(_in_page(who, text)), _form_in(text))

    def _does(self, doing: Any) -> Any:
        return self._loop.run_until_complete(doing)


class _Forms(HTMLParser):
    """The forms of a page, with their hidden fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append({"action": told.get("action", ""), "class": told.get("class", "")})
        elif tag == "input" and told.get("type") == "hidden" and self.found:
            self.found[-1][told["name"]] = told["value"]


def _forms(page: str) -> list[dict[str, str]]:
    return [form for form in _Forms(page).found if "/press" in form["action"] and "command" in form]


def _in_page(who: str, page: str) -> Iterator[Control]:
    for form in _forms(page):
        if form["class"] != "fill":
            yield Control(who, form["command"], form["target"], form)


def _form_in(page: str) -> dict[str, str] | None:
    return next((form for form in _forms(page) if form["class"] == "fill"), None)
