"""Everything that is kept, to compare: as it lies in the database, or as it reads, with ids counted
off.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from storage.database import Database
from storage.sealing import sealed_columns
from storage.tables import Row

TABLES: dict[str, type[Row]] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Row.registry.mappers
}
SEALED = sealed_columns(TABLES)
KEYED = {"mark", "link", "trail"}
_ID = re.compile(r"[0-9a-f]{32}")

Kept = dict[str, list[dict[str, Any]]]


def as_it_lies(database: Database) -> Kept:
    """Each table's rows, sealed text as bytes, in the order of their ids."""
    with database.read() as session:
        queries = {name: select(row.__table__).order_by(row.id) for name, row in TABLES.items()}
        return {
            name: [dict(found) for found in session.execute(query).mappings()]
            for name, query in queries.items()
        }


def of_meeting(kept: Kept, meeting_id: str) -> Kept:
    """What belongs to one conference."""
    return {
        name: [row for row in rows if meeting_id in (row["id"], row.get("meeting_id"))]
        for name, rows in kept.items()
    }


def as_it_reads(database: Database, but: Iterable[str] = ()) -> dict[str, list[str]]:
    """Each table's rows with sealed text opened, as lines in which ids are counted off; `but` names
    tables to leave out.
    """
    found: dict[str, list[str]] = {}
    with database.read() as session:
        for name, row in TABLES.items():
            if name not in set(but):
                found[name] = [line(kept) for kept in session.scalars(select(row))]
    return counted_off(found)


def counted_off(lines: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """The lines in an order that does not hang on ids, with each id replaced by its number in that
    order.
    """
    numbers: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        return numbers.setdefault(found[0], f"#{len(numbers)}")

    return {
        name: [_ID.sub(number, line) for line in sorted(rows, key=without_ids)]
        for name, rows in lines.items()
    }


def without_ids(text: str) -> str:
    """The text with every id the same."""
    return _ID.sub("#", text)


def line(kept: Row) -> str:
    """A row as it reads, sealed text opened."""
    sealed = {column for table, column in SEALED if table == kept.__tablename__}
    plain = {column.name for column in kept.__table__.columns} - sealed - KEYED
    return ", ".join(f"{column}={getattr(kept, column)!r}" for column in sorted(plain | sealed))
