"""A family with Hebrew and Arabic names goes through a whole rehearsal: every text that
people are shown keeps their names apart from the words around.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from prompts import family
from storage.database import Database
from tests.kit.right_to_left import LAYLA, NOA, isolated, texts_in
from tests.kit.teams_rehearsed import rehearsed

SHOWN = {"text", "title", "label", "speak", "fallbackText", "errorMessage", "placeholder"}
NAMES = {"Finlo": NOA, "Juan": LAYLA}


@pytest.fixture
def renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    text = (family.FOLDER / "harrick.toml").read_text(encoding="utf-8")
    for before, after in NAMES.items():
        text = text.replace(before, after)
    (tmp_path / "harrick.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(family, "FOLDER", tmp_path)
    family.load_family.cache_clear()
    yield
    family.load_family.cache_clear()


@pytest.mark.rehearsals
def test_every_text_of_a_rehearsal_is_isolated(sqlite_database: Database, renamed: None) -> None:
    every = list(rehearsed(sqlite_database, "harrick"))
    texts = {
        (seen.where.split(" ")[0], line)
        for seen in every
        for text in texts_in(seen.elements, SHOWN)
        for line in text.splitlines()
        if NOA in line or LAYLA in line
    }
    assert len(texts) > 200
    assert [line for _, line in texts if not isolated(line)] == []
