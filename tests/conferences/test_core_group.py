"""Core groups: who is asked, who may move them, and that nothing is lost or leaks between the
meetings.
"""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.after.letters.letter_paper import letter_paper
from handlers.after.record.record import parts_of, record
from handlers.after.record.record_paper import record_paper
from handlers.grammar.command import Command
from handlers.meeting.mine import mine
from prompts.plain import twin
from storage.database import Database
from storage.tables import MeetingKind, Power
from tests.kit.calendar import Days
from tests.kit.conference import Conference
from tests.kit.naming import named
from tests.kit.people import words_of


def test_the_lead_and_the_chair_can_move_it_and_nobody_else(over: Conference) -> None:
    mum, joe, chair = over.people("mum", "social_worker", "chair")
    assert "That button is for someone else" in mum.tries.fills("core_group.move_form")
    told = joe.tries.fills(
        "core_group.move_form", date="2026-03-14", venue="The hall", why="The hall is free."
    )
    assert "Saturday 14 March is not a working day" in told
    assert "The hall is free." in told, "what was typed is still there"
    joe.fills("core_group.move_form", date="2026-03-13", venue="The hall", why="The hall is free.")
    chair.fills("core_group.move_form", date="2026-03-16", venue="The hall", why="Friday was full.")
    assert "Monday 16 March, at The hall" in over.channel("ahead")


def test_who_does_not_belong_to_the_group_is_not_asked_and_cannot_answer(over: Conference) -> None:
    days = Days(over)
    dot, mum, gran, joe = over.people("minute_taker", "mum", "gran", "social_worker")
    days.at_once()
    asked = days.until("2026-03-10")
    assert asked
    assert not [line for line in asked if "minute_taker" in line or "chair" in line]
    assert "That button is for someone else" in over.person("chair").tries.fills("checkin.form")
    grans = over.look(
        lambda scene: next(person.root for person in scene.book.people if person.id == gran.id)
    )
    assert "That button is for someone else" in mum.tries.fills(
        "checkin.form", grans, group_raise__text="I am not gran."
    )
    joe.fills("checkin.form", grans, group_raise__text="The dark mornings.")
    assert dot.lines("checkin") == ""


def test_a_reason_without_a_number_asks_for_the_number_and_loses_nothing(over: Conference) -> None:
    told = over.person("mum").tries.fills("checkin.form", group_score_1__why="The gate is locked.")
    assert "Choose a number from 0 to 10." in told
    assert "The gate is locked." in told


def test_a_check_in_with_nothing_in_it_is_not_sent(over: Conference) -> None:
    mum = over.person("mum")
    assert "You have not answered anything yet" in mum.tries.fills("checkin.form")
    assert "Thank you" in mum.fills("checkin.form", group_raise__text="The dark mornings.")


def test_the_sample_family_plays_a_core_group_too(over: Conference) -> None:
    over.meets_again("core_group.begin", "social_worker")
    over.everybody_plays()
    assert over.look(lambda scene: (scene.meeting.kind, scene.meeting.state)) == (
        "core_group",
        "approved",
    )
    assert over.look(lambda scene: scene.book.planned(MeetingKind.CORE_GROUP) is not None)
    assert over.record().agenda[0].title == "Who we are"


def test_who_begins_a_meeting_hears_first_when_it_was_planned_and_who_belongs_to_it(
    over: Conference,
) -> None:
    seen = over.channel()
    core_group = words_of(over.send("core_group.begin_form", "web:social_worker"))
    assert "It was planned for Wednesday 11 March" in core_group
    assert "- Carys" in core_group
    assert "everyone in the channel will see it" in core_group
    review = words_of(over.send("review.begin_form", "web:chair"))
    assert "It was planned for no later than" in review
    assert "- Imran" in review
    assert "- Imran" not in core_group
    assert over.channel() == seen


def test_ones_own_list_has_the_family_once_with_what_is_left_to_do(over: Conference) -> None:
    joe = over.person("social_worker")
    joe.fills("action.done_form", over.action("Wednesday"), how="Ned's gran takes her.")
    over.meets_again("core_group.begin", "social_worker")
    (mine_now,) = over.dispatcher.look_everywhere("web:mum", mine)
    assert mine_now.actions == (
        "Ask the doctor about the tablets before winter. Carys, by Monday 16 March.",
    )
    (joes,) = over.dispatcher.look_everywhere("web:social_worker", mine)
    assert joes.actions == ()


def test_a_core_group_that_did_not_meet_is_said_to_the_lead(over: Conference) -> None:
    days = Days(over)
    found = days.until("2026-03-12")
    assert found[-1] == "Thu 12 Mar 09:00 social_worker: day_over"
    assert "It was due on Wednesday 11 March" in days.words(
        over.person("social_worker"), "day_over"
    )


def test_who_was_not_heard_is_reminded_in_words_for_that_until_the_day_has_gone_by(
    over: Conference,
) -> None:
    days, mum = Days(over), over.person("mum")
    days.until("2026-03-10")
    last = days.words(mum, "reminder")
    assert "We have not heard from you yet. We meet on Wednesday 11 March" in last
    assert "We will not ask again." in last
    days.until("2026-03-12")
    asked, reminded = over.cards(mum.id, "checkin"), over.cards(mum.id, "reminder")
    assert "checkin.form" not in {
        button.command for card in (*asked, *reminded) for button in card.buttons
    }
    assert "The day for this has gone by." in twin(asked[-1])
    assert any("The day for this has gone by." in twin(card) for card in reminded)


def test_without_a_plan_that_protects_and_without_a_day_nobody_meets_again(
    database: Database,
) -> None:
    with closing(Conference(database, "fennimore")) as family:
        family.begins_with("decision/1")
        family.leading().decides("neither", "Nothing is left to worry about.")
        family.leading().closes("We are done.")
        assert family.look(lambda scene: scene.book.planned(MeetingKind.CORE_GROUP)) is None
        assert family.channel("ahead") == ""


@pytest.mark.parametrize("wrong_by", [timedelta(hours=1), timedelta(hours=-1)])
def test_a_clock_that_is_wrong_by_an_hour_asks_once(over: Conference, wrong_by: timedelta) -> None:
    days = Days(over)
    for hour in range(48):
        over.now += timedelta(hours=1) + (wrong_by if hour % 2 else -wrong_by)
        over.ticks()
    asked = [line for line in days.until("2026-03-06") if "mum: checkin" in line]
    assert len(asked) == 1


def test_a_review_and_its_letter_name_one_day_for_the_next_review_and_one_for_the_core_group(
    pellow: Conference,
) -> None:
    pellow.begins_with("decision/1")
    pellow.leading().decides("child_protection", "It is not safe yet.", category="neglect")
    pellow.leading().closes("We go on.")
    ahead, closed = pellow.channel("ahead"), pellow.channel("closed")
    day = closed.partition("Next review meeting: by ")[2].partition(" (")[0]
    assert day
    assert f"by {day}" in ahead
    parent = next(person for person in pellow.family.person if person.role == "parent")
    letter = pellow.look(
        lambda scene: repr(letter_paper(scene, {}, draft=True)), f"web:{parent.id}"
    )
    core_group = ahead.partition("The core group meets on ")[2].partition(".")[0].partition(",")[0]
    assert core_group in letter
    assert day in letter


def test_what_is_said_in_a_smaller_group_of_a_core_group_stands_in_the_record(
    over: Conference,
) -> None:
    over.meets_again("core_group.begin", "social_worker")
    ask = next(name for name in over.steps if name.startswith("group_raise"))
    lead = over.person("social_worker")
    over.everybody_is_here()
    opened = lead.fills("closed.form", "", over.ids["mum"], over.steps[ask], "Mum asked for it.")
    assert opened
    part = over.look(lambda scene: parts_of(scene)[-1], lead.account)
    command = Command(
        "a-press",
        "answer.submit",
        over.person("mum").account,
        part.meeting.room,
        part.meeting.step_id or "",
    )
    over.dispatch(replace(command, values={"text": "I hid at the school."}))
    kept = over.look(record, lead.account)
    assert "I hid at the school." in kept.closed_parts[0].model_dump_json()
    assert "I hid at the school." in str(over.look(record_paper, lead.account))
    assert "I hid at the school." not in str(over.look(record_paper, over.person("gran").account))


def test_who_took_over_since_it_was_planned_does_not_stop_it(database: Database) -> None:
    with closing(Conference(database, "fennimore")) as conference:
        conference.everybody_plays_to_the_close()
        named(database, "web:manager", may=[Power.MANAGE])
        named(database, "web:priya", may=[Power.CHAIR])
        asked = conference.send("staff.chair_form", "web:manager").card
        assert asked
        given = {"meeting": asked.fields[0].choices[0].value, "who": "web:priya"}
        reply = conference.send(
            "staff.chair", "web:manager", "", {**given, "reason": "Imran has left us."}
        )
        assert reply.done
        conference.meets_again("core_group.begin", "social_worker")
        assert conference.look(lambda scene: scene.is_core_group)
        assert "web:priya" in conference.look(
            lambda scene: [
                person.name for person in scene.book.people if person.attendance == "away"
            ]
        )
