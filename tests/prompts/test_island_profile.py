"""The Isle of Man profile: the family first, risks, what protects and impact, the child, a risk
statement (rows I).
"""

import pytest

from prompts.profile import Profile, load_profile
from prompts.words import fill
from tests.prompts.test_profiles import ONE_OR_MANY

# Each row of docs/guidance.md, and the questions that serve it.
ROWS = {
    "I1": [
        "welcome", "rollcall", "family_risks", "family_protective", "family_impact",
        "workers_risks", "workers_protective",
        "workers_impact", "child_view", "family_comment", "chair_summary", "what_next",
        "recommendation", "risk_statement",
        "decision", "who_involved", "actions", "contingency", "core_group", "first_core_group",
    ],
    "I2": ["child_view"],
    "I5": ["welcome", "workers_risks", "workers_protective", "workers_impact"],
    "I6": ["welcome", "rollcall"],
    "I7": ["summary"],
    "I8": ["family_risks", "family_protective", "family_impact"],
    "C1": ["workers_risks"],
    "C2": ["family_risks", "family_comment", "what_next"],
    "C3": ["family_protective", "workers_protective"],
    "C5": ["score", "fit"],
    "C6": ["contingency"],
    "C7": ["who_involved", "actions", "core_group"],
    "C11": ["child_view"],
    "C12": ["score", "fit", "overall"],
    "B1": ["score", "recommendation"],
    "B2": ["score"],
    "B3": ["recommendation", "decision"],
    "B4": ["decision"],
    "B5": ["rollcall"],
    "B9": ["first_core_group"],
    "U2": ["summary"],
}  # fmt: skip
FEEDBACK = {"seen_before": "I8", "report_in_time": "I9", "board": "I4"}


@pytest.fixture(scope="module")
def island() -> Profile:
    return load_profile("isle_of_man")


def test_each_row_has_the_questions_that_serve_it(island: Profile) -> None:
    served = {row: [q.id for q in island.questions.values() if row in q.rows] for row in ROWS}
    assert served == ROWS
    assert {row for q in island.questions.values() for row in q.rows} == set(ROWS)


def test_the_parts_come_in_the_order_of_the_guidance(island: Profile) -> None:
    numbered = [(part.number, part.id) for part in island.part if part.number]
    assert numbered == list(
        enumerate(
            ["opening", "family", "workers", "child", "further", "together", "outcome"], start=1
        )
    )


def test_the_family_tells_its_own_view_before_anybody(island: Profile) -> None:
    for part, asked in (("family", {"parents", "network"}), ("workers", {"professionals"})):
        questions = next(row for row in island.part if row.id == part).question
        assert [question.box for question in questions] == ["risks", "protective", "impact"]
        assert {
            group for question in questions for wave in question.waves for group in wave
        } == asked


def test_the_chair_sums_up_before_anything_is_decided(island: Profile) -> None:
    order = list(island.questions)
    assert island.questions["chair_summary"].for_chair
    following = [
        "chair_summary",
        "what_next",
        "recommendation",
        "risk_statement",
        "decision",
        "actions",
    ]
    assert sorted(following, key=order.index) == following


def test_risks_and_what_protects_stand_side_by_side(island: Profile) -> None:
    assert {box.id: box.column for box in island.box} == {
        "risks": "worries",
        "protective": "works",
        "impact": "wide",
        "voice": "wide",
        "next": "wide",
    }


def test_the_risk_statement_says_what_has_to_change_and_comes_first_in_the_plan(
    island: Profile,
) -> None:
    statement = island.section_of("risk_statement")
    assert statement is island.plan[0]
    assert {field.id: field.required for field in statement.field} == {
        "change": True,
        "risk": True,
        "seen": False,
    }


def test_worries_with_goals_are_possible_and_not_needed(island: Profile) -> None:
    assert island.trios == "optional"
    with_trios = [
        q.id for q in island.questions.values() if q.each == "trio" or q.only_with == "trios"
    ]
    assert with_trios == [question.id for question in island.part_of("score").question]


def test_the_summary_goes_to_the_parents_within_24_hours(island: Profile) -> None:
    clock = island.clocks["summary_to_parents"]
    assert (clock.count, clock.unit, clock.event) == (24, "hours", "conference")


def test_reports_reach_the_family_three_working_days_before(island: Profile) -> None:
    clock = island.clocks["report_to_family"]
    assert (clock.count, clock.unit, clock.before) == (3, "working_days", True)


def test_everybody_is_asked_afterwards(island: Profile) -> None:
    assert {row for question in island.feedback for row in question.rows} >= {"I7", "I11"}
    assert {
        question.id: FEEDBACK[question.id]
        for question in island.feedback
        if question.id in FEEDBACK
    } == FEEDBACK
    assert {group for question in island.feedback for group in question.who} == {
        "parents",
        "child",
        "network",
        "professionals",
    }


def test_the_chair_who_changes_the_order_is_told_what_the_guidance_says(island: Profile) -> None:
    assert island.order is not None
    assert "family's view comes first" in island.order.say[0]


def test_everything_names_where_it_comes_from(island: Profile) -> None:
    sources = [
        row.source for rows in (island.questions.values(), island.plan, island.part) for row in rows
    ]
    ours = (
        "Isle of Man guidance on the management",
        "Isle of Man Children's Services manual",
        "docs/guidance.md, row",
    )
    assert [source for source in sources if not source.startswith(ours)] == []


@pytest.mark.parametrize("names", ["Finn", "Finn and Wren"])
def test_questions_read_well_for_one_child_and_for_two(island: Profile, names: str) -> None:
    for question in island.questions.values():
        labels = [field.label for field in question.fields]
        for text in (question.title, question.ask, *question.say, *labels):
            said = fill(text, child=names, children=names, about="Finn")
            assert not any(f"{names} {verb}" in said for verb in ONE_OR_MANY), said
            assert "the child" not in said.lower()
            assert "the parents" not in said.lower()


@pytest.mark.parametrize("name", ["cumbria", "isle_of_man"])
def test_every_profile_has_leaflets_examples_and_questions_for_afterwards(name: str) -> None:
    profile = load_profile(name)
    assert list(profile.leaflets) == ["parents", "advocate", "professionals"]
    assert all(box.examples for box in profile.box)
    assert all(
        len(example) <= profile.limits.short for box in profile.box for example in box.examples
    )
    assert profile.feedback
    assert profile.quorum.otherwise
