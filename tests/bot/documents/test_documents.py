"""Records and letters as LibreOffice opens them and as a browser prints them: whole, on the page, a
draft on every page.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from handlers.after.letters.letters import letter_of
from handlers.after.record.record_paper import record_paper
from handlers.before.agenda_paper import agenda_paper
from handlers.grammar.scene import Scene
from prompts.card import Table
from prompts.paper import Chapter, Paper
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference
from tests.kit.documents import (
    OUT,
    as_a_page,
    furthest,
    opened_by_libreoffice,
    pages_of,
    printed_by_a_browser,
    words_of,
)
from tests.kit.paper_room import paper_words
from tests.kit.teams_browser import a_page

pytestmark = pytest.mark.documents
FAMILIES = ("fennimore", "thornbeck", "harrick", "pellow")
# What is wider than the page, and words of tables that are broken to fit.
OVER_THE_EDGE = "document.documentElement.scrollWidth > innerWidth"
BROKEN = """() => [...document.querySelectorAll(".blanks th, .blanks td")].filter(cell => {
    const [text] = [...cell.childNodes].filter(node => node.nodeType === Node.TEXT_NODE);
    return [...(text?.data ?? "").matchAll(/\\S+/g)].some(word => {
        const range = document.createRange();
        range.setStart(text, word.index);
        range.setEnd(text, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
    });
}).map(cell => cell.textContent)"""
Shown = Callable[[Paper, str], Path]


@pytest.fixture(params=FAMILIES)
def conference(request: pytest.FixtureRequest, sqlite_database: Database) -> Iterator[Conference]:
    """A sample family's whole conference, closed and not signed off."""
    with closing(Conference(sqlite_database, request.param)) as conference:

        def closes() -> None:
            conference.everybody_plays_until("summary")
            conference.leading().closes(conference.family.summary)

        conference.plays_once("is closed", closes)
        yield conference


def a_letter(scene: Scene) -> Paper:
    paper = letter_of(scene.seen_by(scene.chair), scene.book.letters()[0].id)
    assert paper
    return paper


@pytest.mark.parametrize(
    "shown", [opened_by_libreoffice, printed_by_a_browser], ids=["word", "page"]
)
@pytest.mark.parametrize("what", [record_paper, a_letter], ids=["record", "letter"])
def test_every_page_says_draft_until_it_is_signed_off(
    conference: Conference, what: Callable[[Scene], Paper], shown: Shown
) -> None:
    name = f"{conference.family.id}-{'record' if what is record_paper else 'letter'}"
    draft = conference.look(what)
    file = shown(draft, name)
    assert [page.count("DRAFT. Not final") for page in pages_of(file)] == [1] * len(pages_of(file))
    whole_and_on_the_page(draft, file)

    chair = conference.leading()
    chair.approves_the_record()
    chair.presses("letter.approve")
    final = conference.look(what)
    file = shown(final, f"{name}-final")
    assert not any("draft" in page.lower() for page in pages_of(file))
    whole_and_on_the_page(final, file)


def whole_and_on_the_page(paper: Paper, file: Path) -> None:
    """No word is cut off, and nothing stands over the edge."""
    assert words_of(paper_words(paper)) - words_of(*pages_of(file)) == set()
    left, right = furthest(file)
    assert left > 0.05
    assert right < 0.95


@pytest.mark.parametrize(
    "shown", [opened_by_libreoffice, printed_by_a_browser], ids=["word", "page"]
)
def test_words_without_an_end_stay_on_the_page_and_short_ones_stay_whole(shown: Shown) -> None:
    row = (
        "https://example.org/" + "x" * 90,
        "passed",
        "10",
        "W" * 60,
        "Whatever else there is to say about it, " * 8,
    )
    paper = Paper(
        "long",
        "A title",
        (),
        (Chapter("A chapter", (Table(("Who", "Now", "Last time", "Why", "Up"), (row,) * 9),)),),
        "Foot",
    )
    file = shown(paper, "long-words")

    assert furthest(file)[1] < 0.95
    assert {"passed", "10", "Whatever"} <= words_of(*pages_of(file))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_question_of_the_agenda_is_on_one_page_with_its_table(
    sqlite_database: Database, family: str
) -> None:
    with closing(Conference(sqlite_database, family)) as conference:
        paper = conference.look(agenda_paper)
    file = printed_by_a_browser(paper, f"{family}-agenda")
    whole_and_on_the_page(paper, file)
    head = re.compile(rf"\s*{say('agenda_paper.who')} {{3,}}")
    assert not [page for page in pages_of(file) if head.match(page)]


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_agenda_is_read_on_a_phone_too(sqlite_database: Database, width: int) -> None:
    paper = await asyncio.to_thread(agenda_of_thornbeck, sqlite_database)
    async with a_page(width, 640) as page:
        await page.goto(as_a_page(paper, "thornbeck-agenda").absolute().as_uri())
        await page.screenshot(path=OUT / f"agenda-{width}.png")
        assert not await page.evaluate(OVER_THE_EDGE)
        assert await page.evaluate(BROKEN) == []


def agenda_of_thornbeck(database: Database) -> Paper:
    with closing(Conference(database, "thornbeck")) as conference:
        return conference.look(agenda_paper)
