"""What people see in a hard moment, on the narrowest phone, in each place: nothing is cut off, and
numbers dial. Pictures are left in build/moments.
"""

import json
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from bot.slack.messages import messages_of
from bot.slack.views import view_of
from bot.teams.actions import Surface
from bot.teams.cards import form, post
from bot.web.render import Pages
from prompts.card import Call, Calls, Card
from storage.database import Database
from tests.kit.conference import Conference
from tests.kit.hard_moments import hard_moments
from tests.kit.slack_desktop import CHANNEL, workspace_alone
from tests.kit.teams_browser import ROOT, a_page, rendering

pytestmark = pytest.mark.e2e

PICTURES = ROOT / "build" / "moments"
WIDTH = 320
# Buttons whose words do not fit into them, or that the edge of the page cuts.
CUT_OFF = """() => [...document.querySelectorAll("button")].filter(one => {
    const card = one.closest(".card, body").getBoundingClientRect();
    const reaches = one.getBoundingClientRect().right;
    return one.scrollWidth > one.clientWidth + 1 || reaches > Math.min(card.right, innerWidth) - 4;
}).map(one => one.textContent.trim())"""
# Of the workspace's own page, what would stand over a long message.
HIDDEN = ".sidebar, .topbar, .channel-header, .composer { display: none !important }"
CSS = ROOT / "bot" / "web" / "static" / "room.css"
Draw = Callable[[str, Card], Awaitable[None]]


@pytest.fixture
def moments(sqlite_database: Database) -> Iterator[dict[str, Card]]:
    with closing(Conference(sqlite_database)) as conference:
        yield hard_moments(conference)


async def test_in_the_room(moments: dict[str, Card]) -> None:
    pages = Pages()
    async with a_page(WIDTH, 640) as page:
        for name, card in moments.items():
            facts = {"card": card, "link": "", "press": "/press", "back": "/room"}
            await page.set_content(pages.draw("reply_page.html.j2", **facts))
            await page.add_style_tag(content=CSS.read_text())
            await check(page, "room", name, card)


async def test_in_teams(moments: dict[str, Card]) -> None:
    async with rendering() as page:
        await page.set_viewport_size({"width": WIDTH, "height": 640})
        for name, card in moments.items():
            own = Surface("19:room", key="1", dialog=True)
            drawn = [form(card, own)] if card.fields else post(card, Surface("19:room", post="1"))
            await page.evaluate("cards => show(cards)", drawn)
            await check(page, "teams", name, card)


async def test_in_slack(moments: dict[str, Card], tmp_path: Path) -> None:
    with workspace_alone(tmp_path) as address:
        async with a_page(WIDTH, 640) as page:
            await page.goto(address)
            await page.locator(".sidebar-item", has_text="posy").first.click()
            await page.add_style_tag(content=HIDDEN)
            for name, card in moments.items():
                blocks = _blocks(card)
                _posts(address, blocks)
                await page.get_by_text(card.title).last.wait_for()
                message = page.locator(".msg-body").last
                PICTURES.mkdir(parents=True, exist_ok=True)
                await message.screenshot(path=PICTURES / f"slack-{name}.png")
                assert await message.evaluate("one => one.scrollWidth <= one.clientWidth"), name
                said = json.dumps(blocks)
                assert all(f"<{call.link}|" in said for call in calls(card)), name


async def check(page: Page, place: str, name: str, card: Card) -> None:
    """Leaves a picture; nothing is wider than the phone, and each number is a link that dials."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{place}-{name}.png", full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth") <= WIDTH, (place, name)
    links = await page.eval_on_selector_all("a", "all => all.map(one => one.getAttribute('href'))")
    cut = await page.evaluate(CUT_OFF)
    assert cut == [], (place, name)
    assert {call.link for call in calls(card)} <= set(links), (place, name)


def calls(card: Card) -> list[Call]:
    return [call for part in card.parts if isinstance(part, Calls) for call in part.rows]


def _blocks(card: Card) -> list[dict[str, Any]]:
    """What stands in one message, or in a form's window."""
    return view_of(card, CHANNEL)["blocks"] if card.fields else messages_of(card, CHANNEL)[0]


def _posts(address: str, blocks: list[dict[str, Any]]) -> None:
    body = json.dumps({"channel": CHANNEL, "text": "A card", "blocks": blocks}).encode()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-test"}
    request = urllib.request.Request(f"{address}/api/chat.postMessage", body, headers)
    assert json.loads(urllib.request.urlopen(request, timeout=10).read())["ok"]
