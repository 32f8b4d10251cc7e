"""Databases for tests: each test has its own, already migrated, on SQLite and on PostgreSQL.

One PostgreSQL serves the whole run: with several workers their controller starts it before them and
stops it after.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import hypothesis
import pytest

from storage.database import Database
from storage.sealing import Vault
from tests.kit import postgres, statements
from tests.kit.conference import Conference

# CI tries the same examples each time, so that a red run means a change; on a desk each run looks
# for new ones.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")

statements.share()

pytest_plugins = ("tests.kit.walking.databases",)

_cluster = pytest.StashKey[postgres.Cluster]()
_TEMPLATE = "chairside_migrated"
_IN_MEMORY = "/dev/shm"


@pytest.fixture
def vault() -> Vault:
    """Keys for a test."""
    return new_vault()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated database of the test's own; the test runs once for each kind."""
    return either_url(request)


@pytest.fixture
def database(database_url: str, vault: Vault) -> Iterator[Database]:
    """A migrated database of the test's own; the test runs once for each kind."""
    yield from _opened(database_url, vault)


@pytest.fixture
def sqlite_database(sqlite_url: str, vault: Vault) -> Iterator[Database]:
    """A migrated SQLite database of the test's own."""
    yield from _opened(sqlite_url, vault)


@pytest.fixture
def postgres_database(postgres_url: str, vault: Vault) -> Iterator[Database]:
    """A migrated PostgreSQL database of the test's own."""
    yield from _opened(postgres_url, vault)


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of the test's own, in memory where the machine has such a place: a commit waits for
    no disk.
    """
    if not os.access(_IN_MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=_IN_MEMORY, prefix="chairside-") as folder:
        yield Path(folder)


@pytest.fixture
def sqlite_url(quick_folder: Path, migrated_file: Path) -> str:
    """The address of a migrated SQLite file that nobody has open."""
    shutil.copy(migrated_file, quick_folder / "chairside.db")
    return f"sqlite:///{quick_folder}/chairside.db"


@pytest.fixture
def postgres_url(postgres_folder: str) -> Iterator[str]:
    """The address of a migrated PostgreSQL database that nobody is connected to."""
    name = f"test_{uuid4().hex}"
    yield postgres.create(postgres_folder, name, _TEMPLATE)
    postgres.drop(postgres_folder, name)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("migrated") / "chairside.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def played(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, datetime]:
    """A file in which the small family's conference is over, for many tests to copy; and when that
    was.
    """
    path = tmp_path_factory.mktemp("played") / "chairside.db"
    shutil.copy(migrated_file, path)
    with (
        closing(Database.open(f"sqlite:///{path}", new_vault())) as database,
        closing(Conference(database)) as conference,
    ):
        conference.plays_once("to the close", conference.everybody_plays_to_the_close)
        return path, conference.now


@pytest.fixture
def played_database(
    played: tuple[Path, datetime], quick_folder: Path, vault: Vault
) -> Iterator[Database]:
    """A copy of it, of the test's own."""
    shutil.copy(played[0], quick_folder / "chairside.db")
    yield from _opened(f"sqlite:///{quick_folder}/chairside.db", vault)


@pytest.fixture(scope="session")
def postgres_folder(request: pytest.FixtureRequest) -> Iterator[str]:
    """The folder of the run's PostgreSQL, for `tests.kit.postgres.create`."""
    shared: dict[str, str] = getattr(request.config, "workerinput", {})
    if "postgres" in shared:
        yield shared["postgres"]
    else:
        cluster = _start()
        yield str(cluster.folder)
        cluster.stop()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: "object") -> None:
    """Tells each worker where the run's PostgreSQL is; the first one starts it."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]  # pytest-xdist has no types for it
    if _cluster not in config.stash:
        config.stash[_cluster] = _start()
    node.workerinput["postgres"] = str(config.stash[_cluster].folder)  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """What is loaded by now stays to the end: looking through it again and again for garbage took
    an eighth of the time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stops what was started for the workers, however the run went."""
    if _cluster in config.stash:
        config.stash[_cluster].stop()


def _start() -> postgres.Cluster:
    cluster = postgres.Cluster.start()
    _migrate(postgres.create(cluster.folder, _TEMPLATE))
    return cluster


def _opened(url: str, vault: Vault) -> Iterator[Database]:
    database = Database.open(url, vault)
    yield database
    database.close()


def _migrate(url: str) -> None:
    database = Database.open(url, new_vault())
    database.migrate()
    database.close()


def either_url(request: pytest.FixtureRequest) -> str:
    """The address of the kind of database that a test runs on this time."""
    address: str = request.getfixturevalue(
        "sqlite_url" if request.param == "sqlite" else "postgres_url"
    )
    return address


def new_vault() -> Vault:
    """Keys for tests, the same each time."""
    return Vault(b"a key for tests, thirty-two long")


@pytest.fixture(autouse=True)
def no_fault_is_swallowed(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """What the dispatcher catches for people's sake still fails the test; one that breaks something
    on purpose clears the log.
    """
    yield
    faults = [
        record.getMessage()
        for record in caplog.records
        if record.name == "bot.spine.dispatch" and "failed" in record.msg
    ]
    assert not faults, faults
