"""The plan (row C14): offered by everybody, agreed by the chair, with clear questions back and
nothing lost.
"""

import pytest

from handlers.grammar.registry import what_it_is_about
from prompts.plain import twin
from storage.book import body_of
from storage.database import Database
from storage.tables import PlanEntry
from tests.kit.small_room import SmallRoom

ACTION = {"what": "Ring the nursery about Fridays.", "by_when": "2025-12-01", "side": "family"}


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    room = SmallRoom(sqlite_database)
    room.go_to("actions")
    return room


def entries(room: SmallRoom) -> list[PlanEntry]:
    return room.see("chair", lambda scene: list(scene.book.plan()))


def values(room: SmallRoom) -> list[dict[str, str]]:
    return room.see("chair", lambda scene: [body_of(entry) for entry in scene.book.plan()])


# Offering and agreeing
# -------------------------------------------------------------------------------------------------


def test_mum_offers_an_action_and_everybody_sees_that_it_is_not_agreed_yet(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))

    assert "offered:actions" in room.queued()
    assert room.words("offered:actions").splitlines()[1:] == [
        "",
        "Suggested, not agreed yet",
        "Kerry: “Ring the nursery about Fridays. Kerry, by Monday 1 December.”",
    ]


def test_the_chair_agrees_an_offer_and_its_author_stays(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))
    room.send("chair", "plan.agree", *room.threads("actions"))

    [entry] = entries(room)
    assert (entry.state, entry.author_id) == ("agreed", room.id("mum"))
    assert "Offered" not in room.words("offered:actions")


def test_agreed_words_say_whose_they_are(room: SmallRoom) -> None:
    rule = {
        "behaviour": "I shout at night.",
        "works": "I go for a walk.",
        "who_does_what": "I go at once.",
    }
    room.send("chair", "plan.submit", f"rules:{room.id('mum')}", **rule)
    room.send("chair", "plan.agree", "section:rules")

    assert "I shout at night. (Kerry)" in room.words("offered:rules")


def test_the_chair_agrees_all_of_a_section_at_once(room: SmallRoom) -> None:
    for who in ("mum", "teacher"):
        room.send(who, "plan.submit", "actions", **ACTION, owners=room.id(who))
    room.send("chair", "plan.agree", "section:actions")

    assert [entry.state for entry in entries(room)] == ["agreed", "agreed"]


def test_what_the_chair_or_the_minute_taker_writes_is_agreed(room: SmallRoom) -> None:
    room.send(
        "minute_taker",
        "plan.submit",
        "rules",
        behaviour="Shouting at night",
        works="Dean walks",
        who_does_what="Dean goes",
    )

    assert [(entry.section, entry.state) for entry in entries(room)] == [("rules", "agreed")]


def test_a_scribe_offers_in_the_words_of_somebody_on_the_phone(room: SmallRoom) -> None:
    room.send(
        "minute_taker",
        "plan.submit",
        f"actions:{room.id('gran')}",
        **ACTION,
        owners=room.id("gran"),
    )

    [entry] = entries(room)
    assert (entry.author_id, entry.state) == (room.id("gran"), "offered")


def test_the_chair_words_an_entry_anew_and_every_version_is_kept(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))
    [thread] = room.threads("actions")
    room.send(
        "chair",
        "plan.submit",
        f"entry:{thread}",
        **{**ACTION, "what": "Ring the nursery."},
        owners=room.id("mum"),
    )

    [entry] = entries(room)
    assert (entry.version, entry.state, entry.author_id) == (2, "agreed", room.id("mum"))
    assert values(room)[0]["what"] == "Ring the nursery."
    assert room.threads("actions") == [thread]


def test_an_author_changes_their_own_offer_until_it_is_agreed(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))
    [thread] = room.threads("actions")
    again = {**ACTION, "what": "Go to the nursery.", "owners": room.id("mum")}
    room.send("mum", "plan.submit", f"entry:{thread}", **again)
    assert [(entry.version, entry.state) for entry in entries(room)] == [(2, "offered")]

    room.send("chair", "plan.agree", thread)
    assert "Go to the nursery." in room.refused("mum", "plan.submit", f"entry:{thread}", **again)


def test_nobody_changes_what_another_offered(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))
    [thread] = room.threads("actions")

    for who in ("teacher", "minute_taker"):
        room.refused(who, "plan.submit", f"entry:{thread}", **ACTION, owners=room.id("teacher"))
        room.refused(who, "plan.withdraw", thread)
    room.refused("mum", "plan.agree", thread)


def test_what_is_taken_out_is_gone_from_the_plan(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))
    [thread] = room.threads("actions")
    room.send("chair", "plan.withdraw", thread)

    assert entries(room) == []
    room.refused("chair", "plan.agree", thread)
    room.refused("chair", "plan.form", f"entry:{thread}")


def test_people_offer_while_the_conference_is_on_the_section_and_scribes_at_any_time(
    room: SmallRoom,
) -> None:
    rule = {"behaviour": "Shouting at night", "works": "Dean walks", "who_does_what": "Dean goes"}

    words = room.refused("mum", "plan.submit", "rules", **rule)
    assert "Shouting at night" in words  # nothing typed is lost
    room.send("chair", "plan.submit", "rules", **rule)


def test_somebody_who_is_not_here_yet_is_asked_to_come_in_first(room: SmallRoom) -> None:
    room.send("teacher", "rollcall.leave")

    assert "Ring the nursery" in room.refused(
        "teacher", "plan.submit", "actions", **ACTION, owners=room.id("teacher")
    )


def test_an_entry_of_another_conference_does_not_exist_here(room: SmallRoom) -> None:
    room.refused("chair", "plan.form", "entry:00000000000000000000000000000000")
    room.refused("chair", "plan.form", "no_such_section")
    room.refused("chair", "plan.form", "actions:nobody")


# Questions back
# ------------------------------------------------------------


def test_an_action_needs_somebody_who_does_it(room: SmallRoom) -> None:
    fields = room.asked_back("mum", "plan.submit", "actions", **ACTION)

    assert fields["owners"].error.startswith("Who will do it?")
    assert fields["what"].value == ACTION["what"]
    assert entries(room) == []


def test_a_date_in_the_past_is_asked_back_and_today_is_not(room: SmallRoom) -> None:
    owner = room.id("mum")
    fields = room.asked_back(
        "mum", "plan.submit", "actions", **{**ACTION, "by_when": "2025-11-23"}, owners=owner
    )
    assert fields["by_when"].error.startswith("Sunday 23 November 2025 has gone by.")
    assert fields["owners"].value == owner

    room.send("mum", "plan.submit", "actions", **{**ACTION, "by_when": "2025-11-24"}, owners=owner)


def test_a_name_from_the_circle_can_be_typed(room: SmallRoom) -> None:
    room.send(
        "mum",
        "plan.submit",
        "actions",
        **ACTION,
        owners=room.id("teacher"),
        owners_else="kerry and MAUREEN",
    )

    assert values(room)[0]["owners"].split(",") == [
        room.id("teacher"),
        room.id("mum"),
        room.id("gran"),
    ]


def test_a_name_that_nobody_knows_is_asked_back_until_the_person_is_added(room: SmallRoom) -> None:
    fields = room.asked_back("mum", "plan.submit", "actions", **ACTION, owners_else="Sue, Kerry")
    assert "Sue" in fields["owners_else"].error
    assert "Kerry" not in fields["owners_else"].error
    assert fields["owners_else"].value == "Sue, Kerry"

    room.send("mum", "plan.submit", "people", name="Sue", role="Aunt", how_often="Tuesdays")
    room.send("mum", "plan.submit", "actions", **ACTION, owners_else="Sue, Kerry")
    assert "Sue and Kerry, by Monday 1 December" in room.words("offered:actions")


def test_somebody_who_is_only_named_is_chosen_from_the_list_and_keeps_their_place(
    room: SmallRoom,
) -> None:
    room.send(
        "chair",
        "plan.submit",
        "people",
        name="Sue",
        role="Aunt",
        how_often="Tuesdays",
        network_lead="yes",
    )
    [thread] = room.threads("people")
    form = room.form("mum", "plan.form", "actions")
    owners = next(field for field in form.fields if field.name == "owners")
    assert f"named:{thread}" in [choice.value for choice in owners.choices]

    room.send("mum", "plan.submit", "actions", **ACTION, owners=f"named:{thread}")
    assert room.refused("chair", "plan.withdraw", thread).startswith(
        "Sue still has a part in the plan"
    )
    room.send(
        "chair",
        "plan.submit",
        f"entry:{thread}",
        name="Sue Hill",
        role="Aunt",
        how_often="Tuesdays",
    )
    assert "Sue Hill, by" in room.words("offered:actions")


def test_the_list_leaves_out_those_who_only_look_on(room: SmallRoom) -> None:
    form = room.form("mum", "plan.form", "actions")
    labels = [choice.label for choice in form.fields[1].choices]

    assert labels[0].startswith("Kerry")
    assert not any(label.startswith("Lou") for label in labels)


def test_nobody_stands_among_the_people_of_the_plan_twice(room: SmallRoom) -> None:
    room.send("chair", "plan.submit", "people", name="Sue", role="Aunt", how_often="Tuesdays")

    fields = room.asked_back(
        "chair", "plan.submit", "people", name="sue ", role="Neighbour", how_often="Fridays"
    )
    assert "last name" in fields["name"].error


def test_the_core_group_takes_one_person_an_entry(room: SmallRoom) -> None:
    fields = room.asked_back(
        "chair", "plan.submit", "core_group", person=room.id("mum"), person_else="Maureen"
    )
    assert fields["person_else"].error.startswith("This is about one person.")

    room.send("chair", "plan.submit", "core_group", person_else="Maureen", part="Leads")
    assert "Maureen" in room.words("offered:core_group")


def test_too_long_and_nobody_in_the_list_are_said_together(room: SmallRoom) -> None:
    fields = room.asked_back(
        "mum",
        "plan.submit",
        "actions",
        what="x" * 601,
        owners="stranger",
        by_when="soon",
        side="family",
    )

    assert [name for name, field in fields.items() if field.error] == ["what", "owners", "by_when"]


# What is kept
# ------------------------------------------------------------


def test_the_due_day_of_an_action_is_kept_by_itself(room: SmallRoom) -> None:
    room.send("mum", "plan.submit", "actions", **ACTION, owners=room.id("mum"))

    [entry] = entries(room)
    assert str(entry.due) == "2025-12-01"


def test_a_hard_word_comes_back_to_its_author_before_anybody_reads_it(room: SmallRoom) -> None:
    words = {**ACTION, "what": "Work on his challenging behaviour"}
    reply = room.send("teacher", "plan.submit", "actions", **words, owners=room.id("teacher"))

    assert reply.card is not None
    assert "challenging behaviour" in twin(reply.card)
    assert room.threads("actions") == []


def test_the_chair_works_through_a_section_from_one_list(room: SmallRoom) -> None:
    for who in ("mum", "teacher"):
        room.send(who, "plan.submit", "actions", **ACTION, owners=room.id(who))
    buttons = room.form("chair", "plan.list", "actions").buttons
    commands = [(button.command, what_it_is_about(button.target)) for button in buttons]
    first, second = room.threads("actions")

    assert commands == [
        ("plan.agree", "section:actions"),
        ("plan.agree", first),
        ("plan.form", f"entry:{first}"),
        ("plan.agree", second),
        ("plan.form", f"entry:{second}"),
        ("plan.form", "actions"),
    ]
    assert room.send("minute_taker", "plan.list", section="rules").card == room.form(
        "minute_taker", "plan.list", "rules"
    )
