"""From the SQLite file to PostgreSQL: everything, as it lies, or nothing."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner

from bot.__main__ import commands
from bot.spine.dispatch import Dispatcher
from bot.spine.keys import new_key
from bot.spine.settings import BadSettings, parse_keys
from storage.database import Database
from storage.moving import NotEmpty, move
from storage.sealing import Vault
from storage.tables import KeyCheck
from tests.kit import postgres
from tests.kit.closed_room import ClosedRoom
from tests.kit.conference import CUMBRIA, ROOM, Conference
from tests.kit.dump import as_it_lies


@pytest.fixture
def new_url(postgres_folder: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    yield postgres.create(postgres_folder, name)
    postgres.drop(postgres_folder, name)


def test_one_command_moves_everything_and_says_what_it_did(
    tmp_path: Path, new_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key()
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    monkeypatch.setenv("CHAIRSIDE_KEY", key)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    vault = Vault(*parse_keys(key))
    with closing(Database.open(f"sqlite:///{tmp_path}/chairside.db", vault)) as old:
        old.migrate()
        old.check_key()
        with closing(Conference(old, "fennimore")) as conference:
            conference.everybody_plays()
            conference.deliver()
            words = conference.channel()
            record = conference.record()
        before = as_it_lies(old)
    told = CliRunner().invoke(commands, ["move", "--to", new_url], catch_exceptions=False).output
    rows = sum(len(kept) for kept in before.values())
    assert f"Moved {rows} rows in {len(before)} tables." in told
    assert f"answer           {len(before['answer']):8}" in told
    assert "DATABASE_URL" in told
    with closing(Database.open(new_url, vault)) as new:
        assert as_it_lies(new) == before
        dispatcher = Dispatcher(new, {CUMBRIA.id: CUMBRIA}, lambda: conference.now)
        with closing(dispatcher):
            assert dispatcher.look(ROOM, None, lambda scene: scene.meeting.summary) in words
            assert (
                dispatcher.look(ROOM, None, lambda scene: scene.meeting.id)
                == before["post"][0]["meeting_id"]
            )
    assert record.children[0].name == "Posy"


def test_work_goes_on_after_the_move(
    sqlite_database: Database, postgres_database: Database
) -> None:
    room = ClosedRoom(sqlite_database)
    move(sqlite_database, postgres_database)
    room.dispatcher.close()
    room.dispatcher = Dispatcher(postgres_database, room.dispatcher.profiles, room.dispatcher.now)
    with closing(room.dispatcher):
        room.later(days=4)
        assert room.reminds() == 4
        room.send(
            "mum", "action.done", room.action("Ring the school."), how="I rang.", on="2025-11-28"
        )


def test_nothing_is_moved_into_a_database_that_has_something(
    sqlite_database: Database, postgres_database: Database
) -> None:
    with closing(ClosedRoom(sqlite_database).dispatcher):
        with postgres_database.session() as session:
            session.add(KeyCheck(id="the-one", word="chairside"))
        with pytest.raises(NotEmpty):
            move(sqlite_database, postgres_database)


@pytest.mark.parametrize("address", ["sqlite:///elsewhere.db", "mysql://x/y", "nonsense"])
def test_it_moves_to_postgresql_only(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    with pytest.raises(BadSettings):
        CliRunner().invoke(commands, ["move", "--to", address], catch_exceptions=False)
    assert not list(tmp_path.iterdir())


def test_a_clock_of_its_own_needs_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIRSIDE_DATA", str(tmp_path))
    with pytest.raises(BadSettings, match="PostgreSQL"):
        CliRunner().invoke(commands, ["clock"], catch_exceptions=False)
