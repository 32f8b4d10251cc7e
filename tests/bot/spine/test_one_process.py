"""Two processes on one SQLite file: the second is told to stay away, and comes in when the first
has gone.
"""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Database
from storage.one_process import AlreadyRunning, Claim
from storage.sealing import Vault

HOLD = """
import sys, pathlib, storage.one_process
claim = storage.one_process.Claim(pathlib.Path(sys.argv[1]))
print("held", flush=True)
input()
"""


def test_a_second_process_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "chairside.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        assert first.stdout
        first.stdout.readline()
        with pytest.raises(
            AlreadyRunning, match=rf"already running on {path} \(process {first.pid}\)"
        ):
            Claim(path)
        first.kill()
    Claim(path).release()


def test_the_same_file_is_not_opened_twice(sqlite_url: str, vault: Vault) -> None:
    with closing(Database.open(sqlite_url, vault)), pytest.raises(AlreadyRunning):
        Database.open(sqlite_url, vault)
    Database.open(sqlite_url, vault).close()


def test_postgresql_is_for_many(postgres_url: str, vault: Vault) -> None:
    with (
        closing(Database.open(postgres_url, vault)) as first,
        closing(Database.open(postgres_url, vault)) as second,
    ):
        assert first.ready()
        assert second.ready()
