"""One process at a time on one SQLite file, by a lock beside it that ends with the process, however
it ends.
"""

import fcntl
import os
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process has this SQLite file open; the message is for the operator."""


class Claim:
    """This process's claim on a file.

    The lock file is left in place: taking it away would let two processes in.
    """

    def __init__(self, path: Path) -> None:
        """Claims the file at once. Raises `AlreadyRunning`."""
        self._lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(self._lock, 20, 0).decode(errors="replace").strip()
            os.close(self._lock)
            raise AlreadyRunning(_refusal(path, holder)) from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Lets the next process in."""
        os.close(self._lock)


def _refusal(path: Path, holder: str) -> str:
    return (
        f"Chairside is already running on {path} (process "
        f"{holder or 'unknown'}). Stop that one first, or set "
        "CHAIRSIDE_DATA to another folder. Several processes at once "
        "need PostgreSQL: set DATABASE_URL."
    )
