"""What a test's room was played to, kept in memory: the next test that begins there is put straight
to it.

Setting a small conference up takes twenty presses; hundreds of tests begin with the same ones. They
are pressed once a run
and kind of database, and the rows are copied from then on.
"""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, insert, select

from storage.database import Database
from storage.tables import Row

T = TypeVar("T")
Copy = Callable[[Database], None]
_kept: dict[tuple[str, str], tuple[Copy, Any]] = {}


def once(database: Database, name: str, play: Callable[[], T]) -> T:
    """Plays something the first time, and copies what it left the other times. Gives what `play`
    gave then.

    `name` says all that leads to where it ends: the same name is the same rows.
    """
    key = database.dialect, name
    if key not in _kept:
        told = play()
        _kept[key] = _copy(database), told
        return told
    put_back, told = _kept[key]
    put_back(database)
    return told


def _copy(database: Database) -> Copy:
    return _sqlite(database) if database.dialect == "sqlite" else _postgresql(database)


def _sqlite(database: Database) -> Copy:
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with database._writing.connect() as connection:
        _driver(connection).backup(kept)

    def put_back(other: Database) -> None:
        with other._writing.connect() as connection:
            kept.backup(_driver(connection))

    return put_back


def _driver(connection: Connection) -> sqlite3.Connection:
    driver: Any = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def _postgresql(database: Database) -> Copy:
    tables = Row.metadata.sorted_tables
    with database._writing.connect() as connection:
        rows = {
            table: [row._asdict() for row in connection.execute(select(table))] for table in tables
        }

    def put_back(other: Database) -> None:
        with other._writing.begin() as connection:
            for table in reversed(tables):
                connection.execute(delete(table))
            for table in tables:
                if rows[table]:
                    connection.execute(insert(table), rows[table])

    return put_back
