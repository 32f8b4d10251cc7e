"""All commands by all roles with whatever values: nothing uncaught, nobody stuck, no word lost,
nothing hidden shown, and nothing done to a meeting elsewhere.

`make fuzz` walks on both databases, with the same seeds and the same presses each time.
"""

from collections.abc import Iterator

import pytest

from storage.database import Database
from tests.kit.walking.found import Found
from tests.kit.walking.starts import STARTS
from tests.kit.walking.walk import walks

# Half of the walks from each start are on SQLite, half on PostgreSQL.
ROUNDS, STEPS = 4, 60


def test_a_stroll(sqlite_files: Iterator[Database]) -> None:
    check(walks(sqlite_files, range(2, 5), steps=30))


@pytest.mark.fuzz
def test_a_long_walk(
    sqlite_files: Iterator[Database], postgres_databases: Iterator[Database]
) -> None:
    found = Found()
    for number in range(ROUNDS):
        databases = (sqlite_files, postgres_databases)[number % 2]
        seeds = range(number * len(STARTS), (number + 1) * len(STARTS))
        walks(databases, seeds, STEPS, found)
    check(found)


def check(found: Found) -> None:
    print(f"\n{found}")
    assert found.faults == []
