"""A whole conference from the command line: the same twice over, and a record that its schema describes."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import commands
from handlers.record.schema import FILE
from prompts.family import family_names, load_family

SMALL = "fennimore"
IDS = re.compile(r"\b[0-9a-f]{32}\b")
TIMES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def rehearse(out: Path, family: str, profile: str = "cumbria") -> Result:
    return CliRunner().invoke(commands, ["rehearse", "--profile", profile, "--family", family, "--out", str(out)])


def without_times_and_ids(text: str) -> str:
    """Ids by the order in which they first appear, times left out."""
    names: dict[str, str] = {}
    text = IDS.sub(lambda found: names.setdefault(found[0], f"id-{len(names)}"), text)
    return TIMES.sub("a time", text)


@pytest.fixture(scope="module", params=family_names())
def played(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path, Result]:
    out: Path = tmp_path_factory.mktemp("rehearsal") / "new" / "folder"
    return request.param, out, rehearse(out, request.param)


def test_it_prints_the_transcript_shows_progress_and_writes_the_files(played: tuple[str, Path, Result]) -> None:
    _, out, result = played
    assert result.exit_code == 0, result.output
    assert result.stdout == (out / "transcript.txt").read_text()
    assert "What has hurt or scared" in result.stderr
    assert sorted(path.name for path in out.iterdir()) == ["plan.html", "record.json", "transcript.txt"]


def test_the_record_is_valid_and_the_chair_has_approved_it(played: tuple[str, Path, Result]) -> None:
    record = json.loads((played[1] / "record.json").read_text())
    jsonschema.validate(record, json.loads(FILE.read_text()), format_checker=jsonschema.FormatChecker())
    assert record["draft"] is False
    assert all(child["decisions"] for child in record["decisions"])
    assert record["actions"]
    assert record["first_core_group"]


def test_everybody_is_heard_and_nothing_of_the_sample_is_left_unsaid(played: tuple[str, Path, Result]) -> None:
    record = json.loads((played[1] / "record.json").read_text())
    assert {row["state"] for row in record["attendance"]} == {"here"}
    entries = [entry for section in record["plan"] for entry in section["entries"]]
    assert all(entry["agreed"] for entry in entries)


def test_the_plan_can_be_printed_and_loads_nothing(played: tuple[str, Path, Result]) -> None:
    _, out, _ = played
    page = (out / "plan.html").read_text()
    assert "<h1>The plan for " in page
    assert "Who does what, and by when" in page
    assert not re.search(r"(src|href)=|url\(|<script", page)


def test_two_runs_differ_in_times_and_ids_alone(played: tuple[str, Path, Result], tmp_path: Path) -> None:
    family, out, _ = played
    if family != SMALL:
        pytest.skip("one family is enough, and takes half the time")
    rehearse(tmp_path, family)
    for name in ("transcript.txt", "record.json", "plan.html"):
        first, second = (out / name).read_text(), (tmp_path / name).read_text()
        assert without_times_and_ids(first) == without_times_and_ids(second), name


def test_all_who_disagree_are_in_the_transcript_in_their_own_words(played: tuple[str, Path, Result]) -> None:
    family, out, _ = played
    text = (out / "transcript.txt").read_text()
    sample = load_family(family)
    assert all(row.words in text for row in sample.dissent)
    assert ("written down by" in text) == any(person.phone for person in sample.person)


def test_a_family_of_another_profile_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = CliRunner().invoke(commands, ["rehearse", "--profile", "nowhere", "--family", "fennimore", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "cumbria" in result.output
