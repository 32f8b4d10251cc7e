"""A service copies a profile to a folder of its own, changes what is local, checks it, and uses it
without touching code.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import commands
from bot.spine.settings import read_settings
from prompts.profile import FOLDER, BadProfile, load_profiles, profile_names
from storage.database import Database
from tests.kit.conference import Conference
from tests.kit.profiles import as_folder, as_one_file, change
from tests.kit.web_site import running

# What Northvale changes in the Cumbria profile: wording, order, rhythm, quorum, escalation,
# feedback.
CHANGES = (
    ('id = "cumbria"', 'id = "northvale"'),
    ('title = "Cumbria child protection conference"', 'title = "Northvale family meeting"'),
    ('ask = "Is the family map ready?"', 'ask = "Have you drawn your family tree?"'),
    ("others = 2", "others = 1"),
    ('count = 6\nunit = "weeks"', 'count = 4\nunit = "weeks"'),
    (
        '"Level 1: the professionals talk it through and try to agree."',
        '"Step 1: ring the duty manager on the same day."',
    ),
    (
        'ask = "Did people listen to what you said?"',
        'ask = "Did you get to say all you wanted to say?"',
    ),
)


@pytest.fixture
def northvale(tmp_path: Path) -> Path:
    """The folder of a service with its own profile."""
    text = as_one_file("cumbria")
    for before, after in CHANGES:
        assert before in text
        text = text.replace(before, after, 1)
    text = text.replace(
        'calendar = "england"\n', 'calendar = "england"\nclosures = [2026-03-09]\n', 1
    )
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "northvale.toml").write_text(_genogram_last(text), encoding="utf-8")
    return folder


def _genogram_last(text: str) -> str:
    """The question about the family map comes last in its part."""
    start = text.index('[[part.question]]\nid = "genogram"')
    after = text.index('[[part.question]]\nid = "matters_most"')
    end = text.index('[[part]]\nid = "events"')
    return text[:start] + text[after:end] + text[start:after] + text[end:]


@pytest.fixture
def conference(northvale: Path, sqlite_database: Database) -> Iterator[Conference]:
    with closing(
        Conference(
            sqlite_database, "fennimore", profiles=load_profiles(northvale), profile="northvale"
        )
    ) as begun:
        yield begun


def test_it_is_checked_from_the_command_line(northvale: Path) -> None:
    done = CliRunner().invoke(commands, ["check-profile", str(northvale / "northvale.toml")])
    assert done.exit_code == 0, done.output
    assert "can be used" in done.output


def test_it_stands_beside_the_others(northvale: Path) -> None:
    assert list(load_profiles(northvale)) == [*profile_names(), "northvale"]


def test_a_profile_with_a_shipped_id_takes_its_place(northvale: Path) -> None:
    path = northvale / "northvale.toml"
    path.write_text(path.read_text().replace('id = "northvale"', 'id = "cumbria"', 1))
    assert load_profiles(northvale)["cumbria"].title == "Northvale family meeting"


def test_a_conference_goes_by_it(conference: Conference) -> None:
    chair, (mum, joe, aisha) = (
        conference.leading(),
        conference.people("mum", "social_worker", "health_visitor"),
    )
    chair.next()
    mum.is_here()
    joe.is_here()
    aisha.is_here()
    chair.next()
    assert conference.current() == "matters_most", (
        "two agencies are enough here, and the family map comes later"
    )
    chair.goes_on_to("genogram")
    assert "Have you drawn your family tree?" in conference.channel("asked")
    form = conference.send("plan.form", chair.account, "first_core_group").card
    assert "by Tuesday 17 March (10 working days after 2 March. 9 March does not count)" in repr(
        form
    )


def test_its_way_to_disagree_is_shown(conference: Conference) -> None:
    conference.everybody_plays()
    assert "Step 1: ring the duty manager on the same day." in conference.channel("decision")
    assert conference.record().profile.id == "northvale"


@pytest.mark.rehearsals
def test_it_can_be_rehearsed(
    northvale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAIRSIDE_PROFILES", str(northvale))
    assert read_settings().profiles == northvale
    out = tmp_path / "out"
    words = ["rehearse", "--profile", "northvale", "--family", "fennimore", "--out", str(out)]
    done = CliRunner().invoke(commands, words)
    assert done.exit_code == 0, done.output
    assert (
        json.loads((out / "record.json").read_text())["profile"]["title"]
        == "Northvale family meeting"
    )


async def test_it_is_offered_in_the_rehearsal_room(
    northvale: Path, sqlite_database: Database
) -> None:
    async with running(sqlite_database, profiles=load_profiles(northvale)) as site:
        assert "Northvale family meeting" in await site.text("/")
        form = {"family": "fennimore", "profile": "northvale", "key": site.new_key()}
        room = (await site.post("/rehearse", form)).headers["Location"]
        assert "Bethan" in await site.text(room)
        wrong = {"family": "harrick", "profile": "northvale", "key": site.new_key()}
        assert (await site.post("/rehearse", wrong)).status == 404


def test_all_faults_of_all_files_are_said_at_once(northvale: Path) -> None:
    text = (northvale / "northvale.toml").read_text()
    (northvale / "a.toml").write_text(
        text.replace('lead = "social_care"', 'lead = "council"', 1).replace(
            "england", "cornwall", 1
        )
    )
    (northvale / "b.toml").write_text("id = ")
    (northvale / "c.toml").write_text(text)
    with pytest.raises(BadProfile) as refused:
        load_profiles(northvale)
    said = str(refused.value)
    assert (
        "a.toml: key 'calendar': 'cornwall' is not known; put 'england', 'wales' or 'isle_of_man'"
        in said
    )
    assert "b.toml: not valid TOML" in said
    assert "northvale.toml: key 'id': 'northvale' is the id of c.toml as well" in said


def test_a_profile_may_be_a_folder(northvale: Path) -> None:
    folder = as_folder(northvale / "westmere", "cumbria")
    change(folder / "service.toml", 'id = "cumbria"', 'id = "westmere"')
    profiles = load_profiles(northvale)
    assert list(profiles) == [*profile_names(), "northvale", "westmere"]
    assert profiles["westmere"].part == profiles["cumbria"].part
    done = CliRunner().invoke(commands, ["check-profile", str(folder)])
    assert done.exit_code == 0, done.output


def test_a_profile_may_be_based_on_a_shipped_one(tmp_path: Path) -> None:
    own = """
id = "westmere"
based_on = "cumbria"
title = "Westmere family meeting"

[quorum]
others = 1

[[category]]
id = "neglect"

[[category]]
id = "physical"
label = "Being hurt"
"""
    (tmp_path / "westmere.toml").write_text(own, encoding="utf-8")
    profiles = load_profiles(tmp_path)
    westmere, cumbria = profiles["westmere"], profiles["cumbria"]
    assert westmere.quorum == cumbria.quorum.model_copy(update={"others": 1})
    assert [(one.id, one.label) for one in westmere.category] == [
        ("neglect", "Going without food, warmth, care or help (neglect)"),
        ("physical", "Being hurt"),
    ]
    assert (westmere.part, westmere.core_group) == (cumbria.part, cumbria.core_group)


def test_what_both_share_stands_once() -> None:
    """No question, rule or row of one profile is written out in the other too."""
    ours = [
        {
            table
            for path in (FOLDER / name).glob("*.toml")
            for table in path.read_text(encoding="utf-8").split("\n\n")
        }
        for name in profile_names()
    ]
    assert [table for table in set.intersection(*ours) if table.count("\n") > 2] == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match="there is no such folder"):
        load_profiles(tmp_path / "nowhere")


# A calendar is named after the place whose holidays it knows; that is not a profile.
CALENDARS = {"working_days.py"}


def test_no_profiles_name_stands_in_the_code_that_runs_it() -> None:
    root = FOLDER.parent.parent
    names = [
        word
        for name in profile_names()
        for word in (name, name.replace("_", " "), name.replace("_", "-"))
    ]
    sources = [
        path for folder in ("bot", "handlers", "storage") for path in (root / folder).rglob("*.py")
    ]
    sources += list((root / "bot").rglob("*.js"))
    found = {
        path.name: name
        for path in sources
        for name in names
        if name in path.read_text(encoding="utf-8").lower() and path.name not in CALENDARS
    }
    assert found == {}
