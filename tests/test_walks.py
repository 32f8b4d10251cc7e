"""The walks in docs/walks.md lead through files that are there, and are no longer than they say."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
WALK = re.compile(r"^## (.+) \((\d+) files\)$", re.MULTILINE)
MOST = (28, 28, 20)


def walks() -> list[tuple[int, list[str]]]:
    """What each walk says of its length, and the files that it names."""
    _, *parts = WALK.split((ROOT / "docs" / "walks.md").read_text(encoding="utf-8"))
    return [
        (int(said), re.findall(r"^\d+\. `([^`]+)`", text, re.MULTILINE))
        for said, text in zip(parts[1::3], parts[2::3], strict=True)
    ]


def test_every_file_on_the_way_is_there_and_named_once() -> None:
    for said, files in walks():
        assert [file for file in files if not (ROOT / file).is_file()] == []
        assert len(files) == len(set(files)) == said


def test_they_are_short() -> None:
    for (said, _), most in zip(walks(), MOST, strict=True):
        assert said <= most
