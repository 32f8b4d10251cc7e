"""All commands by all roles with whatever values: nothing uncaught, nobody stuck, no word lost,
nothing hidden shown.

`make fuzz` walks for two minutes, with the same seeds each time.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.sealing import Vault
from tests.kit.walk import Found, walks


@pytest.fixture
def databases(migrated_file: Path, tmp_path: Path, vault: Vault) -> Iterator[Database]:
    """As many databases as a walk needs, each a file of its own."""

    def fresh() -> Iterator[Database]:
        for number in range(10_000):
            path = tmp_path / f"{number}.db"
            shutil.copy(migrated_file, path)
            with closing(Database.open(f"sqlite:///{path}", vault)) as database:
                yield database

    return fresh()


def test_a_stroll(databases: Iterator[Database]) -> None:
    check(walks(databases, range(4), steps=50, seconds=60))


@pytest.mark.fuzz
def test_a_long_walk(databases: Iterator[Database]) -> None:
    check(walks(databases, range(1000), steps=250, seconds=120))


def check(found: Found) -> None:
    print(f"\n{found}")
    assert found.faults == []
