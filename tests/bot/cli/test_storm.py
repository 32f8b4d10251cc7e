"""Four processes on PostgreSQL while they and the server are killed: no reminder and no
acknowledged command is lost.

`make storm` blows the full one. A message repeats only where a process, or the server, died in the
very moment of sending.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database
from tests.kit import postgres
from tests.storm.storm import IN_A_ROOM, Outcome, Storm, blow
from tests.storm.worker import VAULT


@pytest.fixture
def cluster() -> Iterator[postgres.Cluster]:
    """A server of the test's own, that keeps its promises when it is killed."""
    there = postgres.Cluster.start(durable=True)
    yield there
    there.stop()


def test_a_breeze(cluster: postgres.Cluster, tmp_path: Path) -> None:
    storm = Storm(rooms=20, busy=10, kills=2, crashes=1, speed=5.0)
    check(blown(storm, cluster, tmp_path), storm)


@pytest.mark.storm
def test_a_storm(cluster: postgres.Cluster, tmp_path: Path) -> None:
    storm = Storm(rooms=2500, busy=500, kills=52, crashes=12)
    outcome = blown(storm, cluster, tmp_path)
    check(outcome, storm)
    assert outcome.reminders == 10_000
    assert outcome.kills + outcome.crashes >= 60


def blown(storm: Storm, cluster: postgres.Cluster, folder: Path) -> Outcome:
    """What came of a storm; printed, so that a run says it."""
    url = postgres.create(cluster.folder, "storm")
    database = Database.open(url, VAULT)
    database.migrate()
    database.close()
    outcome = blow(storm, cluster, url, folder)
    print(f"\n{outcome}")
    return outcome


def check(outcome: Outcome, storm: Storm) -> None:
    assert outcome.reminders == storm.rooms * IN_A_ROOM
    assert (outcome.lost, outcome.twice) == (0, 0)
    assert (outcome.commands_lost, outcome.commands_twice) == (0, 0)
    assert outcome.acknowledged == storm.busy
    # Each worker sends one message at a time: a kill can interrupt one, a crash of the server one
    # in each worker.
    assert outcome.repeats <= outcome.kills + 4 * outcome.crashes
