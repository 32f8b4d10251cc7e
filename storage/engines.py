"""SQLAlchemy engines in pairs, one that writes and one that only reads, set up so that a commit is
really kept.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError

_WAIT_S = 30
_MIGRATING = 0x43484149
_WAL_SAFE_SINCE = (3, 51, 3)


class Unreachable(Exception):
    """The database server does not answer or does not let us in; the message is for the
    operator.
    """


def address(url: str) -> URL:
    """The parsed address, with the driver we use.

    Raises `ValueError` for what is neither SQLite nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as fault:
        raise ValueError(_unusable()) from fault
    kind = parsed.drivername.split("+")[0]
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite+pysqlite")
    raise ValueError(_unusable())


def _unusable() -> str:
    return "The database address must be postgresql://user@host/name or sqlite:///path/to/file."


def sqlite_path(url: str) -> Path | None:
    """Where the file of a SQLite address is or would be; None for PostgreSQL.

    Raises `ValueError` like `address`.
    """
    parsed = address(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def private_file(path: Path) -> Path:
    """The SQLite file, made if need be, readable and writable by its owner alone."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path


def sqlite(path: Path) -> tuple[Engine, Engine]:
    """Engines on a SQLite file.

    One connection writes, so writers queue in this process and not on the file's lock.
    """
    url = URL.create("sqlite+pysqlite", database=os.fspath(path))
    waiting = {"timeout": _WAIT_S}
    writing = create_engine(
        url,
        pool_size=1,
        max_overflow=0,
        pool_timeout=2 * _WAIT_S,
        connect_args=waiting,
        hide_parameters=True,
    )
    reading = create_engine(
        url, pool_size=5, max_overflow=20, connect_args=waiting, hide_parameters=True
    )
    for engine in (writing, reading):
        event.listen(engine, "connect", _prepare)
    event.listen(writing, "begin", _begin_immediate)
    event.listen(reading, "connect", _only_read)
    event.listen(reading, "begin", _begin)
    return writing, reading


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    # The driver's own transactions would break savepoints: it is told to begin nothing, and the
    # "begin" events do.
    connection.isolation_level = None
    connection.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def journal_mode(version: tuple[int, ...]) -> str:
    """WAL can corrupt before SQLite 3.51.3.

    Of the rollback journals, TRUNCATE syncs a commit's end and DELETE does not.
    """
    return "WAL" if version >= _WAL_SAFE_SINCE else "TRUNCATE"


def _only_read(connection: sqlite3.Connection, _: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_immediate(connection: Connection) -> None:
    # A transaction that turned from reading to writing could find itself behind another and fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


@contextmanager
def changing_schema(engine: Engine) -> Iterator[Connection]:
    """One transaction for a migration; others that migrate the same database wait for it."""
    with _reached(engine) as connection:
        if engine.dialect.name == "postgresql":
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:us)"), {"us": _MIGRATING})
                yield connection
        else:
            with _loose_foreign_keys(connection), connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(
                        "the migration would leave rows that point to nothing; nothing was changed"
                    )


def _reached(engine: Engine) -> Connection:
    try:
        return engine.connect()
    except OperationalError as fault:
        raise Unreachable(
            f"The database cannot be reached. Check DATABASE_URL. In its own words: {fault.orig}"
        ) from fault


@contextmanager
def _loose_foreign_keys(connection: Connection) -> Iterator[None]:
    # Alembic changes a SQLite table by making it anew, and dropping the old one would delete what
    # points to it.
    raw = connection.connection.cursor()
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")
        raw.close()


def postgresql(url: URL) -> tuple[Engine, Engine]:
    """Engines on a PostgreSQL database; they share a pool, and the reading one sees one moment per
    transaction.
    """
    options: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": 5}
    writing = create_engine(
        url,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args=options,
        hide_parameters=True,
    )
    return writing, writing.execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    )
