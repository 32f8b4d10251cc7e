"""Sealing of free text, names and addresses: AES-GCM, the key's id in front, bound to table, column
and row.

A sealed attribute is plain text in Python and bytes in the database. Text moved to another row,
column or table, or
read with another key, does not open. Text is padded before it is sealed: its length says little
about it.
"""

import base64
import hashlib
import hmac
import logging
import os
from collections.abc import Mapping
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session, object_session

log = logging.getLogger(__name__)
_told: set[str] = set()

_NONCE = 12
_ID = 8
_TAG = 16
_LEAST = 128


class CannotOpen(Exception):
    """Sealed text that this key cannot open: a wrong or missing key, or text that was moved or
    changed.
    """


def tell_operator(fault: CannotOpen) -> None:
    """Says once which row it is: its message has ids alone."""
    if str(fault) not in _told:
        _told.add(str(fault))
        log.error("%s. Nothing of it is shown", fault)


class Vault:
    """The keys in use: the first seals, all open. Keys are 32 bytes."""

    def __init__(self, *keys: bytes, manager: bytes = b"") -> None:
        """`manager` is the manager's public key, for lines of the audit trail that only
        they read.
        """
        self.manager = manager
        if not keys or any(len(key) != 32 for key in keys):
            raise ValueError("a key is 32 bytes; give at least one")
        padding = [_derived(key, b"chairside padded") for key in keys]
        self._ciphers = {_key_id(key): AESGCM(key) for key in (*keys, *padding)}
        self._padded = frozenset(_key_id(key) for key in padding)
        self._marking = {_key_id(key): _derived(key, b"chairside marks") for key in padding}
        self._current, self._unpadded = _key_id(padding[0]), _key_id(keys[0])
        self._signing = _derived(keys[0], b"chairside links")

    @property
    def signing_key(self) -> bytes:
        """A key derived from the current one, for orders of whoever runs the service."""
        return self._signing

    @property
    def current_id(self) -> bytes:
        """What everything begins with that is sealed or marked with the first key."""
        return self._current

    def seal(self, text: str, place: str, least: int = _LEAST) -> bytes:
        """The text, padded and sealed for one place ("table.column:row id").

        `least` is the shortest length that it is padded to; a longer text is padded to the next
        doubling of it.
        """
        return self._sealed(self._current, _padded(text.encode(), least), place)

    def seal_unpadded(self, text: str, place: str) -> bytes:
        """The same as programs did before there was padding; only for going back to one."""
        return self._sealed(self._unpadded, text.encode(), place)

    def open(self, sealed: bytes, place: str) -> str:
        """The text sealed for that place. Raises `CannotOpen`."""
        key_id, nonce, rest = sealed[:_ID], sealed[_ID : _ID + _NONCE], sealed[_ID + _NONCE :]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise CannotOpen(f"{place} was sealed with another key")
        try:
            opened = cipher.decrypt(nonce, rest, place.encode())
        except InvalidTag as fault:
            raise CannotOpen(f"{place} does not open") from fault
        return (opened.rstrip(b"\0")[:-1] if key_id in self._padded else opened).decode()

    def is_padded(self, sealed: bytes) -> bool:
        """Whether this was sealed with padding, by any of the keys."""
        return sealed[:_ID] in self._padded

    def mark(self, facts: bytes) -> bytes:
        """A mark that nobody can make without the key."""
        return self._current + _tag(self._marking[self._current], facts)

    def is_marked(self, facts: bytes, mark: bytes) -> bool:
        """Whether these very facts were marked, by any of the keys."""
        key = self._marking.get(mark[:_ID])
        return key is not None and hmac.compare_digest(mark[_ID:], _tag(key, facts))

    def _sealed(self, key_id: bytes, plain: bytes, place: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return key_id + nonce + self._ciphers[key_id].encrypt(nonce, plain, place.encode())


def _derived(key: bytes, what: bytes) -> bytes:
    return hashlib.blake2b(what, key=key, digest_size=32).digest()


def _key_id(key: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.blake2b(key, digest_size=6).digest())


def _tag(key: bytes, facts: bytes) -> bytes:
    return hashlib.blake2b(facts, key=key, digest_size=_TAG).digest()


def _padded(plain: bytes, least: int) -> bytes:
    length = least
    while length <= len(plain):
        length *= 2
    return (plain + b"\x80").ljust(length, b"\0")


class sealed:
    """A text attribute kept sealed in the column of the same name with a leading underscore.

    Setting it marks the row as changed; the session seals it when it flushes. Nothing is ever
    written unsealed: until
    then the column holds nothing that opens. `least` is the length that even the shortest text is
    padded to.
    """

    def __init__(self, least: int = _LEAST) -> None:
        self.least = least

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
            plain[self.name] = self._opened(row)
        return plain[self.name]

    def _opened(self, row: Any) -> str:
        kept, place = getattr(row, "_" + self.name), _place(row, self.name)
        if not kept and self._is_always_there(type(row)):
            raise CannotOpen(f"{place} was taken away")
        return _vault(object_session(row)).open(kept, place) if kept else ""

    def _is_always_there(self, owner: type) -> bool:
        """Whether the column holds something in every row: else its default is nothing."""
        return inspect(owner).columns["_" + self.name].default is None

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
            plain, least = row.__dict__["_plain"][name], getattr(type(row), name).least
            setattr(row, "_" + name, session.info["vault"].seal(plain, _place(row, name), least))


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
