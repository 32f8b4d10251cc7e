"""Cards as people see them, drawn by `adaptivecards` on a phone and on a desk, in light, dark and
high contrast.
"""

import asyncio
import re

import pytest

from bot.teams.actions import Surface
from bot.teams.cards import post
from prompts.card import Bullets, Button, Card, Facts, Heading, Quote, Text
from storage.database import Database
from tests.bot.teams.test_cards import solid, words
from tests.kit.teams_browser import DESKTOP, PHONE, picture, rendering
from tests.kit.teams_rehearsed import Seen, rehearsed

pytestmark = pytest.mark.e2e

NUMBER = re.compile(r"\[([0-9 ]+)\]\(tel:[0-9]+\)")  # one can press it
IN_EVERY_LIGHT = (
    "answer.form",
    "rollcall.form",
    "Your panel, for the chair only",
    "Shown together",
    "Welcome",
)


NASTY = (
    "*not bold* _nor this_ **nor that** `code` ~~gone~~",
    "1. not a list\n- nor this\n+ nor that\n# no heading",
    "[a link](https://example.org) <b>no tag</b> &amp; &lt;",
    "{{DATE(2026-03-02T09:30:00Z)}} {{TIME(2026-03-02T09:30:00Z)}} ${name}",
    "\\ back\\slashes \\* and | pipes | too",
    "אמא אמרה שזה בסדר. قالت أمي إنها بخير. 👩‍👩‍👧‍👦🏳️‍🌈",
    "averylongwordwithoutanyspaceinit" * 12,
)


@pytest.mark.parametrize("family", ["fennimore", "thornbeck"])
async def test_every_card_of_a_rehearsal_is_drawn_without_a_complaint(
    sqlite_database: Database, family: str
) -> None:
    seen = await asyncio.to_thread(lambda: list(rehearsed(sqlite_database, family)))
    async with rendering() as page:
        elements = [element for card in seen for element in card.elements]
        faults = await page.evaluate("cards => faults(cards)", elements)
        assert [fault for fault in faults if fault] == []
        for n, (kind, card) in enumerate(one_of_each(seen).items()):
            for width in (PHONE, DESKTOP):
                shown = await picture(page, f"{family}-{n:02}", card.elements, width)
                assert missing(card, shown) == []
                assert await page.evaluate("document.documentElement.scrollWidth") <= width
            if kind in IN_EVERY_LIGHT:
                for theme in ("dark", "contrast"):
                    await picture(page, f"{family}-{n:02}", card.elements, PHONE, theme)


async def test_what_people_write_is_shown_as_they_wrote_it() -> None:
    async with rendering() as page:
        for text in NASTY:
            parts = (
                Text(text),
                Heading(text),
                Quote(text, text),
                Bullets((text,)),
                Facts(((text, text),)),
            )
            cards = post(
                Card(text, parts, buttons=(Button("Answer", "answer.form"),)), Surface("room")
            )
            shown = await picture(page, "nasty", cards, PHONE)
            assert solid(shown).count(solid(text)) == 8
            assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE
            assert await page.evaluate("cards => faults(cards).flat()", cards) == []


def missing(card: Seen, shown: str) -> list[str]:
    """The lines of a card that are not to be read on it."""
    lines = [
        NUMBER.sub(r"\1", line) for element in card.elements for line in words(element).splitlines()
    ]
    return [line for line in lines if solid(line) not in solid(shown)]


def one_of_each(seen: list[Seen]) -> dict[str, Seen]:
    """One card of each kind: by its command, or by what begins its title."""
    kinds: dict[str, Seen] = {}
    for card in seen:
        kind, _, title = card.where.partition(" ")
        kinds[title.split(" ")[0] if kind == "form" else title.partition(":")[0]] = card
    return kinds
