"""Practice profiles: all that the guidance asks is there, family first, in words for one child or
several.
"""

from pathlib import Path

import pytest

from prompts.profile import Profile, load_profile, profile_names, read_profile
from prompts.words import fill
from tests.kit.profiles import as_one_file

# Each row of docs/guidance.md, and the questions that serve it.
ROWS = {
    "C1": ["welcome", "harm"],
    "C2": ["welcome", "who_helps", "why_worried", "parents_helped", "immediate_family"],
    "C3": ["harm", "complicating", "strengths", "safety"],
    "C5": ["score", "fit"],
    "C6": ["pressure_test", "contingency", "actions"],
    "C7": ["who_helps", "immediate_family", "who_involved", "showing", "actions", "core_group"],
    "C8": ["genogram", "matters_most", "who_helps", "professionals_matter", "risky_person"],
    "C9": ["why_worried", "first_event", "worst_event", "recent_event"],
    "C10": ["harm", "complicating", "strengths", "safety"],
    "C11": [
        "child_part", "direct_work", "child_knows", "child_asks", "parents_helped",
        "words_pictures",
    ],
    "C12": ["score", "fit", "overall"],
    "C13": ["recommendation", "decision"],
    "C14": [
        "immediate_professionals", "immediate_family", "bottom_lines", "timeline",
        "words_pictures", "who_involved",
        "rules", "showing", "contingency", "actions", "core_group", "first_core_group",
    ],
    "I5": ["welcome"],
    "I6": ["welcome", "rollcall"],
    "B1": ["score", "recommendation"],
    "B2": ["score"],
    "B3": ["recommendation", "decision"],
    "B4": ["decision"],
    "B5": ["rollcall"],
    "U2": ["summary"],
}  # fmt: skip

# What the guidance wants to hear, and the field in which it is heard.
HEARD_IN = {
    "harm": {"what", "how_often", "how_long", "how_bad", "impact", "again"},
    "first_event": {"what", "impact"},
    "worst_event": {"what", "impact"},
    "recent_event": {"what", "impact"},
    "direct_work": {"what", "ties", "not_yet"},
    "child_knows": {"knows", "overheard", "worries"},
    "parents_helped": {"part", "helped", "more"},
    "pressure_test": {"what_if", "then"},
}
PLAN = {
    "immediate_professionals": ("1.1", {"what"}),
    "immediate_family": ("1.1", {"what"}),
    "bottom_lines": ("1.2", {"what", "kept"}),
    "timeline": ("1.3", {"step", "by_when"}),
    "words_pictures": ("1.4", {"written", "shared_with", "when", "attached"}),
    "people": ("1.5", {"name", "role", "how_often", "tasks", "network_lead"}),
    "rules": ("1.6", {"behaviour", "works", "stressors", "triggers", "red_flags", "who_does_what"}),
    "showing": ("1.7", {"version", "journal", "keeper", "object"}),
    "contingency": ("", {"what_if", "then"}),
    "actions": ("9.8", {"what", "owners", "by_when", "side", "done", "difference"}),
    "core_group": ("9.9", {"person", "part"}),
    "first_core_group": ("9.9", {"date", "place"}),
}


@pytest.fixture(scope="module")
def cumbria() -> Profile:
    return load_profile("cumbria")


def test_every_profile_that_comes_with_the_program_is_good() -> None:
    assert "cumbria" in profile_names()
    for name in profile_names():
        assert load_profile(name).id == name


def test_the_agenda_has_seven_parts_in_the_order_of_the_guidance(cumbria: Profile) -> None:
    numbered = [(part.number, part.id) for part in cumbria.part if part.number]
    assert numbered == list(
        enumerate(
            ["family", "events", "map", "involvement", "judgement", "decision", "plan"], start=1
        )
    )
    assert [part.id for part in cumbria.part if not part.number] == ["opening", "close"]


def test_each_row_has_the_questions_that_serve_it(cumbria: Profile) -> None:
    served = {row: [q.id for q in cumbria.questions.values() if row in q.rows] for row in ROWS}
    assert served == ROWS
    assert {row for q in cumbria.questions.values() for row in q.rows} == set(ROWS)


def test_no_question_serves_nothing(cumbria: Profile) -> None:
    assert [q.id for q in cumbria.questions.values() if not q.rows] == []


def test_everything_the_guidance_wants_to_hear_has_its_field(cumbria: Profile) -> None:
    assert {
        q.id: {field.id for field in q.fields} for q in cumbria.questions.values() if q.fields
    } == HEARD_IN
    assert {s.id: (s.number, {field.id for field in s.field}) for s in cumbria.plan} == PLAN


def test_everything_names_the_guidance_it_serves(cumbria: Profile) -> None:
    sources = [
        row.source
        for rows in (cumbria.questions.values(), cumbria.plan, cumbria.part)
        for row in rows
    ]
    ours = ("Cumbria conference guidance for professionals, '", "docs/guidance.md, row")
    assert [source for source in sources if not source.startswith(ours)] == []


# Bottom lines are set by workers, and said before the family answers them.
@pytest.mark.parametrize(
    "question_id", sorted({*load_profile("cumbria").questions} - {"bottom_lines"})
)
def test_family_is_asked_first(cumbria: Profile, question_id: str) -> None:
    question = cumbria.questions[question_id]
    # What only workers or the chair can say is put to them alone; sealed answers are given by all
    # at once.
    if "professionals" in question.first and not question.sealed and question.answer != "here":
        assert question.waves == (("professionals",),)
    if {"professionals", "social_worker"} & set(question.then):
        assert "parents" in question.first


def test_why_people_are_worried_is_asked_of_parents_before_anybody(cumbria: Profile) -> None:
    assert cumbria.questions["why_worried"].first == ("parents",)
    order = list(cumbria.questions)
    assert order.index("why_worried") < order.index("first_event")


def test_worries_and_what_works_stand_side_by_side(cumbria: Profile) -> None:
    columns = {box.id: box.column for box in cumbria.box}
    assert {box for box in columns if columns[box] == "worries"} == {"harm", "complicating"}
    assert {box for box in columns if columns[box] == "works"} == {"strengths", "safety"}


def test_scores_and_recommendations_are_sealed_and_nothing_else(cumbria: Profile) -> None:
    assert [q.id for q in cumbria.questions.values() if q.sealed] == ["score", "recommendation"]


def test_only_a_protection_plan_needs_a_category(cumbria: Profile) -> None:
    assert {r.id: r.needs_category for r in cumbria.recommendation} == {
        "child_in_need": False,
        "child_protection": True,
        "neither": False,
    }
    assert [category.id for category in cumbria.category] == [
        "physical",
        "emotional",
        "sexual",
        "neglect",
    ]


def test_quorum_is_social_care_and_two_more(cumbria: Profile) -> None:
    assert (cumbria.quorum.lead, cumbria.quorum.others) == ("social_care", 2)


def test_danger_points_to_people_and_numbers(cumbria: Profile) -> None:
    words = " ".join(cumbria.danger.lines)
    assert all(number in words for number in ("999", "0808 800 5000", "0800 1111"))


ONE_OR_MANY = ("is", "are", "has", "have", "does", "do", "want", "wants", "was", "were")


@pytest.mark.parametrize("names", ["Ava", "Ava and Leo"])
def test_questions_read_well_for_one_child_and_for_two(cumbria: Profile, names: str) -> None:
    for question in cumbria.questions.values():
        labels = [field.label for field in question.fields]
        for text in (question.title, question.ask, *question.say, *labels):
            said = fill(text, child=names, children=names, about="Ava")
            assert not any(f"{names} {verb}" in said for verb in ONE_OR_MANY), said
            assert "the child" not in said.lower()
            assert "the parents" not in said.lower()


def test_adding_a_question_is_one_table(tmp_path: Path) -> None:
    table = """
[[part.question]]
id = "pets"
title = "Pets"
ask = "Which animals live with {{ child }}?"
answer = "words"
first = ["parents"]
source = "Local practice"
"""
    path = tmp_path / "local.toml"
    path.write_text(as_one_file("cumbria") + table, encoding="utf-8")
    profile = read_profile(path)
    assert list(profile.questions)[-1] == "pets"
    assert profile.part_of("pets").id == "close"
