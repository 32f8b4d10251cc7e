"""Scores are sealed: nobody sees one before the chair shows all of them together; a pass is as
secret as a number.
"""

from prompts.words import say
from tests.kit.conference import Conference

TRIO = "score/1"


def test_nobody_sees_a_score_before_all_are_shown(fennimore: Conference) -> None:
    chair, (mum, gran, joe) = fennimore.leading(), fennimore.people("mum", "gran", "social_worker")
    fennimore.begins_with(TRIO)
    mum.scores(TRIO, 4, why="I still sleep in", up="A call at seven")
    gran.passes(TRIO)
    for person in fennimore.people():
        if person.name != "mum":
            assert "I still sleep in" not in person.sees()
    assert "I still sleep in" not in fennimore.panel()
    assert "Carys" not in fennimore.panel_fact("missing"), "the chair sees who has answered,"
    assert "Bethan" not in fennimore.panel_fact("missing"), "and not that somebody passed"
    assert "Joe Tarn" in fennimore.panel_fact("missing")
    chair.reveals()
    assert "Carys: 4 (last time 5)" in fennimore.channel("reveal", TRIO)
    assert "Bethan: passed (last time 4)" in fennimore.channel("reveal", TRIO)
    assert "No answer from: Joe Tarn, Aisha Moss and Lin Parry." in fennimore.channel(
        "reveal", TRIO
    )
    assert say("answering.revealed") in joe.tries.scores(TRIO, 3)


def test_the_chair_is_reminded_to_show_them_before_going_on(fennimore: Conference) -> None:
    chair, mum = fennimore.leading(), fennimore.person("mum")
    fennimore.begins_with(TRIO)
    mum.scores(TRIO, 4)
    assert say("agenda.still_sealed") in chair.tries.next()
    chair.parks()
    assert "Carys: 4" not in fennimore.channel()
    chair.comes_back_to(TRIO)
    chair.reveals()
    assert "Carys: 4" in fennimore.channel("reveal", TRIO)


def test_an_answer_can_be_changed_until_it_is_shown(fennimore: Conference) -> None:
    chair, mum = fennimore.leading(), fennimore.person("mum")
    fennimore.begins_with(TRIO)
    mum.scores(TRIO, 4, why="I still sleep in")
    assert [field.value for field in mum.opens(TRIO).fields] == ["4", "I still sleep in", ""], (
        "her own words are in her form"
    )
    mum.scores(TRIO, 5, why="Not this week")
    chair.reveals()
    assert "Carys: 5" in fennimore.channel("reveal", TRIO)
    assert "I still sleep in" not in fennimore.channel("reveal", TRIO)


def test_those_who_are_missing_get_a_quiet_word(fennimore: Conference) -> None:
    chair, (mum, gran) = fennimore.leading(), fennimore.people("mum", "gran")
    fennimore.begins_with(TRIO)
    mum.scores(TRIO, 4)
    chair.nudges()
    assert say("asking.nudge") in gran.lines()
    assert say("asking.nudge") not in mum.sees()
    gran.scores(TRIO, 6)
    assert "nudge" not in fennimore.channel()
