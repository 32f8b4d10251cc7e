"""A broken profile is refused at start: which file, where in it, and what to put."""

from pathlib import Path

import pytest

from prompts.profile import BadProfile, load_profile, read_profile
from tests.kit.profiles import as_folder, as_one_file, change

# What is wrong: what to find in the good profile, what to put in its place, where the fault is said
# to be, what to put.
BROKEN = {
    "not TOML": (
        'id = "cumbria"',
        "id = cumbria",
        "line 1",
        "correct that line",
    ),
    "a key is missing": (
        'ask = "Is the family map ready?"\n',
        "",
        "part 2 ('family'), question 1 ('genogram'), key 'ask'",
        "put it in",
    ),
    "a key is misspelt": (
        'ask = "Is the family',
        'aks = "Is the family',
        "question 1 ('genogram'), key 'aks'",
        "correct its spelling",
    ),
    "an empty question": (
        'ask = "Is the family map ready?"',
        'ask = ""',
        "question 1 ('genogram'), key 'ask'",
        "put something there",
    ),
    "an unknown kind": (
        'answer = "summary"',
        'answer = "sum"',
        "question 1 ('summary'), key 'answer'",
        "'summary'",
    ),
    "an unknown box": (
        'box = "voice"',
        'box = "voices"',
        "question 'child_part', key 'box'",
        "put one of people, story, harm",
    ),
    "an unknown section": (
        'section = "rules"',
        'section = "rule"',
        "question 'rules', key 'section'",
        "put one of immediate_pro",
    ),
    "nobody is asked": (
        'first = ["social_worker"]\n',
        "",
        "question 'first_core_group', key 'first'",
        'example ["parents"]',
    ),
    "the same id twice": (
        'id = "worst_event"',
        'id = "first_event"',
        "question id 'first_event' is used 2 times",
        "its own id",
    ),
    "a score for nobody": (
        'each = "trio"\nfirst = ["par',
        'first = ["par',
        "question 'score', key 'each'",
        'put "trio"',
    ),
    "no such place": (
        "family map ready?",
        "map of {{ about }} ready?",
        "question 'genogram': '{{ about }}'",
        "put one of child, children",
    ),
    "open braces": (
        "family map ready?",
        "map of {{ child ready?",
        "question 'genogram'",
        "braces that do not close",
    ),
    "a row of no guide": (
        'rows = ["C8"]',
        'rows = ["Z8"]',
        "question 1 ('genogram'), rows 1",
        "put something like C8",
    ),
    "too many minutes": (
        "minutes = 3\n",
        "minutes = 300\n",
        "question 1 ('genogram'), key 'minutes'",
        "less than or equal to 60",
    ),
    "an unknown lead": (
        'lead = "social_care"',
        'lead = "council"',
        "quorum, key 'lead'",
        "put one of social_care",
    ),
    "actions without an owner": (
        "owner = true\n",
        "",
        "plan 'actions', key 'owner'",
        "owner = true",
    ),
    "a zone that is none": (
        'zone = "Europe/London"',
        'zone = "Europe/Carlisle"',
        "key 'zone': 'Europe/Carlisle'",
        "put one like Europe/London",
    ),
    "an unknown calendar": (
        'calendar = "england"',
        'calendar = "cornwall"',
        "key 'calendar': 'cornwall' is not known",
        "put 'england', 'wales' or 'isle_of_man'",
    ),
    "worries that nobody needs": (
        'trios = "needed"',
        'trios = "none"',
        "key 'trios': question 'score' is asked for each trio",
        'put "optional" or "needed"',
    ),
    "a limit of nothing": (
        'from = "strategy_discussion"\ncount = 15',
        'from = "strategy_discussion"\ncount = 0',
        "clock 1 ('conference_after_strategy'), key 'count'",
        "greater than or equal to 1",
    ),
    "a limit from an unknown event": (
        'from = "strategy_discussion"',
        'from = "tea"',
        "clock 1 ('conference_after_strategy'), key 'from': 'tea' is not known",
        "'strategy_discussion', 'move', 'birth', 'conference'",
    ),
    "a limit for an unknown plan": (
        'plans = ["child_protection"]',
        'plans = ["protection"]',
        "clock 'first_core_group', key 'plans'",
        "put one of child_in_need, child_protection",
    ),
    "the same limit twice": (
        'id = "record_out"',
        'id = "record_corrections"',
        "clock id 'record_corrections' is used 2 times",
        "its own id",
    ),
    "hours before": (
        'count = 72\nunit = "hours"',
        'count = 72\nunit = "hours"\nbefore = true',
        "clock 'dissent', key 'before'",
        "put days",
    ),
    "a closure that is no date": (
        'calendar = "england"',
        'calendar = "england"\nclosures = ["Easter"]',
        "closures 1",
        "date",
    ),
    "a name in a leaflet": (
        'title = "Before the day"',
        'title = "Before {{ child }} comes"',
        "leaflet 'parents': 'Before {{ child }} comes'",
        "put plain words",
    ),
    "a number without ends": (
        'low = "Not clear at all"\n',
        "",
        "feedback 'plan_clear'",
        "put the keys 'low' and 'high'",
    ),
    "no one to choose": (
        'label = "Who is in the core group?"\nkind = "person"\n',
        'label = "Who?"\n',
        "plan 'core_group'",
        "kind 'person'",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_profile_is_refused_with_file_place_and_what_to_put(
    tmp_path: Path, fault: str
) -> None:
    before, after, place, put = BROKEN[fault]
    good = as_one_file("cumbria")
    assert before in good
    path = _written(tmp_path, good.replace(before, after, 1))
    with pytest.raises(BadProfile) as refused:
        read_profile(path)
    assert str(path) in str(refused.value)
    assert place in str(refused.value)
    assert put in str(refused.value)


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    broken = as_one_file("cumbria").replace('box = "voice"', 'box = "voices"', 2)
    path = _written(tmp_path, broken)
    with pytest.raises(BadProfile) as refused:
        read_profile(path)
    lines = str(refused.value).splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{path}: ") for line in lines)


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BadProfile, match=r"choose one of .*cumbria"):
        load_profile("atlantis")
    with pytest.raises(BadProfile, match="there is no such file"):
        read_profile(tmp_path / "atlantis.toml")


def test_a_name_is_not_a_path() -> None:
    with pytest.raises(BadProfile, match="choose one of"):
        load_profile("../profiles/cumbria")


def _written(folder: Path, text: str) -> Path:
    path = folder / "broken.toml"
    path.write_text(text, encoding="utf-8")
    return path


# What is wrong in a folder: the file it is in, what to find, what to put, and what is said.
IN_FOLDERS = {
    "a table": ("before.toml", "when = ", "whin = ", "key 'whin': is not a key of this table"),
    "a name": ("agenda.toml", 'box = "voice"', 'box = "voices"', "key 'box': 'voices' is not"),
    "a section": ("plan.toml", "{{ children }} safe", "{{ about }} safe", "'{{ about }}' cannot"),
    "a leaflet": ("papers.toml", 'title = "Before', 'title = "{{ child }} Before', "leaflet"),
    "a limit": ("service.toml", 'id = "dissent"', 'id = "disent"', "key 'title' is missing"),
    "what is not TOML": ("after.toml", 'id = "heard"', "id = heard", "correct that line"),
    "what it is based on": ("service.toml", 'based_on = "shared"', 'based_on = "x"', "no 'x'"),
}


@pytest.mark.parametrize("fault", IN_FOLDERS)
def test_a_fault_in_a_folder_names_its_file(tmp_path: Path, fault: str) -> None:
    name, before, after, said = IN_FOLDERS[fault]
    folder = as_folder(tmp_path / "broken", "cumbria")
    change(folder / name, before, after)
    with pytest.raises(BadProfile) as refused:
        read_profile(folder)
    assert all(line.startswith(f"{folder / name}: ") for line in str(refused.value).splitlines())
    assert said in str(refused.value).replace("': is missing", "' is missing")


def test_a_key_in_two_files_is_a_fault(tmp_path: Path) -> None:
    folder = as_folder(tmp_path / "broken", "cumbria")
    change(folder / "plan.toml", "[[plan]]", '[quorum]\nlead = "police"\n\n[[plan]]')
    with pytest.raises(BadProfile) as refused:
        read_profile(folder)
    assert str(refused.value) == (
        f"{folder / 'service.toml'}: key 'quorum': it stands in plan.toml as well; "
        "keep it in one file"
    )


def test_a_missing_table_is_asked_for_in_its_usual_file(tmp_path: Path) -> None:
    folder = as_folder(tmp_path / "broken", "cumbria")
    (folder / "agenda.toml").unlink()
    with pytest.raises(BadProfile) as refused:
        read_profile(folder)
    assert f"{folder / 'agenda.toml'}: key 'part': is missing; put it in" in str(refused.value)


def test_a_fault_in_what_is_shared_names_the_shared_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prompts.profile.sources.SHIPPED", tmp_path)
    folder = as_folder(tmp_path / "cumbria", "cumbria")
    shared = as_folder(tmp_path / "shared", "shared")
    change(shared / "service.toml", "count = 15", "count = 0")
    change(shared / "agenda.toml", "minutes = 5", "minutes = 500")
    with pytest.raises(BadProfile) as refused:
        read_profile(folder)
    agenda, service = (str(shared / name) for name in ("agenda.toml", "service.toml"))
    lines = str(refused.value).splitlines()
    assert {line.split(": ")[0] for line in lines} == {agenda, service}
    assert any("question 1 ('welcome'), key 'minutes'" in line for line in lines)
