"""Sealing of free text, names and addresses: AES-GCM, the key's id in front, bound to table, column and row.

A sealed attribute is plain text in Python and bytes in the database. Text moved to another row, column or table, or
read with another key, does not open.
"""

import base64
import hashlib
import os
from collections.abc import Mapping
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, object_session

_NONCE = 12
_ID = 8


class CannotOpen(Exception):
    """Sealed text that this key cannot open: a wrong or missing key, or text that was moved or changed."""


class Vault:
    """The keys in use: the first seals, all open. Keys are 32 bytes."""

    def __init__(self, *keys: bytes) -> None:
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("a key is 32 bytes; give at least one")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])
        self._signing = hashlib.blake2b(b"chairside links", key=keys[0], digest_size=32).digest()

    @property
    def signing_key(self) -> bytes:
        """A key derived from the current one, for signed links."""
        return self._signing

    def seal(self, text: str, place: str) -> bytes:
        """The text, sealed for one place ("table.column:row id")."""
        nonce = os.urandom(_NONCE)
        return self._current + nonce + self._ciphers[self._current].encrypt(nonce, text.encode(), place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """The text sealed for that place. Raises `CannotOpen`."""
        key_id, nonce, rest = sealed[:_ID], sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise CannotOpen(f"{place} was sealed with another key")
        try:
            return cipher.decrypt(nonce, rest, place.encode()).decode()
        except InvalidTag as fault:
            raise CannotOpen(f"{place} does not open") from fault


def _key_id(key: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(key, digest_size=6).digest())


class sealed:
    """A text attribute kept sealed in the column of the same name with a leading underscore.

    Setting it marks the row as changed; the session seals it when it flushes. Nothing is ever written unsealed: until
    then the column holds nothing that opens.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, row: None, owner: type) -> "sealed": ...
    @overload
    def __get__(self, row: Any, owner: type) -> str: ...
    def __get__(self, row: Any, owner: type) -> "sealed | str":
        if row is None:
            return self
        plain: dict[str, str] = row.__dict__.setdefault("_plain", {})
        if self.name not in plain:
            kept = getattr(row, "_" + self.name)
            plain[self.name] = _vault(object_session(row)).open(kept, _place(row, self.name)) if kept else ""
        return plain[self.name]

    def __set__(self, row: Any, text: str) -> None:
        row.__dict__.setdefault("_plain", {})[self.name] = text
        row.__dict__.setdefault("_unsealed", set()).add(self.name)
        setattr(row, "_" + self.name, b"")


def _place(row: Any, name: str) -> str:
    return f"{row.__tablename__}.{name}:{row.id}"


def _vault(session: Session | None) -> Vault:
    if session is None:
        raise CannotOpen("the row is not part of a session")
    vault: Vault = session.info["vault"]
    return vault


@event.listens_for(Session, "before_flush")
def _seal_what_changed(session: Session, *_: object) -> None:
    for row in (*session.new, *session.dirty):
        for name in row.__dict__.pop("_unsealed", ()):
            setattr(row, "_" + name, session.info["vault"].seal(row.__dict__["_plain"][name], _place(row, name)))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    for row in session.identity_map.values():
        row.__dict__.pop("_plain", None)


def sealed_columns(rows: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each (table, column) that is kept sealed, for tests and for moving keys."""
    return [
        (table.__tablename__, name)
        for table in rows.values()
        for base in inspect(table).class_.__mro__
        for name, value in vars(base).items()
        if isinstance(value, sealed)
    ]
