"""The operator's commands beside a service that really runs: the trail is proved, and everything is
brought under a new key, stopped half-way and gone on with.
"""

import base64
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select, text

from storage.database import Database
from storage.sealing import Vault
from storage.tables import Meeting, Person, Reason
from tests.bot.cli.test_serve import running
from tests.kit.commands import Told, told
from tests.kit.conference import A_MONDAY, Conference

OLD, NEW = b"a key for tests, thirty-two long", os.urandom(32)
BOTH = ",".join(base64.b64encode(key).decode() for key in (NEW, OLD))
ALONE = base64.b64encode(NEW).decode()
MANY = 1500
SAM = "slack:T/USAM"


@pytest.fixture
def url(database_url: str) -> str:
    """A database under the old key, with more in it than one turn of resealing takes."""
    with (
        closing(Database.open(database_url, Vault(OLD))) as database,
        closing(Conference(database)) as room,
    ):
        database.check_key()
        room.begins_with("score/1")
        with database.session() as session:
            meeting = session.scalars(select(Meeting)).one()
            chair = session.scalars(select(Person).where(Person.role == "chair")).one()
            for n in range(MANY):
                why = Reason(what="skip", target="", by_id=chair.id, at=A_MONDAY)
                why.meeting_id, why.words = meeting.id, f"Reason {n}"
                session.add(why)
    return database_url


class Service:
    """A service that runs, and commands beside it."""

    def __init__(self, address: str, around: dict[str, str]) -> None:
        self.address = address
        self._around = {**around, "PORT": str(urlsplit(address).port)}

    def tells(self, *args: str) -> Told:
        """A command, from beginning to end."""
        return told(*args, **self._around)

    def begins(self, *args: str) -> subprocess.Popen[str]:
        """A command that goes on by itself. Ctrl-C ends it, also where the tests run in the
        background of a shell, which lets its jobs ignore that.
        """
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *args],
            env={**os.environ, **self._around},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
        )

    def is_there(self) -> bool:
        with closing(urllib.request.urlopen(f"{self.address}/readyz", timeout=20)) as answer:
            return bool(answer.status == 200)


@contextmanager
def serving(url: str, data: Path, key: str) -> Iterator[Service]:
    around = {"CHAIRSIDE_DATA": str(data), "DATABASE_URL": url, "CHAIRSIDE_KEY": key}
    with running("serve", data, **around) as (_, address, _):
        yield Service(address, around)


def test_everything_comes_under_a_new_key_stopped_and_gone_on_with_while_the_service_runs(
    url: str, tmp_path: Path
) -> None:
    with serving(url, tmp_path, BOTH) as service:
        before = stopped_half_way(service)
        assert service.is_there()
        added = service.tells("staff", "add", SAM, "--name", "Sam", "--may", "chair")
        assert added.stdout == "Sam is on the list now.\n", added.stderr
        said = service.tells("reseal")
        assert said.returncode == 0, said.stderr
        left = int(said.stdout.split(" ")[0])
        assert 0 < left < before, "what was done before it was stopped is kept"
        assert "Everything is under the first key." in said.stdout
        whole = service.tells("audit", "verify")
        assert (whole.returncode, whole.stdout[:6]) == (0, "Whole:"), whole.stderr
    with serving(url, tmp_path, ALONE) as service:  # and the old key is gone
        whole = service.tells("audit", "verify")
        assert (whole.returncode, whole.stdout[:6]) == (0, "Whole:"), whole.stderr
        assert SAM in service.tells("staff", "list").stdout
    with closing(Database.open(url, Vault(NEW))) as database, database.read() as session:
        assert len({row.words for row in session.scalars(select(Reason))}) > MANY


def stopped_half_way(service: Service) -> int:
    """Resealing is stopped as Ctrl-C does it; gives how many rows there were to go."""
    process = service.begins("reseal")
    assert process.stdout
    count = re.fullmatch(r"(\d+) rows to go\.\n", process.stdout.readline())
    assert count
    assert re.fullmatch(r"  \d+ of \d+\n", process.stdout.readline())
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 1
    assert "Aborted!" in rest
    assert "Everything" not in rest
    assert "Traceback" not in rest
    return int(count[1])


def test_a_trail_that_was_changed_is_told_by_the_running_service(url: str, tmp_path: Path) -> None:
    key = base64.b64encode(OLD).decode()
    with serving(url, tmp_path, key) as service:
        service.tells("staff", "add", SAM, "--name", "Sam", "--may", "chair")
        assert service.tells("audit", "verify").returncode == 0
    with closing(Database.open(url, Vault(OLD))) as database, database.session() as session:
        session.execute(text("DELETE FROM staff WHERE account = :sam"), {"sam": SAM})
    with serving(url, tmp_path, key) as service:
        said = service.tells("audit", "verify")
        assert said.returncode == 1
        assert "the list is not as the lines say" in said.stderr
        assert "The audit trail is not whole." in said.stderr
        assert "Traceback" not in said.stderr
