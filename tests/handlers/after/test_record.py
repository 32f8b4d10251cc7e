"""The record (row C15): the guidance's headings, as data that a case system can take in and a
schema describes.
"""

import json

import pytest
from jsonschema import Draft202012Validator

from handlers.after.record.agenda_model import Item
from handlers.after.record.base import PersonName
from handlers.after.record.model import Record
from handlers.after.record.record import record
from handlers.after.record.schema import FILE, schema_text
from storage.database import Database
from tests.kit.small_room import SmallRoom

EVERYBODY = (None, "chair", "mum", "social_worker", "minute_taker", "observer")
SECRETS = ("Only gran knows", "One up for me", "My own wish")


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return SmallRoom(sqlite_database)


def items(kept: Record) -> dict[str, Item]:
    return {item.question: item for part in kept.agenda for item in part.items}


def as_json(room: SmallRoom, who: str | None = "chair") -> str:
    return room.see(who, record).model_dump_json()


def test_the_schema_in_the_repository_is_the_models() -> None:
    assert FILE.read_text(encoding="utf-8") == schema_text(), (
        "run: python -m handlers.after.record.schema"
    )


def test_everything_in_the_schema_is_required_and_nothing_else_allowed() -> None:
    objects = json.loads(schema_text())["$defs"].values()

    assert all(
        row["additionalProperties"] is False and row["required"] == list(row["properties"])
        for row in objects
    )
    assert all(row["description"] for row in objects)


def test_a_whole_conference_is_valid_by_the_schema_and_can_be_read_back(room: SmallRoom) -> None:
    whole_conference(room)
    text = as_json(room)

    Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8"))).validate(json.loads(text))
    assert Record.model_validate_json(text) == room.see("chair", record)


def test_it_has_the_headings_of_the_agenda_and_the_plan(room: SmallRoom) -> None:
    kept = room.see("chair", record)

    assert [(part.number, part.title) for part in kept.agenda if part.number] == [
        (3, "What we worry about and what works well"),
        (5, "How safe are things now?"),
        (6, "Which plan"),
        (7, "What needs to happen"),
    ]
    assert [section.number for section in kept.plan][:4] == ["1.1", "1.1", "1.2", "1.3"]
    assert kept.headings.keys() <= set(Record.model_fields)


def test_it_says_who_came_and_when(room: SmallRoom) -> None:
    room.send("mum", "rollcall.leave")
    room.send("mum", "rollcall.submit", name="Kez", with_them="My friend Shan", understood="yes")
    attendance = {row.person.id: row for row in room.see("chair", record).attendance}

    mum = attendance[room.id("mum")]
    assert (mum.person.name, [row.what for row in mum.came_and_left]) == (
        "Kez",
        ["here", "left", "here"],
    )
    assert attendance[room.id("teacher")].agency == "School or nursery"
    assert attendance[room.id("observer")].state == "expected"
    assert not attendance[room.id("gran")].has_account


def test_it_says_who_spoke_who_wrote_who_passed_and_who_was_missing(room: SmallRoom) -> None:
    room.go_to("strengths")
    room.send("mum", "answer.submit", room.step(), text="Fridays")
    room.send("mum", "answer.submit", room.step(), text="Fridays and Saturdays")
    room.send(
        "minute_taker", "answer.submit", f"{room.step()}:{room.id('gran')}", text="I am there."
    )
    room.send("chair", "agenda.next")
    room.send("teacher", "answer.pass", room.step())
    room.send("nurse", "answer.agree", room.step())
    item = items(room.see("chair", record))["strengths"]

    assert [(row.author.name, row.writer.name, row.versions, row.words) for row in item.said] == [
        ("Kerry", "Kerry", 2, "Fridays and Saturdays"),
        ("Maureen", "Priti", 1, "I am there."),
    ]
    assert names(item.passed, item.agreed_with_others, item.missing) == [
        ["Mr Odell"],
        ["Gwen"],
        ["Nadia"],
    ]


def test_agreed_points_stand_with_the_item_they_came_from(room: SmallRoom) -> None:
    room.go_to("strengths")
    room.send("mum", "answer.submit", room.step(), text="Fridays")
    answer = room.see(None, lambda scene: scene.answers(*scene.meeting.steps)[0].id)
    room.send("minute_taker", "point.submit", answer, words="Maureen stays on Fridays.")

    [point] = items(room.see("chair", record))["strengths"].points
    assert point.author
    assert (point.words, point.said, point.author.name, point.agreed_by.name) == (
        "Maureen stays on Fridays.",
        "Fridays",
        "Kerry",
        "Priti",
    )


def test_sealed_answers_are_not_in_it_before_they_are_shown_whoever_reads_it(
    room: SmallRoom,
) -> None:
    room.go_to("score")
    before = {who: as_json(room, who) for who in EVERYBODY}
    room.send("mum", "answer.submit", room.step(), score="4", why=SECRETS[0], up=SECRETS[1])
    room.send("teacher", "answer.pass", room.step())
    assert {who: as_json(room, who) for who in EVERYBODY} == before

    room.send("chair", "agenda.park")
    room.go_to("recommendation")
    room.send("mum", "answer.submit", room.step(), wish=SECRETS[2])
    room.send("chair", "close.submit", text="Closed early.", stay_hidden="yes")
    assert not any(secret in as_json(room, who) for who in EVERYBODY for secret in SECRETS)
    assert items(room.see("chair", record))["score"].hidden


def test_marks_stand_with_their_trio_once_they_are_shown(room: SmallRoom) -> None:
    whole_conference(room)
    [trio] = room.see("chair", record).trios

    assert [(row.author.name, row.score, row.last_time) for row in trio.scores] == [
        ("Kerry", 4, 3),
        ("Mr Odell", None, None),
    ]
    assert [name.name for name in trio.missing] == ["Maureen", "Nadia", "Gwen"]
    assert (len(trio.wordings), trio.fits) == (2, False)


def test_wishes_recommendations_decision_and_disagreement_are_four_things(room: SmallRoom) -> None:
    whole_conference(room)
    [child] = room.see("chair", record).decisions

    assert [(row.author.name, row.wish) for row in child.wishes] == [("Kerry", "Help, not a plan.")]
    assert [(row.author.name, row.plan, row.category) for row in child.recommendations] == [
        ("Nadia", "child_protection", "neglect")
    ]
    [decision] = child.decisions
    assert (decision.plan_words, decision.category, decision.why) == (
        "Child in Need plan",
        "",
        "Gran is there.",
    )
    assert {name.name for name in decision.missing} == {"Maureen", "Mr Odell", "Gwen"}
    assert [(row.author.name, row.words) for row in child.disagreements] == [
        ("Mr Odell", "I still worry about nights.")
    ]


def test_the_plan_stands_by_section_and_what_matters_by_itself(room: SmallRoom) -> None:
    whole_conference(room)
    kept = room.see("chair", record)

    [action] = kept.actions
    assert (action.what, [owner.name for owner in action.owners], str(action.by_when)) == (
        "Ring Sue.",
        ["Kerry", "Sue"],
        "2025-12-01",
    )
    assert action.owners[1].id.startswith("named:")
    assert [(row.person.name, row.part) for row in kept.core_group] == [
        ("Kerry", "Brings the book")
    ]
    assert kept.first_core_group
    assert (str(kept.first_core_group.on), kept.first_core_group.place) == (
        "2025-12-03",
        "At school",
    )
    assert [
        (entry.agreed, entry.author.name)
        for section in kept.plan
        for entry in section.entries
        if section.id == "actions"
    ] == [
        (True, "Ruth"),
        (False, "Kerry"),
    ]


def test_reasons_overall_score_and_summary_are_kept(room: SmallRoom) -> None:
    whole_conference(room)
    kept = room.see("chair", record)

    assert ("skip", "What is going well", "Not in this test.", "Ruth") in [
        (r.what, r.about, r.words, r.by.name) for r in kept.reasons
    ]
    assert kept.overall
    assert (kept.overall.score, kept.overall.why, kept.summary) == (
        6,
        "Nights are better.",
        "Mia has a plan.",
    )


def test_it_is_a_draft_until_the_chair_approves_it(room: SmallRoom) -> None:
    whole_conference(room)
    assert (room.see("chair", record).state, room.see("chair", record).draft) == ("closed", True)

    room.send("chair", "record.approve")
    assert (room.see("chair", record).state, room.see("chair", record).draft) == ("approved", False)


def whole_conference(room: SmallRoom) -> None:
    """From the numbers to the close."""
    for step in judged, decided, planned:
        step(room)
    room.go_to("summary")
    room.send("chair", "close.submit", text="Mia has a plan.")


def judged(room: SmallRoom) -> None:
    room.go_to("score")
    room.send("mum", "answer.submit", room.step(), score="4", why="Gran is there")
    room.send("teacher", "answer.pass", room.step())
    room.send("chair", "reveal", room.step())
    room.go_to("fit")
    room.send(
        "chair",
        "fit.submit",
        room.step(),
        fits="no",
        danger="Mia is alone at night.",
        goal="Someone is there.",
    )
    room.go_to("overall")
    room.send("chair", "overall.submit", room.step(), score="6", why="Nights are better.")


def decided(room: SmallRoom) -> None:
    room.go_to("recommendation")
    room.send("mum", "answer.submit", room.step(), wish="Help, not a plan.")
    room.send(
        "social_worker",
        "answer.submit",
        room.step(),
        plan="child_protection",
        category="neglect",
        why="Nights.",
    )
    room.send("chair", "reveal", room.step())
    room.go_to("decision")
    room.send("chair", "decision.submit", room.step(), plan="child_in_need", why="Gran is there.")
    child = room.see("chair", lambda scene: scene.meeting.children[0].id)
    room.send("teacher", "dissent.submit", child, words="I still worry about nights.")


def planned(room: SmallRoom) -> None:
    room.go_to("actions")
    room.send("chair", "plan.submit", "people", name="Sue", role="Aunt", how_often="Tuesdays")
    action = {"by_when": "2025-12-01", "side": "family", "owners": room.id("mum")}
    room.send("chair", "plan.submit", "actions", what="Ring Sue.", owners_else="Sue", **action)
    room.send("mum", "plan.submit", "actions", what="Ring the nursery.", **action)
    room.send("chair", "plan.submit", "core_group", person=room.id("mum"), part="Brings the book")
    room.send("chair", "plan.submit", "first_core_group", date="2025-12-03", place="At school")


def names(*groups: tuple[PersonName, ...]) -> list[list[str]]:
    return [[name.name for name in group] for group in groups]
