"""What a core group leaves behind: a short record of its own, which the one who leads it
approves.
"""

import json

import pytest
from jsonschema import Draft202012Validator

from handlers.after.record.record_paper import record_paper
from handlers.after.record.schema import FILE
from tests.kit.calendar import Days
from tests.kit.conference import Conference
from tests.kit.paper_room import paper_words


@pytest.fixture
def group(over: Conference) -> Conference:
    """A core group that has closed: something was done, something is new, and the plan has
    changed.
    """
    family = over
    mum, gran, lead = family.person("mum"), family.person("gran"), family.leading("social_worker")
    family.person("social_worker").fills(
        "action.done_form", family.action("Wednesday"), how="Ned's gran takes her."
    )
    Days(family).until("2026-03-11", 9)
    family.meets_again("core_group.begin", "social_worker")
    mum, gran = family.person("mum"), family.person("gran")
    family.everybody_is_here(but=["chair"])
    assert family.panel_fact("quorum") == "", "a core group needs none"
    lead.goes_on_to("group_since")
    mum.answers("group_since", "Two good weeks.")
    lead.goes_on_to("group_visits")
    lead.answers(
        "group_visits", visits="Tuesday, Friday", alone="some", said="She showed me the cat."
    )
    lead.goes_on_to("group_score/1")
    mum.scores("group_score/1", 9, "The mornings.")
    lead.reveals()
    lead.goes_on_to("group_new_actions")
    gran.offers(
        "actions",
        what="Put a lamp on the stairs.",
        owners=gran.id,
        by_when="2026-04-15",
        side="family",
    )
    gran.offers("people", name="Lin", role="A friend", how_often="Wednesdays")
    lead.agrees_all_in("actions")
    lead.agrees_all_in("people")
    lead.goes_on_to("group_next")
    gran.offers("next_core_group", date="2026-04-22", place="Gran's kitchen")
    lead.agrees_all_in("next_core_group")
    lead.goes_on_to("group_summary")
    lead.closes("Wednesdays work.")
    return family


def test_its_headings_are_its_own_agenda_and_no_chapter_of_a_conference_is_empty_in_it(
    group: Conference,
) -> None:
    paper = group.look(record_paper, "web:social_worker")
    words = paper_words(paper)
    assert paper.title == "Record of the core group for Posy"
    assert [chapter.title for chapter in paper.chapters] == [
        "In short",
        "Who was there",
        "1. Who we are",
        "2. How it has been",
        "3. How safe are things now?",
        "4. The plan",
        "What we changed in the plan",
        "How the numbers have moved",
    ]
    for missing in (
        "conference for",
        "No decision",
        "quorum",
        "If you do not agree",
        "not put into agreed words",
    ):
        assert missing not in words
    for line in (
        "Led by: Joe",
        "The core group next meets on Wednesday 22 April 2026, Gran's kitchen.",
        "Did you see them on their own? Some of the times",
        "Name: Carys; Now: 9; Last time: 8",
        "How it was done: Ned's gran takes her. (Monday 2 March 2026)",
        "What: Put a lamp on the stairs.;",
        "Lin",
    ):
        assert line in words, line


def test_its_data_is_valid_for_a_case_system(group: Conference) -> None:
    kept = group.record()
    Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8"))).validate(
        json.loads(kept.model_dump_json())
    )
    assert (kept.kind, kept.decisions, kept.overall, kept.first_core_group) == (
        "core_group",
        (),
        None,
        None,
    )
    assert [action.done[:10] for action in kept.actions if action.done] == ["Ned's gran"]


def test_who_leads_it_approves_it_and_what_is_to_do_is_posted(group: Conference) -> None:
    joe, chair = group.person("social_worker"), group.person("chair")
    assert "Close the conference" not in group.shown(joe.id, "panel")
    assert "The core group is closed. The record is a draft until you approve it." in group.shown(
        joe.id, "panel"
    )
    assert "That button is for someone else" in chair.tries.presses("record.approve")
    joe.presses("record.approve")
    posted = group.channel("signed")
    assert "Put a lamp on the stairs." in posted
    assert "Ned's gran" not in posted
    assert "The core group next meets on Wednesday 22 April" in posted
    assert "The core group is over" in group.channel_now("closed")
    assert "The core group is over" in joe.tries.presses("agenda.next")
    assert "If you do not agree" not in group.channel_now("closed")
