"""For whoever was not in a closed part, the whole life of the conference is the same with and
without it (row B8).

Compared to the letter, for each such person: all that waits to be shown and when it waited, each
card as it is drawn, board,
record as data, page and Word file, letters, own list, course of scores, feedback, tracker,
reminders – when the conference is
over, when the papers are out and the reminders rang, and when a core group has begun.
"""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from itertools import zip_longest
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from storage.database import Database
from tests.conftest import new_vault
from tests.kit.life import OTHERS, POINTS, SECRET, Life, Part

Live = Callable[..., Life]
_ASKED = ("harm", "strengths", "score", "recommendation")


def lived(database: Database, *parts: Part, apart: str = "", others: str = "Mia") -> Life:
    """A whole life."""
    life = Life(database, parts, apart, others)
    asyncio.run(life.goes_on())
    return life


@pytest.fixture(scope="module")
def live(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Lives a life in a database of its own."""
    folder, opened = tmp_path_factory.mktemp("lives"), list[Database]()

    def begin(*parts: Part, apart: str = "", others: str = "Mia") -> Life:
        path = folder / f"{len(opened)}.db"
        shutil.copy(migrated_file, path)
        opened.append(Database.open(f"sqlite:///{path}", new_vault()))
        return lived(opened[-1], *parts, apart=apart, others=others)

    yield begin
    for database in opened:
        database.close()


@pytest.fixture(scope="module")
def without(live: Live) -> dict[str, Life]:
    """A life without closed parts: when nobody attends apart, and when one of two does."""
    return {apart: live(apart=apart) for apart in ("", "teacher", "mum")}


people = st.lists(st.sampled_from(OTHERS), min_size=1, max_size=4, unique=True).map(tuple)
asked = st.lists(st.sampled_from(_ASKED), min_size=1, max_size=2, unique=True).map(tuple)
parts = st.lists(st.builds(Part, st.sampled_from(POINTS), people, asked), min_size=1, max_size=3)


@given(parts, st.sampled_from(("", "teacher", "mum")), st.booleans())
@settings(max_examples=4, phases=[Phase.generate])
def test_nobody_else_can_tell(
    live: Live, without: dict[str, Life], held: list[Part], apart: str, ends: bool
) -> None:
    *before, last = sorted(held, key=lambda part: POINTS.index(part.point))
    life = live(*before, Part(last.point, last.who, last.ask, ends), apart=apart)
    assert_nobody_can_tell(life, without[apart], {who for part in held for who in part.who})


@pytest.mark.rehearsals
def test_nor_can_they_on_postgresql(without: dict[str, Life], postgres_database: Database) -> None:
    life = lived(postgres_database, Part("judged", ("mum", "gran"), ("harm", "score")))
    assert_nobody_can_tell(life, without[""], {"mum", "gran"})


def assert_nobody_can_tell(life: Life, without: Life, in_it: set[str]) -> None:
    """Each line that somebody gets who was not in it is the same in both lives; those who were in
    it have what was said.
    """
    for who in OTHERS:
        if who in in_it:
            assert (
                SECRET in life.all_that(who) or who == "gran"
            )  # who has no account opens no record
            continue
        assert SECRET not in life.all_that(who)
        assert_same(life, without, who)


@pytest.mark.parametrize("apart", ["teacher", "mum"])
def test_whoever_attends_apart_gets_nothing_of_what_others_say(
    live: Live, without: dict[str, Life], apart: str
) -> None:
    one, other = without[apart], live(apart=apart, others="Someone else")
    assert "Someone else" in other.all_that("social_worker")
    assert_same(one, other, apart)


def assert_same(one: Life, other: Life, who: str) -> None:
    """Somebody gets the same in two lives: there is no first line in which they differ."""
    lines = zip_longest(one.all_that(who).splitlines(), other.all_that(who).splitlines())
    assert next(((a, b) for a, b in lines if a != b), None) is None, who
