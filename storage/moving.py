"""Moving everything from one database to another, row by row as it lies: what is sealed stays
sealed with the same keys.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, Table, delete, func, select

from storage.database import Database
from storage.tables import KeyCheck, Row

_AT_A_TIME = 500
SECRETS = ("links", "audit", "service")


class NotEmpty(Exception):
    """There is something in the database to move to already; the message is for the operator."""

    def __init__(self) -> None:
        super().__init__(
            "The new database has something in it already. Nothing was moved. Name an empty one."
        )


class NotWhole(Exception):
    """Not everything arrived, so nothing was kept; the message is for the operator."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"Not all of {table} arrived, so nothing was moved. The old database is as it was."
        )


def move(source: Database, target: Database) -> dict[str, int]:
    """Copies every row, all or nothing, and gives how many there are by table. The source stays as
    it is.

    Both must be at the newest schema. Raises `NotEmpty` and `NotWhole`.
    """
    with source.read() as old, target.session() as new:
        here, there = old.connection(), new.connection()
        there.execute(delete(KeyCheck).where(KeyCheck.id.in_(SECRETS)))  # those of the source go on
        if any(_count(there, table) for table in _tables()):
            raise NotEmpty
        return {table.name: _copy(here, there, table) for table in _tables()}


def _tables() -> list[Table]:
    """Those first that others point to."""
    return Row.metadata.sorted_tables


def _copy(here: Connection, there: Connection, table: Table) -> int:
    for rows in _some(here, table):
        there.execute(table.insert(), rows)
    before, after = _count(here, table), _count(there, table)
    if before != after:
        raise NotWhole(table.name)
    return after


def _some(here: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    found = here.execution_options(yield_per=_AT_A_TIME).execute(select(table).order_by(table.c.id))
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
