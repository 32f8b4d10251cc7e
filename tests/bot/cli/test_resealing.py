"""Everything is brought under the first key while others work on; then the old key can go, and
links still open.
"""

import base64
import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, text

from bot.__main__ import commands
from bot.web.links import PageLinks
from bot.web.operator import RESEAL, Orders, reseal_order
from storage.database import Database
from storage.resealing import left_to_reseal, reseal_some
from storage.schema_word import WrongKey
from storage.sealing import CannotOpen, Vault
from storage.tables import Person, Step
from tests.conftest import new_vault
from tests.kit.conference import A_MONDAY, Conference
from tests.kit.dump import TABLES, line
from tests.kit.web_site import running

OLD, NEW = b"a key for tests, thirty-two long", os.urandom(32)


@pytest.fixture
def url(database_url: str) -> str:
    """A database that has something in it, sealed with the old key."""
    with (
        closing(Database.open(database_url, Vault(OLD))) as database,
        closing(Conference(database)) as room,
    ):
        database.check_key()
        room.begins_with("score/1")
        room.person("mum").scores("score/1", 2, "I was scared.")
        room.deliver()
    return database_url


@pytest.fixture
def both(url: str) -> Iterator[Database]:
    with closing(Database.open(url, Vault(NEW, OLD))) as database:
        yield database


def test_the_old_key_can_go_and_everything_reads_as_before(both: Database, url: str) -> None:
    before, links = lines(both), PageLinks(both.link_key)
    token = links.token("a-link")
    assert left_to_reseal(both) > 50
    turns(both)
    assert left_to_reseal(both) == 0
    both.close()
    with closing(Database.open(url, Vault(NEW))) as database:
        database.check_key()
        assert lines(database) == before
        assert PageLinks(database.link_key).link_id(token) == "a-link"
    with closing(Database.open(url, Vault(OLD))) as database, pytest.raises(WrongKey):
        database.check_key()


def test_it_can_be_stopped_and_gone_on_with(both: Database, url: str) -> None:
    first = reseal_some(both)
    left = left_to_reseal(both)
    both.close()
    with closing(Database.open(url, Vault(NEW, OLD))) as database:
        assert left_to_reseal(database) == left
        assert turns(database) == left
    assert first.place


def test_whoever_works_on_waits_for_nothing_and_loses_nothing(postgres_url: str) -> None:
    with (
        closing(Database.open(postgres_url, Vault(OLD))) as database,
        closing(Conference(database)) as room,
    ):
        room.begins_with("score/1")
    with closing(Database.open(postgres_url, Vault(NEW, OLD))) as database:
        with database.session() as busy:
            mum = busy.scalars(select(Person).order_by(Person.id).with_for_update()).first()
            assert mum
            mum.name = "Somebody new"
            busy.flush()
            turns(database)
        assert left_to_reseal(database) >= 0
        turns(database)
        assert left_to_reseal(database) == 0
        with database.read() as session:
            assert session.get_one(Person, mum.id).name == "Somebody new"


def test_a_row_that_was_changed_stops_it_and_is_named(both: Database) -> None:
    with both.session() as session:
        step = session.scalars(select(Step.id).order_by(Step.id)).first()
        session.execute(text("UPDATE step SET question = 'another' WHERE id = :id"), {"id": step})
    with pytest.raises(CannotOpen, match=f"step {step}"):
        turns(both)
    assert "fault" in reseal_order(both, {"reseal": "step:"})


async def test_only_whoever_has_the_key_can_ask_the_running_service(database: Database) -> None:
    orders = Orders(new_vault().signing_key)
    async with running(database, now=lambda: A_MONDAY, rehearsal=False) as site:
        for sent in ("", orders.sign({"who": "x"}), Orders(NEW).sign({"reseal": "count"})):
            assert (await site.client.post(RESEAL, data=sent)).status == 404
        told = await site.client.post(RESEAL, data=orders.sign({"reseal": "count"}))
        assert orders.read(await told.text()) == {"left": 0}


def test_one_command_does_it_and_says_how_far_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [base64.b64encode(key).decode() for key in (NEW, OLD)]
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("CHAIRSIDE_KEY", keys[1])
    assert CliRunner().invoke(commands, ["migrate"], catch_exceptions=False).exit_code == 0
    monkeypatch.setenv("CHAIRSIDE_KEY", ",".join(keys))
    told = CliRunner().invoke(commands, ["reseal"], catch_exceptions=False).output
    assert "rows to go." in told
    assert "Everything is under the first key." in told
    monkeypatch.setenv("CHAIRSIDE_KEY", keys[0])
    again = CliRunner().invoke(commands, ["reseal"], catch_exceptions=False).output
    assert "rows to go." not in again


def turns(database: Database) -> int:
    """Goes through everything once; how many rows were changed."""
    turn = reseal_some(database)
    changed = turn.changed
    while turn.place:
        turn = reseal_some(database, turn.place)
        changed += turn.changed
    return changed


def lines(database: Database) -> dict[str, str]:
    with database.read() as session:
        assert session.scalar(select(func.count(Person.id)))
        return {
            row.id: line(row) for table in TABLES.values() for row in session.scalars(select(table))
        }
