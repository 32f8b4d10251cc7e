"""The database:

SQLite in one file for one process, or PostgreSQL for many. Sessions come from here and nowhere
else.
"""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)
from sqlalchemy.orm import Session

from storage import engines, migrations
from storage.one_process import Claim
from storage.schema_word import (
    WORD,
    WORD_ID,
    SchemaTakenBack,
    WrongKey,
    check_schema,
    forget_schema,
    renew_word,
    word_of,
)
from storage.sealing import CannotOpen, Vault
from storage.tables import KeyCheck

# What the spine hands on, from one function of ours to the next.
Transaction = Session

# The database does not answer just now: nothing was done, and the same thing may go through later.
AWAY = (OperationalError, InterfaceError, TimeoutError)


class Database:
    """Sessions that know the vault, and the schema they work on.

    Safe to use from several threads.
    """

    def __init__(
        self, writing: Engine, reading: Engine, vault: Vault, claim: Claim | None = None
    ) -> None:
        self._writing = writing
        self._reading = reading
        self._vault = vault
        self._claim = claim
        self._info: dict[str, Any] = {"vault": vault, "secrets": {}}

    @classmethod
    def open(cls, url: str, vault: Vault) -> "Database":
        """The database at `sqlite:///path` or `postgresql://…`; nothing is created in it yet.

        Raises `storage.one_process.AlreadyRunning` for a SQLite file another process has open,
        `ValueError` for any
        other kind of address.
        """
        path = engines.sqlite_path(url)
        if path is None:
            return cls(*engines.postgresql(engines.address(url)), vault)
        claim = Claim(engines.private_file(path))
        return cls(*engines.sqlite(path), vault, claim)

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._writing.dialect.name

    @property
    def operator_key(self) -> bytes:
        """What orders of whoever runs the service are signed with: they have the first key."""
        return self._vault.signing_key

    @cached_property
    def link_key(self) -> bytes:
        """What links are signed with. It lives through a change of keys."""
        return self.secret("links")

    def secret(self, name: str) -> bytes:
        """A secret that this database keeps sealed: for "links", or for "audit"."""
        with self.read() as session:
            return base64.b64decode(session.get_one(KeyCheck, name).word)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction that writes: committed at the end, rolled back on an exception.

        Never open one inside another.
        """
        with (
            Session(self._writing, info=self._info, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One transaction that sees one moment and refuses to write."""
        with Session(self._reading, info=self._info) as session:
            yield session

    def migrate(self, revision: str = "head") -> None:
        """Brings the schema and what is sealed up to a revision, all of it or nothing.

        Safe to call from several processes at once. Raises `WrongKey` and `SchemaTakenBack`.
        """
        try:
            with engines.changing_schema(self._writing) as connection:
                if not migrations.at_head(connection):
                    self._upgrade(connection, revision)
        except SchemaTakenBack:
            raise
        except CannotOpen as fault:
            raise WrongKey from fault

    def _upgrade(self, connection: Connection, revision: str) -> None:
        check_schema(connection, self._vault)
        migrations.upgrade(connection, self._vault, revision)
        renew_word(connection, self._vault)

    def migrate_back(self, revision: str) -> None:
        """Takes the schema back to an earlier revision, or to "base"; what that revision cannot
        hold is lost.
        """
        with engines.changing_schema(self._writing) as connection:
            forget_schema(connection, self._vault)
            migrations.downgrade(connection, self._vault, revision)
            renew_word(connection, self._vault)
        self._info["secrets"].clear()  # going forward again makes new ones

    def ready(self) -> bool:
        """Whether the database answers and its schema is the newest this program knows."""
        try:
            with self._reading.connect() as connection:
                return migrations.at_head(connection)
        except SQLAlchemyError:
            return False

    def check_key(self) -> None:
        """Makes sure that the vault opens this database; the first run leaves a sealed word to
        check by.

        Raises `WrongKey`.
        """
        try:
            self._compare_or_leave_word()
        except IntegrityError:
            self._compare_or_leave_word()

    def _compare_or_leave_word(self) -> None:
        with self.session() as session:
            kept = session.get(KeyCheck, WORD_ID)
            if kept is None:
                session.add(KeyCheck(id=WORD_ID, word=word_of(session.connection())))
            elif not _opens(kept):
                raise WrongKey

    def close(self) -> None:
        """Closes all connections and gives up the SQLite file."""
        self._writing.dispose()
        self._reading.dispose()
        if self._claim:
            self._claim.release()
            self._claim = None


def _opens(kept: KeyCheck) -> bool:
    try:
        return kept.word.partition(" ")[0] == WORD
    except CannotOpen:
        return False
