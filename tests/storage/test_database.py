from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.database import Database
from storage.engines import Unreachable, journal_mode
from storage.sealing import Vault
from storage.tables import Child, Meeting


def a_meeting(room: str) -> Meeting:
    return Meeting(
        room=room, profile="cumbria", family="Leo's family", started_at=datetime.now(UTC)
    )


def rooms(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(Meeting.room)))


def test_a_session_commits_at_its_end(database: Database) -> None:
    with database.session() as session:
        session.add(a_meeting("one"))
    assert rooms(database) == ["one"]


def test_an_exception_rolls_everything_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.session() as session:
        session.add(a_meeting("one"))
        session.flush()
        raise RuntimeError
    assert rooms(database) == []


def test_a_savepoint_rolls_back_alone(database: Database) -> None:
    with database.session() as session:
        session.add(a_meeting("before"))
        with pytest.raises(RuntimeError), session.begin_nested():
            session.add(a_meeting("within"))
            session.flush()
            raise RuntimeError
        with session.begin_nested():
            session.add(a_meeting("kept"))
        session.add(a_meeting("after"))
    assert rooms(database) == ["after", "before", "kept"]


def test_an_exception_after_a_savepoint_rolls_back_the_savepoint_too(database: Database) -> None:
    with pytest.raises(RuntimeError), database.session() as session:
        with session.begin_nested():
            session.add(a_meeting("within"))
        raise RuntimeError
    assert rooms(database) == []


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.add(a_meeting("one"))
        session.flush()
    assert rooms(database) == []


def test_a_reading_session_sees_one_moment(postgres_database: Database) -> None:
    """On SQLite too, but there the writer would wait for this reader to end."""
    with postgres_database.read() as session:
        assert session.scalars(select(Meeting.room)).all() == []
        with postgres_database.session() as writing:
            writing.add(a_meeting("one"))
        assert session.scalars(select(Meeting.room)).all() == []
    assert rooms(postgres_database) == ["one"]


def test_many_threads_write_and_read_at_once(database: Database) -> None:
    def write_and_read(name: str) -> int:
        with database.session() as session:
            session.add(a_meeting(name))
        return len(rooms(database))

    names = sorted(f"room {n}" for n in range(40))
    with ThreadPoolExecutor(8) as threads:
        seen = list(threads.map(write_and_read, names))
    assert rooms(database) == names
    assert max(seen) == len(names)


def test_sqlite_keeps_what_it_commits_and_holds_foreign_keys(sqlite_database: Database) -> None:
    with sqlite_database.session() as writing, sqlite_database.read() as reading:
        for session in (writing, reading):
            settings = [
                session.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("synchronous", "foreign_keys")
            ]
            assert settings == [2, 1]
        assert reading.execute(text("PRAGMA query_only")).scalar_one() == 1
    with pytest.raises(IntegrityError), sqlite_database.session() as session:
        session.add(Child(meeting_id="nowhere", position=0, name="Leo"))


@pytest.mark.parametrize(
    ("version", "mode"),
    [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((4, 0, 0), "WAL")],
)
def test_wal_only_where_it_is_safe(version: tuple[int, int, int], mode: str) -> None:
    assert journal_mode(version) == mode


def test_ready_only_when_migrated_and_reachable(sqlite_database: Database, vault: Vault) -> None:
    assert sqlite_database.ready()
    sqlite_database.migrate_back("base")
    assert not sqlite_database.ready()
    with closing(Database.open("postgresql://nobody@127.0.0.1:1/nothing", vault)) as away:
        assert not away.ready()


def test_a_database_out_of_reach_is_said_plainly(vault: Vault) -> None:
    with (
        closing(Database.open("postgres://nobody@127.0.0.1:1/nothing", vault)) as away,
        pytest.raises(Unreachable, match="DATABASE_URL"),
    ):
        away.migrate()


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name", "nothing", ""]
)
def test_another_kind_of_address_is_refused(url: str, vault: Vault) -> None:
    with pytest.raises(ValueError, match="postgresql://"):
        Database.open(url, vault)
