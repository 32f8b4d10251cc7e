"""Cards as people see them, drawn by `adaptivecards` on a phone and on a desk, in light, dark and high contrast."""

import asyncio

import pytest

from storage.database import Database
from tests.teams.browser import DESKTOP, PHONE, picture, rendering
from tests.teams.rehearsed import Seen, rehearsed
from tests.teams.test_cards import solid, words

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("family", ["fennimore", "thornbeck"])
async def test_every_card_of_a_rehearsal_is_drawn_without_a_complaint(sqlite_database: Database, family: str) -> None:
    seen = await asyncio.to_thread(lambda: list(rehearsed(sqlite_database, family)))
    async with rendering() as page:
        elements = [element for card in seen for element in card.elements]
        faults = await page.evaluate("cards => faults(cards)", elements)
        assert [fault for fault in faults if fault] == []
        for n, card in enumerate(one_of_each(seen)):
            for width in (PHONE, DESKTOP):
                shown = await picture(page, f"{family}-{n:02}", card.elements, width)
                assert solid(words(card.elements[0])) in solid(shown) or "ColumnSet" in str(card.elements[0])
                assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await picture(page, f"{family}-{n:02}", card.elements, PHONE, "dark")
            await picture(page, f"{family}-{n:02}", card.elements, PHONE, "contrast")


def one_of_each(seen: list[Seen]) -> list[Seen]:
    """One card of each kind: by its command, or by what begins its title."""
    kinds: dict[str, Seen] = {}
    for card in seen:
        kind, _, title = card.where.partition(" ")
        kinds[title.split(" ")[0] if kind == "form" else title.partition(":")[0]] = card
    return list(kinds.values())
