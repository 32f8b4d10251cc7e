"""The key: from the environment, or from a file beside the SQLite file that is made once and never
again.
"""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.spine.keys import key_file, new_key, vault_for
from bot.spine.opening import open_database
from bot.spine.settings import BadSettings, Settings, parse_keys
from storage.schema_word import WrongKey


class Told(list[str]):
    """What the operator was told."""

    def __call__(self, words: str) -> None:
        self.append(words)


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(CHAIRSIDE_DATA=tmp_path / "data", DATABASE_URL="", CHAIRSIDE_KEY=())


@pytest.fixture
def kept(settings: Settings) -> Path:
    return settings.data / "chairside.key"


def test_the_first_run_makes_a_key_and_says_so(settings: Settings, kept: Path, told: Told) -> None:
    open_database(settings, told).close()
    assert len(parse_keys(kept.read_text())) == 1
    assert kept.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in kept.parent.iterdir() if "journal" not in path.name) == [
        "chairside.db",
        "chairside.db.lock",
        "chairside.key",
    ]
    assert len(told) == 1
    assert "Keep a copy" in told[0]


def test_the_files_belong_to_their_owner_alone(settings: Settings, told: Told) -> None:
    open_database(settings, told).close()
    assert {path.stat().st_mode & 0o777 for path in settings.data.iterdir()} == {0o600}


def test_the_second_run_goes_on_with_it_and_says_nothing(
    settings: Settings, kept: Path, told: Told
) -> None:
    open_database(settings, told).close()
    before = kept.read_bytes()
    told.clear()
    open_database(settings, told).close()
    assert (kept.read_bytes(), told) == (before, [])


def test_a_missing_key_file_is_refused_and_none_is_made(
    settings: Settings, kept: Path, told: Told
) -> None:
    open_database(settings, told).close()
    kept.rename(kept.with_suffix(".elsewhere"))
    with pytest.raises(BadSettings, match="is missing"):
        open_database(settings, told)
    assert not kept.exists()


def test_a_wrong_key_is_refused_and_the_right_one_still_opens(
    settings: Settings, kept: Path, told: Told
) -> None:
    open_database(settings, told).close()
    right = kept.read_text()
    kept.write_text(new_key())
    with pytest.raises(WrongKey, match="another key"):
        open_database(settings, told)
    kept.write_text(right)
    open_database(settings, told).close()


def test_a_new_key_in_front_of_the_old_one_opens(
    settings: Settings, kept: Path, told: Told
) -> None:
    open_database(settings, told).close()
    kept.write_text(f"{new_key()}\n{kept.read_text()}")
    open_database(settings, told).close()


def test_the_environment_goes_before_the_file(settings: Settings, kept: Path, told: Told) -> None:
    settings = settings.model_copy(update={"keys": (b"k" * 32,)})
    open_database(settings, told).close()
    assert not kept.exists()
    assert not told


@pytest.mark.parametrize("words", ["", "nonsense", base64.b64encode(b"short").decode()])
def test_a_damaged_key_file_is_refused(
    settings: Settings, kept: Path, told: Told, words: str
) -> None:
    kept.parent.mkdir()
    kept.touch(0o600)
    kept.write_text(words)
    with pytest.raises(BadSettings, match="does not hold a 32-byte key"):
        vault_for(settings, told)


def test_a_key_file_that_others_can_read_is_refused(
    settings: Settings, kept: Path, told: Told
) -> None:
    vault_for(settings, told)
    kept.chmod(0o640)
    with pytest.raises(BadSettings, match="chmod 600"):
        vault_for(settings, told)


def test_postgresql_wants_a_key_of_the_operators(settings: Settings, told: Told) -> None:
    settings = settings.model_copy(update={"database_url": "postgresql://u@h/d"})
    with pytest.raises(BadSettings, match="set CHAIRSIDE_KEY"):
        vault_for(settings, told)


def test_postgresql_that_is_not_migrated_is_refused(settings: Settings, told: Told) -> None:
    settings = settings.model_copy(
        update={"database_url": "postgresql://u@127.0.0.1:1/d", "keys": (b"k" * 32,)}
    )
    with pytest.raises(BadSettings, match="bot migrate"):
        open_database(settings, told)


def test_the_key_file_stands_beside_the_database() -> None:
    assert key_file(Path("somewhere/conference.db")) == Path("somewhere/conference.key")


def test_migrate_on_a_new_folder_and_a_wrong_key_after_it(tmp_path: Path) -> None:
    first = migrate(CHAIRSIDE_DATA=str(tmp_path))
    assert (first.returncode, first.stdout) == (0, "The database is at the newest schema.\n")
    wrong = migrate(CHAIRSIDE_DATA=str(tmp_path), CHAIRSIDE_KEY=new_key())
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("This database was sealed with another key.")
    assert "Traceback" not in wrong.stderr


def migrate(**settings: str) -> subprocess.CompletedProcess[str]:
    around = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CHAIRSIDE_", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        env=around | settings,
        capture_output=True,
        text=True,
        timeout=60,
    )
