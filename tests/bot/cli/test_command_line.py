"""The command line says what an operator can put right, without a traceback."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from prompts.profile import FOLDER
from tests.kit import postgres


def test_a_profile_that_can_be_used() -> None:
    done = bot("check-profile", str(FOLDER / "cumbria"))
    assert done.returncode == 0, done.stderr
    assert "can be used" in done.stdout


def test_a_profile_that_is_broken(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "broken"\ntitle =\n')
    done = bot("check-profile", str(broken))
    assert done.returncode == 1
    assert str(broken) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_new_key_every_time() -> None:
    first, second = bot("new-key").stdout.strip(), bot("new-key").stdout.strip()
    assert len(first) == len(second) == 44
    assert first != second


def test_several_may_migrate_one_postgresql_at_once(postgres_folder: str) -> None:
    name = f"test_{uuid4().hex}"
    around = os.environ | {
        "DATABASE_URL": postgres.create(postgres_folder, name),
        "CHAIRSIDE_KEY": bot("new-key").stdout,
    }
    command = [sys.executable, "-m", "bot", "migrate"]
    at_once = [
        subprocess.Popen(command, env=around, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert [(process.communicate(timeout=60)[1], process.returncode) for process in at_once] == [
        (b"", 0)
    ] * 3
    postgres.drop(postgres_folder, name)


def bot(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], capture_output=True, text=True, timeout=60
    )
