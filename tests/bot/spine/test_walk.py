"""All commands by all roles with whatever values: nothing uncaught, nobody stuck, no word lost,
nothing hidden shown, and nothing done to a meeting elsewhere.

`make fuzz` walks on both databases, with the same seeds and the same presses each time.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest

from storage.database import Database
from tests.kit.walking.found import NAMES, Found
from tests.kit.walking.starts import LATER, STARTS, at_a_sealed_question, at_the_door
from tests.kit.walking.walk import walks

# Every other round is on PostgreSQL. What begins after the conference takes long to begin, and
# walks for longer.
ROUNDS, STEPS = 4, 60
LATER_ROUNDS, LATER_STEPS = 2, 120
# Of all the kinds of commands that people send.
DONE_AT_LEAST = 110


def test_a_stroll(sqlite_files: Iterator[Database]) -> None:
    found = Found()
    walks(sqlite_files, (at_the_door, at_a_sealed_question), 0, 30, found)
    check(found)


@pytest.mark.fuzz
def test_a_long_walk(
    sqlite_files: Iterator[Database], postgres_databases: Iterator[Database]
) -> None:
    found, databases = Found(), cycle((sqlite_files, postgres_databases))
    for number in range(ROUNDS):
        walks(next(databases), STARTS, number, STEPS, found)
    for number in range(LATER_ROUNDS):
        walks(next(databases), LATER, number, LATER_STEPS, found)
    print(f"never done: {', '.join(found.never_done)}")
    check(found)
    assert len(NAMES) - len(found.never_done) >= DONE_AT_LEAST


def check(found: Found) -> None:
    print(f"\n{found}")
    assert found.faults == []
