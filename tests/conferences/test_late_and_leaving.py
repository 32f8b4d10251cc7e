"""Some come late and some have to go; the quorum follows, and the chair may go on without it and say why."""

from prompts.words import say
from tests.conference import Conference


def test_the_quorum_follows_who_is_here(fennimore: Conference) -> None:
    chair, (mum, joe, aisha, lin) = fennimore.leading(), fennimore.people("mum", "social_worker", "health_visitor", "teacher")
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
    assert "Not enough workers" in fennimore.panel_fact("quorum")
    aisha.is_here()
    assert "Enough workers are here" in fennimore.panel_fact("quorum")


def test_the_chair_goes_on_without_and_says_why(fennimore: Conference) -> None:
    chair, joe = fennimore.leading(), fennimore.person("social_worker")
    chair.next()
    joe.is_here()
    assert say("forms.needed_lines") in chair.tries.goes_on_without_quorum("")
    chair.goes_on_without_quorum("Snow. Posy cannot wait for another day.")
    chair.next()
    assert fennimore.current() == "genogram"
    assert [row.words for row in fennimore.record().reasons] == ["Snow. Posy cannot wait for another day."]


def test_somebody_who_comes_late_is_asked_and_can_answer(fennimore: Conference) -> None:
    chair, (gran, mum) = fennimore.leading(), fennimore.people("gran", "mum")
    chair.next()
    fennimore.everybody_is_here(but=["gran"])
    chair.begins("matters_most")
    assert say("answering.say_here", name="Bethan") in gran.tries.answers("matters_most", "Her mum.")
    assert "Bethan" in fennimore.panel_fact("expected")
    gran.is_here(name="Nana Beth", with_them="Grandad")
    gran.answers("matters_most", "Her mum.")
    assert "Nana Beth: “Her mum.”" in mum.sees("said", "matters_most")


def test_what_somebody_said_stays_when_they_go(fennimore: Conference) -> None:
    gran = fennimore.person("gran")
    fennimore.begins_with("matters_most")
    gran.answers("matters_most", "Her mum.")
    gran.leaves()
    assert "Bethan: “Her mum.”" in fennimore.channel("said")
    assert "Bethan" not in fennimore.panel_fact("here")
    assert say("answering.say_here", name="Bethan") in gran.tries.passes("matters_most")
    assert say("rollcall.not_here") in gran.tries.leaves()
    assert [row.what for row in fennimore.look(lambda scene: scene.book.comings()) if row.person_id == gran.id] == [
        "here",
        "left",
    ]
