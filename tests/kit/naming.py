"""Naming staff, as a service does before its first conference."""

from collections.abc import Iterable
from datetime import UTC, datetime

from storage.database import Database
from storage.staff import end_staff, name_staff
from storage.tables import Power

LONG_BEFORE = datetime(2026, 1, 5, 9, tzinfo=UTC)


def named(database: Database, *accounts: str, may: Iterable[Power] = Power) -> None:
    """Names people, by default for everything."""
    powers = tuple(may)
    with database.session() as session:
        for account in accounts:
            name_staff(
                session, account, account.rpartition("/")[2], powers, "operator", LONG_BEFORE
            )


def not_named(database: Database, *accounts: str) -> None:
    """They are not on the list any more."""
    with database.session() as session:
        for account in accounts:
            end_staff(session, account, "operator", LONG_BEFORE)
