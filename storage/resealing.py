"""Resealing: everything is brought under the first key, some rows at a time, while others
work on.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from storage.database import Database
from storage.marks import Marked, RowTampered, facts
from storage.sealing import Vault, sealed, sealed_columns
from storage.tables import Row

_AT_A_TIME = 200
_ROWS: dict[str, Any] = {
    mapper.class_.__tablename__: mapper.class_ for mapper in Row.registry.mappers
}
_SEALED = sealed_columns(_ROWS)
_TABLES = sorted(
    {table for table, _ in _SEALED} | {n for n, row in _ROWS.items() if issubclass(row, Marked)}
)


@dataclass(frozen=True)
class ResealProgress:
    """How many rows were changed, and where to go on ("" at the end)."""

    changed: int
    place: str


def left_to_reseal(database: Database) -> int:
    """How many rows are not wholly under the first key."""
    with database.read() as session:
        counts = (_count(session, _table(name)) for name in _TABLES)
        return sum(counts)


def reseal_some(database: Database, place: str = "") -> ResealProgress:
    """Brings some rows under the first key, from a place on that the turn before gave.

    Rows that somebody else is changing are left out, and nobody waits for long: a later turn takes
    them. Raises
    `CannotOpen` for a row that none of the keys opens, or that was changed without one.
    """
    name, _, after = (place or f"{_TABLES[0]}:").partition(":")
    with database.session() as session:
        ids = _reseal(session, name, after)
    if len(ids) == _AT_A_TIME:
        return ResealProgress(len(ids), f"{name}:{ids[-1]}")
    following = _TABLES[_TABLES.index(name) + 1 :]
    return ResealProgress(len(ids), f"{following[0]}:" if following else "")


def _reseal(session: Session, name: str, after: str) -> list[str]:
    table, vault = _table(name), session.info["vault"]
    old = select(table).where(table.c.id > after, _is_old(table, vault)).order_by(table.c.id)
    query = old.limit(_AT_A_TIME).with_for_update(skip_locked=True, key_share=True)
    rows = session.connection().execute(query).mappings().all()
    changes = [{"row": row["id"], **_resealed(name, row, vault)} for row in rows]
    if changes:
        columns: dict[str, Any] = {column: bindparam(f"to_{column}") for column in _bytes_of(table)}
        statement = update(table).where(table.c.id == bindparam("row")).values(columns)
        session.connection().execute(statement, changes)
    return [row["id"] for row in rows]


def _resealed(name: str, row: Any, vault: Vault) -> dict[str, bytes]:
    """Every column of bytes as it is to be, sealed or marked with the first key."""
    now: dict[str, bytes] = {}
    for column in _bytes_of(_table(name)):
        if column == "mark":
            now["to_mark"] = _marked(name, row, vault)
        elif row[column]:
            place = f"{name}.{column}:{row['id']}"
            kept: sealed = getattr(_ROWS[name], column)
            now[f"to_{column}"] = vault.seal(vault.open(row[column], place), place, kept.least)
        else:
            now[f"to_{column}"] = row[column]
    return now


def _marked(name: str, row: Any, vault: Vault) -> bytes:
    told = facts(name, row["id"], (row[column] for column in _ROWS[name].DECIDING))
    if not vault.is_marked(told, row["mark"]):
        raise RowTampered(name, row["id"])
    return vault.mark(told)


def _table(name: str) -> Table:
    return Row.metadata.tables[name]


def _bytes_of(table: Table) -> list[str]:
    named = [column for name, column in _SEALED if name == table.name]
    return [*named, *(["mark"] if "mark" in table.c else [])]


def _is_old(table: Table, vault: Vault) -> ColumnElement[bool]:
    begins = len(vault.current_id)
    return or_(
        *(
            and_(
                func.length(table.c[name]) > 0,
                func.substr(table.c[name], 1, begins) != vault.current_id,
            )
            for name in _bytes_of(table)
        )
    )


def _count(session: Session, table: Table) -> int:
    old = _is_old(table, session.info["vault"])
    return session.scalar(select(func.count()).select_from(table).where(old)) or 0
