"""A Slack workspace in a real browser: the emulator's page and its control addresses, with
Chairside behind it.
"""

import contextlib
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, sync_playwright

from bot.slack.fields import block_id
from bot.slack.press import MORE, SlackPress, behind
from prompts.card import Button, Card, Field

Json = dict[str, Any]

ROOT = Path(__file__).parents[2]
WORKSPACE = ROOT / "tests/npm/node_modules/local-slack-linux-x64/bin/local-slack"
PICTURES = ROOT / "build/slack"
CHANNEL, TEAM, SECRET = "C1", "T0TEST", "asecretfortests"
PEOPLE = {"URUTH": "Ruth", "UJO": "Jo", "UDAN": "Dan", "UASH": "Ash"}
_NAMES_THE_CHAIR = ("staff", "add", f"slack:{TEAM}/URUTH", "--name", "Ruth", "--may", "chair")
_FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
_MORE_FLAGS = "--disable-component-update --disable-sync"
_PATIENCE = 20.0
_QUIET = 1.2


class Desktop:
    """One browser, in which one person after the other acts."""

    def __init__(self, page: Page, address: str, database: Path) -> None:
        self.page = page
        self.address = address
        self._database = database

    # -- the page

    def act_as(self, user: str) -> None:
        """Whoever acts from now on."""
        self.page.locator(".actas select").select_option(user)

    def open_channel(self) -> None:
        """The conference's channel."""
        self.page.locator(".sidebar-item", has_text="posy").first.click()

    def open_home(self) -> None:
        """Chairside's home page."""
        self.page.locator(".sidebar-item", has_text="chairside").first.click()

    def type(self, text: str) -> None:
        """Types into the channel."""
        self.open_channel()
        self.page.locator(".composer-input").fill(text)
        self.page.locator(".composer-send").click()

    def press(self, label: str) -> None:
        """Presses the newest button with these words."""
        self.page.locator(".bk-button", has_text=label).last.click()

    def form(self, title: str) -> Locator:
        """The window, once it has this title."""
        window = self.page.locator(".modal")
        window.locator(".bk-header", has_text=title).wait_for()
        return window

    def fill(self, values: dict[str, str]) -> None:
        """Fills in fields of the window by their labels."""
        for label, value in values.items():
            field = self.page.locator(
                ".modal .bk-input", has=self.page.locator(".bk-label", has_text=label)
            ).first
            if field.locator("input.bk-plain-input").count():
                field.locator("input.bk-plain-input").fill(
                    ""
                )  # or the page takes it for unchanged, and does not send it
                field.locator("input.bk-plain-input").fill(value)
            elif field.locator("select").count():
                field.locator("select").select_option(value)
            else:
                field.locator("label", has_text=value).last.locator("input").check()

    def send(self) -> None:
        """Sends the window's form, and waits until it has been answered."""
        before = self.window()
        self.page.locator(".modal-btn.primary").click()
        self.until(lambda: self.window() != before)

    def window(self) -> str:
        """What the window says; "" when none is open."""
        text: str = self.page.evaluate("document.querySelector('.modal')?.innerText ?? ''")
        return text

    def close(self) -> None:
        """Closes the window, if one is open."""
        if self.window():
            self.page.locator(".modal-x").click()
        self.until(lambda: not self.window())

    def picture(self, name: str) -> None:
        """Keeps what is seen."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.wait_for_timeout(200)
        self.page.screenshot(path=PICTURES / f"{name}.png")

    # -- the control addresses

    def messages(self, channel: str) -> list[Json]:
        """What stands in a channel."""
        found: list[Json] = self.get(f"/_control/messages/{channel}")["messages"]
        return found

    def said(self, channel: str = CHANNEL) -> str:
        """All that a channel says."""
        return json.dumps(
            [message.get("blocks") for message in self.messages(channel)], ensure_ascii=False
        )

    def private(self, user: str) -> str:
        """Somebody's channel with Chairside."""
        channels = self.get("/_control/state")["channels"]
        return next((str(c["id"]) for c in channels if c.get("is_im") and user in c["members"]), "")

    def press_value(self, user: str, channel: str, command: str) -> None:
        """Presses the newest button that sends a command, without the page, as soon as there is
        one.
        """
        self.until(lambda: self._sends(channel, command))
        message, action = self._sends(channel, command)[-1]
        self.post(
            "/_control/interact",
            {"channel": channel, "messageTs": message["ts"], "user": user, "action": action},
        )

    def labels(self, channel: str, command: str) -> list[str]:
        """What stands on the buttons that send a command, oldest first."""
        return [str(action["text"]["text"]) for _, action in self._sends(channel, command)]

    def targets(self, channel: str, command: str) -> list[str]:
        """What the buttons that send a command are about, oldest first."""
        return [press_of(action).target for _, action in self._sends(channel, command)]

    def offered(self) -> list[str]:
        """The suggestions for the plan that wait to be agreed, as a button of a window carries them
        ("thread.version").
        """
        with contextlib.closing(
            sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)
        ) as kept:
            query = (
                "SELECT thread, version FROM plan_entry WHERE current AND "
                "state = 'offered' ORDER BY at, id"
            )
            return [f"{thread}.{version}" for thread, version in kept.execute(query)]

    def press_as_if(self, user: str, channel: str, command: str, target: str) -> None:
        """Presses a button that stands in a window, where this workspace's page does nothing with
        it.
        """
        message = next(message for message in reversed(self.messages(channel)) if buttons(message))
        action = {**buttons(message)[0], "value": SlackPress(command, target, CHANNEL).written}
        self.post(
            "/_control/interact",
            {"channel": channel, "messageTs": message["ts"], "user": user, "action": action},
        )

    def _sends(self, channel: str, command: str) -> list[tuple[Json, Json]]:
        pressable = [
            (message, action) for message in self.messages(channel) for action in buttons(message)
        ]
        return [
            (message, action)
            for message, action in pressable
            if press_of(action).command == command
        ]

    def submit(self, user: str, form: Card, values: dict[str, Json]) -> None:
        """Sends the open window with values that the page has no means to choose, such as
        a person.
        """
        state = {
            block_id(form, Field(name, "", "line")): {"filled": value}
            for name, value in values.items()
        }
        told = json.dumps({"t": "view_submit", "user": user, "values": state})
        self.page.evaluate(
            "told => new Promise(done => { const ui = new "
            "WebSocket(location.origin.replace('http', 'ws') + '/ui');"
            " ui.onopen = () => { ui.send(told); setTimeout(() => { "
            "ui.close(); done(); }, 300); }; })",
            told,
        )

    def quiet(self, channel: str) -> None:
        """Waits until nothing has changed in a channel for longer than a message takes."""
        before, since = self.said(channel), time.monotonic()
        while time.monotonic() - since < _QUIET:
            self.page.wait_for_timeout(100)
            if (now := self.said(channel)) != before:
                before, since = now, time.monotonic()

    def get(self, path: str) -> Json:
        """Asks the workspace."""
        found: Json = json.loads(urllib.request.urlopen(self.address + path, timeout=10).read())
        return found

    def post(self, path: str, body: Json) -> None:
        """Tells the workspace."""
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), headers)
        urllib.request.urlopen(request, timeout=20).read()

    def until(self, met: Callable[[], object]) -> None:
        """Waits until something is so."""
        end = time.monotonic() + _PATIENCE
        while not met():
            if time.monotonic() > end:
                raise AssertionError("it did not come to be")
            self.page.wait_for_timeout(100)


def buttons(message: Json) -> list[Json]:
    """A message's buttons, as the workspace wants them pressed; those behind another one too."""
    rows = [block for block in message.get("blocks") or [] if block["type"] == "actions"]
    found = [
        {**element, "block_id": "b"}
        for row in rows
        for element in row["elements"]
        if element.get("value")
    ]
    hidden = [
        {**action, "value": SlackPress(button.command, button.target, press.channel).written}
        for action in found
        if (press := press_of(action)).command == MORE
        for button in behind(press)
    ]
    return [*found, *hidden]


def press_of(action: Json) -> SlackPress:
    """What a button carries."""
    press = SlackPress.read(action["value"])
    assert press
    return press


def form_of(command: str) -> Card:
    """What names the blocks of a form."""
    return Card("", buttons=(Button("", command),))


@contextlib.contextmanager
def desktop(folder: Path, mode: str) -> Iterator[Desktop]:
    """The workspace, Chairside and a browser, in "events" or "socket" mode."""
    theirs, ours = _free_port(), _free_port()
    address = f"http://127.0.0.1:{theirs}"
    config = folder / "workspace.json"
    config.write_text(json.dumps(_workspace(mode, f"http://127.0.0.1:{ours}/slack/events")))
    told = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_TEAM": TEAM, "SLACK_API_URL": f"{address}/api/"}
    told |= (
        {"SLACK_SIGNING_SECRET": SECRET} if mode == "events" else {"SLACK_APP_TOKEN": "xapp-test"}
    )
    around = {
        **os.environ,
        **told,
        "PORT": str(ours),
        "CHAIRSIDE_DATA": str(folder / "data"),
        "CHAIRSIDE_URL": "",
    }
    workspace = [
        str(WORKSPACE),
        "--config",
        str(config),
        "--port",
        str(theirs),
        "--base-host",
        "127.0.0.1",
    ]
    with contextlib.ExitStack() as stack:
        stack.enter_context(_running(workspace, "Apps:", {**os.environ}))
        subprocess.run(
            [sys.executable, "-m", "bot", *_NAMES_THE_CHAIR],
            cwd=ROOT,
            env=around,
            check=True,
            timeout=60,
        )
        stack.enter_context(_running([sys.executable, "-m", "bot", "serve"], "ready", around))
        page = stack.enter_context(_browser())
        page.goto(address)
        shown = Desktop(page, address, folder / "data" / "chairside.db")
        try:
            yield shown
        except Exception:
            shown.picture(f"{mode}-stuck")
            raise


@contextlib.contextmanager
def workspace_alone(folder: Path) -> Iterator[str]:
    """The workspace without Chairside, for messages to be drawn; its address."""
    config, port = folder / "workspace.json", _free_port()
    config.write_text(json.dumps(_workspace("events", "http://127.0.0.1:9/slack/events")))
    command = [str(WORKSPACE), "--config", str(config), "--port", str(port)]
    with _running([*command, "--base-host", "127.0.0.1"], "Apps:", {**os.environ}):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _browser() -> Iterator[Page]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(
            executable_path=path, args=f"{_FLAGS} {_MORE_FLAGS}".split()
        )
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.set_default_timeout(_PATIENCE * 1000)
        yield page
        browser.close()


@contextlib.contextmanager
def _running(command: list[str], ready: str, around: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, cwd=ROOT, env=around, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout
        assert any(ready in line for line in process.stdout), f"{command[0]} did not start"
        yield
    finally:
        process.terminate()
        try:
            process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _workspace(mode: str, url: str) -> Json:
    tokens = {"botToken": "xoxb-test", "appToken": "xapp-test", "signingSecret": SECRET}
    app = {
        "appId": "A0",
        "botUserId": "U0BOT",
        "botName": "chairside",
        **tokens,
        "mode": mode,
        "requestUrl": url,
    }
    users = [{"id": user, "name": name.lower(), "real_name": name} for user, name in PEOPLE.items()]
    channel = {"id": CHANNEL, "name": "posy", "is_private": True, "members": [*PEOPLE, "U0BOT"]}
    workspace = {"name": "Council", "domain": "council", "teamId": TEAM}
    return {"workspace": workspace, "apps": [app], "users": users, "channels": [channel]}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
