"""Sample families: everybody answers everything they are asked, and nothing that is written goes
unused.
"""

from datetime import date

import pytest

from handlers.grammar.roles import GROUPS, Role
from handlers.questions.kinds import kinds
from prompts.family import Family, SamplePerson, day, family_names, load_family
from prompts.jargon import hints
from prompts.profile import FormField, Profile, Question, load_profile, profile_names
from prompts.profile.answer_kinds import RULES, AnswerKind

TODAY = date(2026, 3, 3)
ANSWERED = frozenset(kind.answer for kind in kinds.values() if kind.asked)
CHAIRS = ("fit", "overall", "decision")
Both = tuple[Family, Profile]


@pytest.fixture(params=family_names())
def both(request: pytest.FixtureRequest) -> Both:
    family = load_family(request.param)
    return family, load_profile(family.profile)


def keys(family: Family, question: Question) -> list[str]:
    """The question's key, or one for each trio or child; none where it is left out."""
    if (question.each == "trio" or question.only_with == "trios") and not family.trio:
        return []
    count = {"trio": len(family.trio), "child": len(family.child), "": 0}[question.each]
    return [f"{question.id}/{n}" for n in range(1, count + 1)] or [question.id]


def asked(family: Family, question: Question) -> set[str]:
    """Everybody who is asked, sooner or later."""
    roles = {role for wave in question.waves for group in wave for role in GROUPS[group]}
    return {person.id for person in family.person if person.role in roles}


def person(family: Family, person_id: str) -> SamplePerson:
    return next(person for person in family.person if person.id == person_id)


def test_each_profile_has_its_families() -> None:
    assert {load_family(name).profile for name in family_names()} == set(profile_names())


def test_people_answer_only_what_a_profile_says_whom_to_ask() -> None:
    """Two lists of kinds once said this, and a third here; each left out something else."""
    assert {kind for kind in ANSWERED if not RULES[kind].asks} == set()
    assert {AnswerKind.WORDS, AnswerKind.PICTURE, AnswerKind.RECOMMENDATION} <= ANSWERED
    assert ANSWERED.isdisjoint(CHAIRS)


def test_there_is_a_large_family_and_a_small_one() -> None:
    sizes = {(len(f.child), len(f.trio)) for f in map(load_family, family_names())}
    assert {(2, 4), (1, 2)} <= sizes


def test_everybody_asked_has_an_answer_and_nobody_else(both: Both) -> None:
    family, profile = both
    expected = {
        key: asked(family, question)
        for question in profile.questions.values()
        if question.answer in ANSWERED
        for key in keys(family, question)
    }
    assert {key: set(said) for key, said in family.answers.items()} == expected


def test_the_chair_answers_what_only_the_chair_can(both: Both) -> None:
    family, profile = both
    expected = {
        key
        for question in profile.questions.values()
        if question.answer in CHAIRS
        for key in keys(family, question)
    }
    assert set(family.chair) == expected
    assert family.summary.strip()


def test_each_answer_fits_its_question(both: Both) -> None:
    family, profile = both
    for key, said in family.answers.items():
        question = profile.questions[key.partition("/")[0]]
        for who, answer in said.items():
            assert fits(profile, question, person(family, who), answer), (key, who)


def fits(
    profile: Profile, question: Question, who: SamplePerson, answer: dict[str, str] | str
) -> bool:
    """Whether an answer could be given on the question's form."""
    if isinstance(answer, str):
        return answer == "pass" or (
            question.answer in ("words", "choice") and (answer == "agree" or not question.fields)
        )
    match question.answer:
        case "words":
            return filled(question.fields, answer)
        case "choice":
            return answer["choice"] in {option.id for option in question.options} and set(
                answer
            ) <= {"choice", "note"}
        case "score":
            return answer["score"] in map(str, range(11)) and set(answer) == {"score", "why", "up"}
        case _:
            return (
                recommends(profile, answer)
                if who.role in GROUPS["professionals"]
                else set(answer) == {"wish"}
            )


def recommends(profile: Profile, values: dict[str, str]) -> bool:
    """Whether a plan is named with reasons and, where it needs one, a category."""
    plans = {plan.id: plan.needs_category for plan in profile.recommendation}
    categories = {category.id for category in profile.category}
    return bool(values["why"]) and (values.get("category") in categories) == plans[values["plan"]]


def filled(fields: tuple[FormField, ...], values: dict[str, str]) -> bool:
    """Whether a form is filled in: no field that is not there, none empty that is needed, only
    options that can be chosen.
    """
    known = {field.id: field for field in fields}
    needed = {field.id for field in fields if field.required}
    options = {
        field.id: {option.id for option in field.options}
        for field in fields
        if field.kind == "choice"
    }
    ticks = {field.id for field in fields if field.kind == "tick"}
    return (
        values.keys() <= known.keys()
        and all(values.get(name) for name in needed)
        and all(values[name] in options[name] for name in options.keys() & values.keys())
        and all(values[name] in ("yes", "") for name in ticks & values.keys())
    )


def test_nothing_is_longer_than_the_form_takes(both: Both) -> None:
    family, profile = both
    texts = [
        v
        for said in family.answers.values()
        for a in said.values()
        for v in (a.values() if isinstance(a, dict) else [a])
    ]
    texts += [
        value
        for entries in family.plan.values()
        for entry in entries
        for value in entry.values.values()
    ]
    assert [text for text in texts if len(text) > profile.limits.short] == []
    longer = [
        *(value for values in family.chair.values() for value in values.values()),
        *(d.words for d in family.dissent),
    ]
    assert [text for text in [*longer, family.summary] if len(text) > profile.limits.long] == []


def test_people_have_roles_and_agencies_of_the_profile(both: Both) -> None:
    family, profile = both
    agencies = {agency.id for agency in profile.agency}
    assert len({person.id for person in family.person}) == len(family.person)
    for someone in family.person:
        assert Role(someone.role)
        assert someone.agency in agencies or someone.role in GROUPS["parents"] | GROUPS["network"]
    assert {"chair", "mum", "social_worker", "minute_taker"} <= {
        person.id for person in family.person
    }


def test_enough_agencies_are_there(both: Both) -> None:
    family, profile = both
    here = {person.agency for person in family.person if person.role in GROUPS["professionals"]}
    assert profile.quorum.lead in here
    assert len(here - {profile.quorum.lead}) >= profile.quorum.others


def test_everybody_named_is_in_the_family_s_circle(both: Both) -> None:
    family, _ = both
    named = {who for trio in family.trio for who in trio.last} | {
        dissent.person for dissent in family.dissent
    }
    named |= {who for said in family.points.values() for who in said}
    named |= {entry.person for entries in family.plan.values() for entry in entries}
    assert named <= {person.id for person in family.person}
    assert all(1 <= dissent.child <= len(family.child) for dissent in family.dissent)
    assert all(0 <= score <= 10 for trio in family.trio for score in trio.last.values())


def test_agreed_words_come_from_an_answer_and_have_a_box(both: Both) -> None:
    family, profile = both
    for question_id, said in family.points.items():
        assert profile.questions[question_id].box
        assert [who for who in said if family.answers[question_id][who] in ("pass", "agree")] == []


def test_every_section_of_the_plan_is_filled_in_by_somebody_who_is_asked(both: Both) -> None:
    family, profile = both
    sections = {
        question.section: asked(family, question)
        for question in profile.questions.values()
        if question.section
    }
    assert set(family.plan) == set(sections) == {section.id for section in profile.plan}
    for section, entries in family.plan.items():
        for entry in entries:
            assert filled(profile.sections[section].field, dict(entry.values)), (section, entry)
            assert entry.person in sections[section], (section, entry.person)


def test_people_and_dates_of_the_plan_are_real_ones(both: Both) -> None:
    family, profile = both
    people = {person.id for person in family.person}
    fields = [
        (field, e.values)
        for s, es in family.plan.items()
        for e in es
        for field in profile.sections[s].field
    ]
    for field, values in fields:
        value = values.get(field.id, "")
        if field.kind in ("person", "people"):
            assert set(value.split(",")) <= people
        if field.kind == "date":
            assert (day(value, TODAY) or TODAY) > TODAY, value
    assert (day(family.last_time, TODAY) or TODAY) < TODAY or not any(
        trio.last for trio in family.trio
    )


def test_family_carries_part_of_the_plan(both: Both) -> None:
    family, profile = both
    assert {entry.values["side"] for entry in family.plan["actions"]} == {"family", "professional"}
    leads = any(field.id == "network_lead" for field in profile.sections["people"].field)
    assert any(entry.values.get("network_lead") for entry in family.plan["people"]) == leads


def test_decisions_are_typed_with_reasons(both: Both) -> None:
    family, profile = both
    assert all(
        recommends(profile, values)
        for key, values in family.chair.items()
        if key.startswith("decision/")
    )
    fits = [values for key, values in family.chair.items() if key.startswith("fit/")]
    assert {values["fits"] for values in fits} == ({"yes", "no"} if family.trio else set())
    assert all({"danger", "goal"} <= values.keys() for values in fits if values["fits"] == "no")


def test_the_large_family_has_what_is_hard() -> None:
    family = load_family("thornbeck")
    assert [person.id for person in family.person if person.phone] == ["craig"]
    assert len({family.chair[f"decision/{n}"]["plan"] for n in (1, 2)}) == 2
    assert [dissent.person for dissent in family.dissent] == ["police"]
    assert [bool(trio.last) for trio in family.trio] == [True, True, True, False]


def test_the_small_family_agrees() -> None:
    family = load_family("fennimore")
    workers = [
        a["plan"]
        for a in family.answers["recommendation/1"].values()
        if isinstance(a, dict) and "plan" in a
    ]
    assert {*workers, family.chair["decision/1"]["plan"]} == {"child_in_need"}
    assert family.dissent == ()


def test_one_answer_shows_the_hint_about_hard_words() -> None:
    said = load_family("thornbeck").answers["harm"]["police"]
    assert isinstance(said, dict)
    assert [hint.word for hint in hints(said["what"])] == ["domestic violence", "significant harm"]


def test_families_are_different_people() -> None:
    names = [person.name for name in family_names() for person in load_family(name).person]
    assert len(set(names)) == len(names)


def test_a_first_conference_needs_no_numbers_and_a_review_may_have_them() -> None:
    first, review = load_family("harrick"), load_family("pellow")
    assert first.trio == ()
    assert not any("score" in key or "fit" in key for key in (*first.answers, *first.chair))
    assert len(review.trio) == 2
    assert "child_view" in first.answers
    assert [person.role for person in first.person if person.id == "advocate"] == ["advocate"]


def test_there_is_no_family_of_another_name() -> None:
    with pytest.raises(KeyError, match="choose one of"):
        load_family("nobody")


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("in 1 days", date(2026, 3, 4)),
        ("in 4 days", date(2026, 3, 9)),  # a Saturday, so the Monday after
        ("in 5 days", date(2026, 3, 9)),
        ("in 6 days", date(2026, 3, 9)),
        ("84 days ago", date(2025, 12, 9)),
        ("next week", None),
        ("", None),
    ],
)
def test_days_are_counted_from_the_day_of_the_rehearsal(words: str, then: date | None) -> None:
    assert day(words, TODAY) == then
