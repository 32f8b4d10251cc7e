"""Opening the database as every command does: with its key, at its newest schema, or not at all."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.spine.keys import vault_for
from bot.spine.settings import BadSettings, Settings
from storage.database import Database
from storage.old_rehearsals import lay_aside


def open_database(settings: Settings, tell: Callable[[str], None]) -> Database:
    """The database of these settings, ready to work on. A SQLite file is migrated; PostgreSQL must
    have been.

    Raises `BadSettings`, `storage.one_process.AlreadyRunning` or `storage.database.WrongKey`, all
    with a message for the
    operator.
    """
    database = Database.open(settings.database_url, vault_for(settings, tell))
    try:
        _make_ready(database)
    except BaseException:
        database.close()
        raise
    return database


def open_service(settings: Settings, tell: Callable[[str], None]) -> Database:
    """The same for a service: what an earlier version kept of rehearsals in its database is laid
    aside. Raises the same.
    """
    database = open_database(settings, tell)
    with database.session() as session:
        lay_aside(session, datetime.now(UTC))
    return database


def _make_ready(database: Database) -> None:
    if database.dialect == "sqlite":
        database.migrate()
    elif not database.ready():
        raise BadSettings(
            "The PostgreSQL database cannot be reached, or is not at the newest schema. "
            "Check DATABASE_URL, then run `python -m bot migrate`."
        )
    database.check_key()
