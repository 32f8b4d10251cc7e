"""Statements compiled once for the whole run. An engine compiles its own, and each test opens
engines of its own: without this every test compiles the same hundreds of statements again.
"""

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from storage import engines


def share() -> None:
    """From now on the program's engines share what they compile.

    A compiled statement is kept under its engine's dialect: those of one kind count as the same.
    """
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        kind.__eq__ = _is_of_one_kind  # type: ignore[method-assign]
        kind.__hash__ = _hash_of_kind  # type: ignore[method-assign, assignment]
    vars(engines)["create_engine"] = _with_shared_statements


def _is_of_one_kind(dialect: object, other: object) -> bool:
    return type(dialect) is type(other)


def _hash_of_kind(dialect: object) -> int:
    return hash(type(dialect))


_compiled: dict[Any, Any] = {}


def _with_shared_statements(*args: Any, **options: Any) -> Engine:
    engine = create_engine(*args, **options)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine
