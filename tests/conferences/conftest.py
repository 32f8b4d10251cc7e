"""A conference of each sample family, just begun, on each database."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.conftest import either_url
from tests.kit.conference import Conference, Played


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.rehearsals)])
def database_url(request: pytest.FixtureRequest) -> str:
    """SQLite in `make test`, PostgreSQL in `make rehearsals`: what is about the database has tests
    of its own, on both.
    """
    return either_url(request)


@pytest.fixture
def fennimore(database: Database) -> Iterator[Conference]:
    """The small family."""
    with closing(Conference(database, "fennimore")) as conference:
        yield conference


@pytest.fixture
def over(played_database: Database, played: tuple[Path, datetime]) -> Iterator[Conference]:
    """The small family after its conference, the record signed off: the core group is planned."""
    with closing(Played(played_database, begins=played[1])) as conference:
        conference.plays_once("to the end", conference.everybody_plays)
        yield conference


@pytest.fixture
def harrick(database: Database) -> Iterator[Conference]:
    """A first conference by the island's profile, without worries to score."""
    with closing(Conference(database, "harrick")) as conference:
        yield conference


@pytest.fixture
def pellow(database: Database) -> Iterator[Conference]:
    """A review by the island's profile, with two worries to score."""
    with closing(Conference(database, "pellow")) as conference:
        yield conference


@pytest.fixture
def thornbeck(database: Database) -> Iterator[Conference]:
    """The large family."""
    with closing(Conference(database, "thornbeck")) as conference:
        yield conference
