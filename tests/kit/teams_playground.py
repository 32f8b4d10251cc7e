"""Microsoft's Agents Playground on this machine: a Teams client with made-up people, and the bot
that it talks to.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from playwright.async_api import Locator, Page

from bot.spine.dispatch import Dispatcher
from bot.teams.actions import DATA, Surface
from bot.teams.cards import form
from handlers.grammar.command import Command
from prompts.card import Card, Choice
from tests.kit.drawn import drawn_now
from tests.kit.teams_browser import PICTURES, ROOT, a_page
from tests.kit.teams_somebody import actions, held, inputs

Json = dict[str, Any]
_CLI = ROOT / "tests/npm/node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
_numbers = count(1)


@dataclass
class Playground:
    """The client's own addresses, and its page."""

    address: str
    session: aiohttp.ClientSession
    page: Page
    config: Json
    pictures: Path

    @property
    def group(self) -> str:
        """The group chat's id."""
        return str(self.config["groupChats"][0]["id"])

    @property
    def room(self) -> str:
        return f"teams:{self.config['tenantId']}/{self.group}"

    def account(self, name: str) -> str:
        """Somebody's account, by their first name."""
        return f"teams:{self.config['tenantId']}/{self._user(name)['aadObjectId']}"

    async def does(self, dispatcher: Dispatcher, name: str, command: str, target: str = "") -> None:
        """Somebody presses a button as it is drawn now, by the client's own address."""
        made = drawn_now(dispatcher, Command("", command, self.account(name), self.room, target))
        await self._sends(name, command, {DATA: {"c": command, "t": made.target, "r": self.group}})

    async def fills_in(
        self, dispatcher: Dispatcher, name: str, opens: str, target: str = "", /, **filled: str
    ) -> None:
        """Somebody opens a form, fills it in and sends it: what they leave alone is sent as Teams'
        own app sends it.
        """
        made = drawn_now(dispatcher, Command("", opens, self.account(name), self.room, target))
        reply = await dispatcher.send(made)
        assert reply.card, opens
        card = form(self._with_members(reply.card), Surface(self.group, dialogs=False))
        send = actions(card)[0]
        names = {found["id"].partition(".")[2]: found["id"] for found in inputs(card)}
        assert filled.keys() <= names.keys(), (opens, names)
        typed = {names[field]: value for field, value in filled.items()}
        await self._sends(name, send["verb"], {**held(card), **send["data"], **typed})

    def _with_members(self, card: Card) -> Card:
        """The form with the people of the chat to choose from, as the bot offers them."""
        members = tuple(
            Choice(self.account(user["givenName"]), user["name"]) for user in self.config["users"]
        )
        fields = (
            replace(field, choices=members) if field.kind == "member" else field
            for field in card.fields
        )
        return replace(card, fields=tuple(fields))

    async def _sends(self, name: str, verb: str, data: Json) -> None:
        user = self._user(name)
        activity = {
            "type": "invoke",
            "name": "adaptiveCard/action",
            "id": f"from-{name}-{next(_numbers)}",
            "channelId": "msteams",
            "serviceUrl": f"{self.address}/_connector",
            "from": {"id": user["id"], "name": user["name"], "aadObjectId": user["aadObjectId"]},
            "recipient": {"id": self.config["bot"]["id"], "name": "Chairside"},
            "conversation": {
                "id": self.group,
                "conversationType": "groupChat",
                "tenantId": self.config["tenantId"],
            },
            "channelData": {"tenant": {"id": self.config["tenantId"]}},
            "value": {"action": {"type": "Action.Execute", "verb": verb, "data": data}},
        }
        async with self.session.post(
            f"{self.address}/_internal/v1/customActivities", json=activity
        ) as response:
            assert response.status == 200

    # -- the page

    async def opens(self, chat: str) -> None:
        """Opens a chat in the page."""
        await self.page.get_by_text(chat, exact=True).first.click()
        await self.page.wait_for_timeout(300)

    async def writes(self, words: str) -> None:
        """Writes a message in the chat that is open."""
        box = (
            self.page.get_by_placeholder("Type a message")
            .or_(self.page.locator("[contenteditable=true]"))
            .first
        )
        await box.click()
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    async def presses(self, label: str) -> None:
        """Presses the newest button of that name in the chat that is open."""
        button = self._button(label)
        await button.wait_for(timeout=15_000)
        await button.scroll_into_view_if_needed()
        await button.click()
        await self.page.wait_for_timeout(400)

    async def fills(self, label: str, words: str) -> None:
        """Fills in the newest field of that name."""
        field = self.page.get_by_label(label).last
        await field.wait_for(timeout=15_000)
        await field.fill(words)

    async def ticks(self, label: str) -> None:
        """Chooses the newest option of that name."""
        await self.page.get_by_label(label).last.check(force=True)

    async def reads(self, words: str) -> None:
        """Waits until words stand in the chat that is open."""
        await self.page.get_by_text(words).last.wait_for(timeout=20_000)

    async def text(self) -> str:
        """All that the page shows."""
        return await self.page.inner_text("body")

    async def picture(self, name: str) -> None:
        """Keeps a picture of the page."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=self.pictures / f"playground-{name}.png")

    def _button(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True).last

    def _user(self, name: str) -> Json:
        everybody: list[Json] = [self.config["currentUser"], *self.config["users"]]
        return next(user for user in everybody if user["givenName"] == name)


@asynccontextmanager
async def playground(bot: str, port: int, folder: Path) -> AsyncIterator[Playground]:
    """The client, speaking to a bot's address."""
    address = f"http://127.0.0.1:{port}"
    command = [
        "node",
        str(_CLI),
        "start",
        "-e",
        f"{bot}/api/messages",
        "-c",
        "msteams",
        "-p",
        str(port),
        "--dt",
    ]
    with (folder / "playground.log").open("w") as log:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, stdout=log, stderr=log, env=dict(os.environ)
        )
        try:
            async with aiohttp.ClientSession() as session, a_page(1280, 960) as page:
                config = await _when_ready(session, address)
                await page.goto(address)
                await page.get_by_text("Group Chat", exact=True).first.wait_for(timeout=30_000)
                yield Playground(address, session, page, config, PICTURES)
        finally:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def _when_ready(session: aiohttp.ClientSession, address: str) -> Json:
    for _ in range(150):
        with contextlib.suppress(aiohttp.ClientError):
            async with session.get(f"{address}/_internal/v1/testConfig") as response:
                found: Json = await response.json()
                return dict(found["config"])
        await asyncio.sleep(0.2)
    raise TimeoutError(address)
