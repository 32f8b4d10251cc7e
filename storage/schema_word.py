"""The word that a database keeps sealed: it says which key opens it, and at which schema it is.

Without the schema in it, whoever can write in the database could say that it is at an older one:
the next start would go through the migrations once more, and mark and chain what was changed.
"""

from sqlalchemy import Connection, exists, select, update

from storage import migrations
from storage.sealing import CannotOpen, Vault
from storage.tables import KeyCheck, Meeting

WORD_ID = "the-one"
WORD = "chairside"
_PLACE = f"key_check.word:{WORD_ID}"
_SINCE = "0019"  # before it, the word said nothing of the schema


class WrongKey(CannotOpen):
    """The keys given do not open this database; the message is for the operator."""

    def __init__(self) -> None:
        super().__init__(
            "This database was sealed with another key. Set CHAIRSIDE_KEY to the "
            "key it was made with, or put the key file "
            "that belongs to it back in its place. Without that key nothing in it can be read."
        )


class SchemaTakenBack(WrongKey):
    """Somebody without the key changed what says at which schema a database is; the message is for
    the operator.
    """

    def __init__(self) -> None:
        CannotOpen.__init__(
            self,
            "Somebody without the key changed at which schema this database says that it is. "
            "Nothing was done to it. Go back to a backup that `python -m bot audit verify` finds "
            "whole.",
        )


def check_schema(connection: Connection, vault: Vault) -> None:
    """Before the schema is changed: the database is where we left it.

    Raises `SchemaTakenBack`, and `CannotOpen` where the key is another.
    """
    revision = migrations.revision_of(connection)
    if revision is None:
        return
    kept = connection.scalar(select(KeyCheck._word).where(KeyCheck.id == WORD_ID))
    if kept is None and connection.scalar(select(exists().select_from(Meeting))):
        raise SchemaTakenBack
    left_at = vault.open(kept, _PLACE).partition(" ")[2] if kept else ""
    if left_at not in ("", revision):
        raise SchemaTakenBack


def word_of(connection: Connection) -> str:
    """The word as it is to be kept now."""
    revision = migrations.revision_of(connection) or ""
    return f"{WORD} {revision}" if revision >= _SINCE else WORD


def renew_word(connection: Connection, vault: Vault) -> None:
    """After the schema was changed, where a word was left: it says where the database is now."""
    if migrations.revision_of(connection):
        _replace(connection, vault, word_of(connection))


def forget_schema(connection: Connection, vault: Vault) -> None:
    """Before the schema is taken back by us: programs of that time know the bare word alone."""
    _replace(connection, vault, WORD)


def _replace(connection: Connection, vault: Vault, word: str) -> None:
    kept = connection.scalar(select(KeyCheck._word).where(KeyCheck.id == WORD_ID))
    if kept is not None and vault.open(kept, _PLACE) != word:
        change = update(KeyCheck).where(KeyCheck.id == WORD_ID)
        connection.execute(change.values(_word=vault.seal(word, _PLACE)))
