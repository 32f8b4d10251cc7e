"""Shipped profiles as text to change: as the one file that a service may have, or as a folder."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

from prompts.profile import FOLDER
from prompts.profile.sources import read_source


def as_one_file(name: str) -> str:
    """A shipped profile as one file that is based on no other."""
    return "\n".join(_lines(tables_of(name), ""))


def _lines(table: dict[str, Any], above: str) -> Iterator[str]:
    yield from (f"{key} = {_value(one)}" for key, one in table.items() if not _is_table(one))
    for key, one in table.items():
        if isinstance(one, dict):
            yield f"\n[{above}{key}]"
            yield from _lines(one, f"{above}{key}.")
        elif _is_table(one):
            for row in one:
                yield f"\n[[{above}{key}]]"
                yield from _lines(row, f"{above}{key}.")


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


def _value(value: object) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


def as_folder(folder: Path, name: str) -> Path:
    """A copy of a shipped profile, to be changed."""
    shutil.copytree(FOLDER / name, folder)
    return folder


def change(path: Path, before: str, after: str) -> None:
    """Puts other words in a file."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def tables_of(name: str) -> dict[str, Any]:
    """The tables of a shipped profile, with what it takes from what it is based on."""
    return read_source(FOLDER / name).data
