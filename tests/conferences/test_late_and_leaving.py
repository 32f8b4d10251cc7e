"""Some come late and some have to go; the quorum follows, and the chair may go on without it and
say why.
"""

from contextlib import closing

import pytest

from handlers.dates.deadlines_of_meeting import running
from prompts.words import say
from storage.database import Database
from tests.kit.conference import Conference


def test_the_quorum_follows_who_is_here(fennimore: Conference) -> None:
    chair, (mum, joe, aisha, lin) = (
        fennimore.leading(),
        fennimore.people("mum", "social_worker", "health_visitor", "teacher"),
    )
    chair.next()
    mum.is_here()
    joe.is_here()
    assert say("agenda.no_quorum") in chair.tries.next()
    aisha.is_here()
    lin.is_here()
    chair.next()
    assert fennimore.current() == "genogram"
    aisha.leaves()
    assert "Aisha Moss" in fennimore.panel_fact("left")
    assert "Not enough agencies" in fennimore.panel_fact("quorum")
    aisha.is_here()
    assert "Enough agencies are here" in fennimore.panel_fact("quorum")


def test_the_chair_goes_on_without_and_says_why(fennimore: Conference) -> None:
    chair, joe = fennimore.leading(), fennimore.person("social_worker")
    chair.next()
    joe.is_here()
    assert say("forms.needed_lines") in chair.tries.goes_on_without_quorum("")
    chair.goes_on_without_quorum("Snow. Posy cannot wait for another day.")
    chair.next()
    assert fennimore.current() == "genogram"
    assert [row.words for row in fennimore.record().reasons] == [
        "Snow. Posy cannot wait for another day."
    ]


def test_the_chair_is_told_when_somebody_goes_and_it_is_too_few(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    chair, (aisha, lin) = fennimore.leading(), fennimore.people("health_visitor", "teacher")
    aisha.leaves()
    assert "Not enough agencies are here yet." in chair.lines("quorum_lost")
    chair.goes_on_without_quorum("Aisha's report is here, and she can be rung.")
    assert "The chair has said why we are carrying on" in fennimore.panel_fact("quorum")
    lin.leaves()  # what the chair said was about one who was missing, not about two
    assert "has said why" not in fennimore.panel_fact("quorum")
    assert chair.lines("quorum_lost").count("Not enough agencies are here yet.") == 2


@pytest.mark.parametrize("family", ["fennimore", "harrick"])
def test_without_workers_it_is_held_again_on_a_day_within_the_limit(
    sqlite_database: Database, family: str
) -> None:
    with closing(Conference(sqlite_database, family)) as room:
        chair, joe = room.leading(), room.person("social_worker")
        chair.next()
        joe.is_here()
        told = chair.tries.presses("stop.form")
        assert "by Monday 16 March (10 working days after 2 March)" in told
        assert "not happen twice in a row" in told
        assert "last time either" not in told
        assert "Sunday 15 March is not a working day" in chair.tries.stops_without_quorum(
            "Gran is there.", "2026-03-15"
        )
        assert "Say why it is later" in chair.tries.stops_without_quorum(
            "Gran is there.", "2026-03-18"
        )
        chair.stops_without_quorum("Gran is there.")
        assert "We meet again on Monday 16 March." in room.channel("stopped")
        assert room.record().reasons[-1].words.startswith("Not enough agencies are here yet.")
        assert [limit.clock.id for limit in room.look(running)] == ["inquorate_new_date"]

        room.passes(minutes=14 * 24 * 60)
        room.meets_again("review.begin", "chair")
        room.leading().next()
        joe.is_here()
        assert room.look(lambda scene: scene.meeting.kind) == "conference"
        again = chair.tries.presses("stop.form")
        assert "There weren't enough people last time either." in again
        assert "by Monday 30 March" in again


def test_enough_workers_do_not_stop(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    assert say("quorum.enough") in fennimore.leading().tries.presses("stop.form")


def test_somebody_who_comes_late_is_asked_and_can_answer(fennimore: Conference) -> None:
    chair, (gran, mum) = fennimore.leading(), fennimore.people("gran", "mum")
    chair.next()
    fennimore.everybody_is_here(but=["gran"])
    chair.begins("matters_most")
    assert say("answering.say_here", name="") in gran.tries.answers("matters_most", "Her mum.")
    assert "Bethan" in fennimore.panel_fact("expected")
    gran.is_here(name="Nana Beth", with_them="Grandad")
    gran.answers("matters_most", "Her mum.")
    assert "Nana Beth: “Her mum.”" in mum.sees("said", "matters_most")


def test_whoever_leads_hears_after_the_roll_call_that_they_have_not_said_they_are_here(
    fennimore: Conference,
) -> None:
    chair = fennimore.leading()
    chair.next()
    fennimore.everybody_is_here(but=["chair"])
    assert say("panel.not_here_yourself") not in chair.lines("panel")
    chair.begins("matters_most")
    assert say("panel.not_here_yourself") in chair.lines("panel")
    fennimore.person("chair").is_here()
    assert say("panel.not_here_yourself") not in chair.lines("panel")


def test_what_somebody_said_stays_when_they_go(fennimore: Conference) -> None:
    gran = fennimore.person("gran")
    fennimore.begins_with("matters_most")
    gran.answers("matters_most", "Her mum.")
    gran.leaves()
    assert "Bethan: “Her mum.”" in fennimore.channel("said")
    assert "Bethan" not in fennimore.panel_fact("here")
    assert say("answering.say_here", name="") in gran.tries.passes("matters_most")
    assert say("rollcall.not_here") in gran.tries.leaves()
    assert [
        row.what
        for row in fennimore.look(lambda scene: scene.book.comings())
        if row.person_id == gran.id
    ] == [
        "here",
        "left",
    ]
