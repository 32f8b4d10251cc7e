"""A whole conference from the command line: the same twice over, and a record that its schema
describes.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import commands
from handlers.after.record.schema import FILE
from prompts.family import Family, load_family

FILES = ["plan.html", "record.json", "transcript.txt"]
IDS = re.compile(r"\b[0-9a-f]{32}\b")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def rehearse(out: Path, family: str, profile: str = "cumbria") -> Result:
    return CliRunner().invoke(
        commands, ["rehearse", "--profile", profile, "--family", family, "--out", str(out)]
    )


def without_times_and_ids(text: str) -> str:
    """Ids by the order in which they first appear, times left out."""
    names: dict[str, str] = {}
    text = IDS.sub(lambda found: names.setdefault(found[0], f"id-{len(names)}"), text)
    return TIMES.sub("a time", text)


@pytest.mark.rehearsals
def test_a_large_family_is_played_to_the_end(tmp_path: Path) -> None:
    out = tmp_path / "new" / "folder"
    check(rehearse(out, "thornbeck"), out, "thornbeck")


def test_two_runs_differ_in_times_and_ids_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for out in (first, second):
        check(rehearse(out, "fennimore"), out, "fennimore")
    for name in FILES:
        assert without_times_and_ids((first / name).read_text()) == without_times_and_ids(
            (second / name).read_text()
        ), name


def check(result: Result, out: Path, family: str) -> None:
    """What holds for every rehearsal: it went to the end, and left three files that can be used."""
    assert result.exit_code == 0, result.output
    assert "What has hurt or scared" in result.stderr
    assert result.stdout == (out / "transcript.txt").read_text()
    assert sorted(path.name for path in out.iterdir()) == FILES
    check_transcript(result.stdout, load_family(family))
    check_record(json.loads((out / "record.json").read_text()))
    check_plan((out / "plan.html").read_text())


def check_transcript(text: str, family: Family) -> None:
    assert all(row.words in text for row in family.dissent)
    assert ("written down by" in text) == any(person.phone for person in family.person)


def check_record(record: dict[str, Any]) -> None:
    jsonschema.validate(
        record, json.loads(FILE.read_text()), format_checker=jsonschema.FormatChecker()
    )
    assert record["draft"] is False
    assert record["actions"]
    assert record["first_core_group"]
    assert all(child["decisions"] for child in record["decisions"])
    assert {row["state"] for row in record["attendance"]} == {"here"}
    assert all(entry["agreed"] for section in record["plan"] for entry in section["entries"])


def check_plan(page: str) -> None:
    assert "<h1>The plan for " in page
    assert "Who does what, and by when" in page
    assert not re.search(r"(src|href)=|url\(|<script", page)


def test_a_profile_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        commands,
        ["rehearse", "--profile", "nowhere", "--family", "fennimore", "--out", str(tmp_path)],
    )
    assert result.exit_code == 2
    assert "cumbria" in result.output
