"""Where the keys come from: the environment, or a file beside the SQLite file that the first run
makes.
"""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from bot.spine.settings import BadSettings, Settings, parse_keys
from storage.engines import sqlite_path
from storage.sealing import Vault


def new_key() -> str:
    """A fresh key as CHAIRSIDE_KEY and the key file hold it."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def vault_for(settings: Settings, tell: Callable[[str], None]) -> Vault:
    """The vault these settings ask for; `tell` gets what the operator must know.

    Raises `BadSettings`.
    """
    if settings.keys:
        return Vault(*settings.keys, manager=settings.audit_key)
    database = sqlite_path(settings.database_url)
    if database is None:
        raise BadSettings(
            "PostgreSQL needs a key of yours: set CHAIRSIDE_KEY to what "
            "`python -m bot new-key` prints."
        )
    path = key_file(database)
    if not path.exists():
        _make_key(path, database, tell)
    return Vault(*_kept_keys(path), manager=settings.audit_key)


def key_file(database: Path) -> Path:
    """The key file that belongs to a SQLite file."""
    return database.with_suffix(".key")


def _make_key(path: Path, database: Path, tell: Callable[[str], None]) -> None:
    if database.exists() and database.stat().st_size:
        raise BadSettings(
            f"The key file {path} is missing, and {database} was sealed with it. "
            "Put it back, or set CHAIRSIDE_KEY to the key "
            "that was in it. A new key would not open what is there."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_whole(path, new_key() + "\n")
    tell(
        f"A new key is in {path}. Whatever people write is sealed with it. Keep "
        f"a copy in a safe place, apart from {database}: "
        "whoever has both can read everything, and without the key nobody can read anything."
    )


def _write_whole(path: Path, text: str) -> None:
    """Puts the file in its place complete and on the disk, or not at all; one that is there already
    stays.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)


def _kept_keys(path: Path) -> tuple[bytes, ...]:
    if path.stat().st_mode & 0o077:
        raise BadSettings(
            f"Others on this machine can read the key file {path}. Put "
            f"that right with: chmod 600 {path}"
        )
    try:
        return parse_keys(path.read_text())
    except ValueError as fault:
        raise BadSettings(
            f"The key file {path} does not hold a 32-byte key in "
            "base64. Put back the copy you kept."
        ) from fault
