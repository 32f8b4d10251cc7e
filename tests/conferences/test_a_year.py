"""A year of one family: conference, check-ins, core groups and review, every message on its right
day.

It begins in October, so that both nights on which clocks change, Christmas and Easter lie in it.
Nobody waits: time is driven.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from handlers.plan.course import course, course_card
from prompts.plain import twin
from storage.database import Database
from tests.kit.calendar import Days
from tests.kit.conference import Conference

A_MONDAY_IN_OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def family(sqlite_database: Database) -> Iterator[Conference]:
    with closing(
        Conference(sqlite_database, "fennimore", begins=A_MONDAY_IN_OCTOBER)
    ) as conference:
        yield conference


def test_every_message_comes_on_its_right_day(family: Conference) -> None:
    days = Days(family)
    mum, gran, joe, aisha, lin = family.people(
        "mum", "gran", "social_worker", "health_visitor", "teacher"
    )

    # Monday 5 October: the conference. The plan says when the core group first meets; the clock,
    # when the review is due.
    family.everybody_plays()
    assert "The core group meets on Wednesday 14 October, at The nursery" in family.channel("ahead")
    assert "We all meet again by Monday 5 April" in family.channel("ahead")

    # At once: the chair and Joe sit down with the family, Carys's letter waits to be signed, and
    # everybody is asked how it was.
    everybody = ("mum", "gran", "social_worker", "health_visitor", "teacher")
    asked_how_it_was = [("feedback", who) for who in everybody]
    assert sorted(days.at_once()) == sorted(
        [
            ("debrief", "chair"),
            ("debrief", "social_worker"),
            ("letters", "chair"),
            ("your_letter", "mum"),
            *asked_how_it_was,
        ]
    )

    # Five working days before the core group each member is asked, in private, at nine by the wall
    # clock.
    assert days.until("2026-10-07") == [f"Wed 07 Oct 09:00 {who}: checkin" for who in everybody]
    assert "hidden until the meeting" in days.words(mum, "checkin")

    # Carys and Aisha say how it goes; Joe writes down what Bethan says on the phone. Nobody sees
    # any of it.
    mum.fills(
        "checkin.form",
        group_score_1__score="8",
        group_score_1__why="The gate is locked.",
        group_actions__text="I rang.",
    )
    aisha.fills("checkin.form", group_score_1__score="6")
    joe.fills(
        "checkin.form", gran.id, group_score_1__score="9", group_raise__text="The dark mornings."
    )
    joe.fills("checkin.form", group_score_1__score="7")
    assert days.until("2026-10-13") == [
        "Thu 08 Oct 09:00 teacher: reminder",  # only Lin has said nothing
        "Tue 13 Oct 09:00 social_worker: overdue",
        "Tue 13 Oct 09:00 teacher: reminder",
    ]
    assert "We have not heard yet from Lin Parry." in days.words(joe, "overdue")
    for who in (None, "web:chair", "web:social_worker"):
        assert "The gate is locked." not in repr(
            family.look(lambda scene: scene.answers(*scene.meeting.steps), who)
        )
    assert "The gate is locked." not in family.channel() + joe.lines()

    # Wednesday 14 October: the core group. What was said ahead comes when the agenda comes to it,
    # the scores together.
    assert days.until("2026-10-14", 9) == ["Wed 14 Oct 09:00 mum: reminder"]
    family.meets_again("core_group.begin", "social_worker")
    lead = family.leading("social_worker")
    assert "Carys: 8" in family.channel("before")
    assert (
        "Ask the doctor about the tablets before winter. Carys, by Monday 19 October."
        in family.channel("before")
    )
    family.everybody_is_here(but=["chair", "teacher"])
    lead.goes_on_to("group_visits")
    lead.answers(
        "group_visits", visits="7 and 12 October", alone="yes", said="She showed me the owl."
    )
    lead.goes_on_to("group_score/1")
    assert "The gate is locked." not in family.channel()
    lead.reveals()
    shown = family.channel("reveal", "group_score/1")
    assert (
        shown.index("Carys: 8 (last time 8)")
        < shown.index("Bethan (written down by Joe Tarn): 9")
        < shown.index("Joe Tarn:")
    )
    assert "The gate is locked." in shown
    lead.goes_on_to("group_actions")
    assert "I rang." in family.channel("said", "group_actions")
    lead.goes_on_to("group_raise")
    assert "The dark mornings." in family.channel("said", "group_raise")
    lead.goes_on_to("group_summary")
    lead.closes("The gate holds. Carys sees the doctor on Monday.")
    # Nobody named a day, so the profile's clock does: six weeks.
    assert "The core group meets on Wednesday 25 November" in family.channel("ahead")

    # Carys needs more time. Joe says yes. In the night to 25 October the clocks go back; nine
    # o'clock stays nine o'clock.
    assert days.until("2026-10-19") == ["Mon 19 Oct 09:00 mum: reminder"]
    tablets = family.action("tablets")
    mum.fills("action.not_yet_form", tablets, until="2026-10-26", why="The surgery was shut.")
    assert days.until("2026-10-19") == ["Mon 19 Oct 12:00 social_worker: wish"]
    assert "The surgery was shut." in days.words(joe, "wish")
    joe.presses("action.accept", family.progress())
    assert days.until("2026-10-27") == [
        "Mon 19 Oct 12:00 mum: answered",
        "Wed 21 Oct 09:00 mum: reminder",  # three working days before the new day
        "Wed 21 Oct 09:00 social_worker: reminder",
        "Wed 21 Oct 09:00 teacher: reminder",  # Lin and Joe have an action together, for 26 October
        "Mon 26 Oct 09:00 mum: reminder",
        "Mon 26 Oct 09:00 social_worker: reminder",
        "Mon 26 Oct 09:00 teacher: reminder",
    ]

    # Lin has done it: Joe is not reminded of it any more either. Carys is reminded five times when
    # it is late, then Joe is told.
    lin.fills(
        "action.done_form",
        family.action("Wednesday"),
        how="Ned's gran takes her.",
        difference="Posy asks for Wednesdays.",
    )
    assert days.until("2026-11-13") == [
        "Wed 28 Oct 09:00 mum: reminder",
        "Fri 30 Oct 09:00 mum: reminder",
        "Tue 03 Nov 09:00 mum: reminder",
        "Thu 05 Nov 09:00 mum: reminder",
        "Mon 09 Nov 09:00 mum: reminder",
        "Wed 11 Nov 09:00 social_worker: overdue",
    ]
    assert "Ask the doctor about the tablets before winter." in days.words(joe, "overdue")
    assert "tablets" not in family.channel("ahead") + family.channel("closed")

    # Wednesday 25 November: the second core group. They will meet again on 6 January; nobody is
    # asked at Christmas.
    days.until("2026-11-25", 8)
    family.meets_again("core_group.begin", "social_worker")
    assert "Ned's gran takes her." in family.channel("before")
    assert "What is different now: Posy asks for Wednesdays." in family.channel("before")
    family.everybody_is_here(but=["chair"])
    lead.goes_on_to("group_score/1")
    mum.scores("group_score/1", 9)
    lead.reveals()
    lead.goes_on_to("group_new_actions")
    gran.offers(
        "actions",
        what="Put a lamp on the stairs.",
        owners=gran.id,
        by_when="2026-12-29",
        side="family",
    )
    lead.agrees_all_in("actions")
    lead.goes_on_to("group_next")
    gran.offers("next_core_group", date="2027-01-06", place="Gran's kitchen")
    lead.agrees_all_in("next_core_group")
    lead.goes_on_to("group_summary")
    lead.closes("We look at the dark mornings.")
    assert days.until("2026-12-31", 8) == [
        # three working days before 29 December: 25, 26 and 28 December do not count
        "Tue 22 Dec 09:00 gran: reminder",
        "Tue 29 Dec 09:00 mum: checkin",
        "Tue 29 Dec 09:00 gran: checkin",
        "Tue 29 Dec 09:00 gran: reminder",
        "Tue 29 Dec 09:00 social_worker: checkin",
        "Tue 29 Dec 09:00 health_visitor: checkin",
        "Tue 29 Dec 09:00 teacher: checkin",
        *(f"Wed 30 Dec 09:00 {who}: reminder" for who in everybody),
    ]

    # The lamp is up. The core group has to wait a week; Joe moves it, and everybody is asked for
    # the new day.
    gran.fills("action.done_form", family.action("lamp"), how="Grandad did it.")
    joe.fills(
        "core_group.move_form", date="2027-01-13", venue="The nursery", why="Lin is on a course."
    )
    assert "The core group meets on Wednesday 13 January, at The nursery" in family.channel("ahead")
    assert days.until("2027-01-06") == [f"Wed 06 Jan 09:00 {who}: checkin" for who in everybody]

    # The review opens with the trios, the last numbers and what is left; the chair of the
    # conference leads again.
    days.until("2027-01-11", 9)
    family.meets_again("review.begin", "chair")
    chair = family.leading()
    assert "Carys: 9" in family.channel("before")
    assert "Ask the doctor about the tablets before winter." in family.channel("before")
    family.begins_with("score/1")
    mum.scores("score/1", 9)
    gran.scores("score/1", 9)
    chair.reveals()
    assert "Carys: 9 (last time 9, at the conference 8)" in family.channel("reveal", "score/1")
    carys = next(line for line in family.look(course).trios[0].lines if line.who == "Carys")
    assert carys.scores == (5, 8, 8, 9, 9)
    assert "Core group, 14 Oct 2026: 8" in twin(family.look(course_card))
    assert "Core group, 25 Nov 2026: 2 of 3 actions" in twin(family.look(course_card))
    chair.begins("actions")
    gran.offers(
        "actions", what="Plant the beans.", owners=gran.id, by_when="2027-03-30", side="family"
    )
    chair.agrees_all_in("actions")
    chair.begins("summary")
    chair.closes("Posy is safe. We go on until summer.")

    # Easter is on 28 March, and the clocks go forward that night: Good Friday and Easter Monday do
    # not count.
    found = days.until("2027-04-09")
    assert [line for line in found if "gran: reminder" in line] == [
        "Tue 23 Mar 09:00 gran: reminder",
        "Tue 30 Mar 09:00 gran: reminder",
        "Thu 01 Apr 09:00 gran: reminder",
        "Mon 05 Apr 09:00 gran: reminder",
        "Wed 07 Apr 09:00 gran: reminder",
        "Fri 09 Apr 09:00 gran: reminder",
    ]
