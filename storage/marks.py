"""Marks: nobody without the key can change unnoticed what decides who sees what.

A marked row carries a keyed mark over its deciding columns. It is made when the row is written and
checked when it is read; a row that does not fit its mark is refused, and the operator is told.
Whatever holds words of a meeting is marked as that meeting's. A change of `DECIDING` needs a
migration that marks the rows again.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapped, Mapper, Session, mapped_column, object_session
from sqlalchemy.orm.context import QueryContext

from storage.sealing import CannotOpen, Vault, tell_operator


class RowTampered(CannotOpen):
    """A row was changed by somebody without the key; the message names the row by its id."""

    def __init__(self, table: str, row_id: str) -> None:
        super().__init__(f"{table} {row_id} was changed by somebody without the key")


class Marked:
    """A row whose `DECIDING` columns can only be changed by whoever has the key."""

    DECIDING: ClassVar[tuple[str, ...]]
    mark: Mapped[bytes] = mapped_column()


def facts(table: str, row_id: str, values: Iterable[Any]) -> bytes:
    """What is marked: a row's id and the values of its deciding columns, in their order."""
    return repr((table, row_id, *map(_plainly, values))).encode()


def _plainly(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case str():
            return str.__str__(value)  # a role is an enum until it has been kept
        case datetime():
            return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
    return value


def is_whole(row: Any, vault: Vault) -> bool:
    """Whether a marked row is as it was written."""
    return vault.is_marked(_facts_of(row), row.mark)


@event.listens_for(Marked, "before_insert", propagate=True)
def _mark_new(mapper: Mapper[Any], _: Connection, row: Any) -> None:
    for name in row.DECIDING:
        default = mapper.columns[name].default
        if getattr(row, name) is None and default is not None:
            setattr(row, name, default.arg)
    _mark(row)


@event.listens_for(Marked, "before_update", propagate=True)
def _mark_again(_mapper: Mapper[Any], _: Connection, row: Any) -> None:
    _mark(row)


def _mark(row: Any) -> None:
    session = object_session(row)
    vault: Vault = session.info["vault"]  # type: ignore[union-attr]  # it is being flushed
    if row.mark is None or not vault.is_marked(_facts_of(row), row.mark):
        row.mark = vault.mark(_facts_of(row))


def _facts_of(row: Any) -> bytes:
    return facts(row.__tablename__, row.id, (getattr(row, name) for name in row.DECIDING))


@event.listens_for(Marked, "load", propagate=True)
def _check_loaded(row: Any, context: QueryContext) -> None:
    _check(row, context.session)


@event.listens_for(Marked, "refresh", propagate=True)
def _check_refreshed(row: Any, context: QueryContext, _: object) -> None:
    if all(name in row.__dict__ for name in (*row.DECIDING, "mark")):
        _check(row, context.session)


def _check(row: Any, session: Session) -> None:
    if is_whole(row, session.info["vault"]):
        return
    fault = RowTampered(row.__tablename__, row.id)
    tell_operator(fault)
    raise fault
