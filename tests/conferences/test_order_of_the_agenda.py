"""The chair holds the order: next, back, put aside, leave out, and change, with the reason kept."""

from prompts.words import say
from tests.kit.conference import Conference


def test_an_item_is_put_aside_and_taken_up_again(fennimore: Conference) -> None:
    chair, mum = fennimore.leading(), fennimore.person("mum")
    fennimore.begins_with("why_worried")
    mum.answers("why_worried", "Posy got out twice.")
    chair.parks()
    assert fennimore.current() == "genogram"
    assert "What got us here" in fennimore.panel() or "worried" in fennimore.panel_fact("parked")
    assert say("answering.moved_on") in mum.tries.answers("why_worried", "And once in spring.")
    chair.comes_back_to("why_worried")
    mum.answers("why_worried", "Posy got out twice, and I was asleep.")
    chair.goes_on_to("genogram")
    assert "Posy got out twice, and I was asleep." in fennimore.channel("said")


def test_leaving_an_item_out_needs_a_reason(fennimore: Conference) -> None:
    chair = fennimore.leading()
    fennimore.begins_with("risky_person")
    assert say("forms.needed_lines") in chair.tries.skips("")
    assert fennimore.current() == "risky_person"
    chair.skips("Carys asked to talk about this with Joe first.")
    assert fennimore.current() == "genogram"
    assert say("asking.skipped") in fennimore.channel("asked", "risky_person")
    kept = next(reason for reason in fennimore.record().reasons if reason.what == "skip")
    assert kept.words == "Carys asked to talk about this with Joe first."


def test_a_later_item_is_taken_first_and_the_rest_stays_in_order(fennimore: Conference) -> None:
    chair = fennimore.leading()
    fennimore.begins_with("genogram")
    chair.takes_next("strengths", "Carys wants to start with what works.")
    fennimore.asks_everybody()
    chair.next()
    assert fennimore.current() == "strengths"
    fennimore.asks_everybody()
    chair.next()
    assert fennimore.current() == "matters_most"
    assert "Carys wants to start with what works." in [
        reason.words for reason in fennimore.record().reasons
    ]


def test_the_chair_goes_back_and_answers_can_be_changed_again(fennimore: Conference) -> None:
    chair, mum = fennimore.leading(), fennimore.person("mum")
    fennimore.begins_with("who_helps")
    mum.answers("who_helps", "My mum.")
    fennimore.asks_everybody()
    chair.next()
    assert say("answering.moved_on") in mum.tries.answers("who_helps", "And Mrs Pugh.")
    chair.back()
    assert fennimore.current() == "who_helps"
    mum.answers("who_helps", "My mum, and Mrs Pugh next door.")
    assert "My mum, and Mrs Pugh next door." in fennimore.channel("said")
    fennimore.asks_everybody()
    chair.next()
    assert fennimore.current() == "genogram"


def test_the_question_is_asked_again_where_people_look(fennimore: Conference) -> None:
    chair, (mum, gran) = fennimore.leading(), fennimore.people("mum", "gran")
    fennimore.begins_with("professionals_matter")
    mum.answers("professionals_matter", "My mum.")
    chair.asks_again()
    assert fennimore.channel().rstrip().endswith(fennimore.channel("again").rstrip()), (
        "it stands at the end of the channel"
    )
    gran.answers("professionals_matter", "I do.")
    assert "I do." in fennimore.channel("said")


def test_there_is_nothing_before_the_first_item(fennimore: Conference) -> None:
    assert say("agenda.at_start") in fennimore.leading().tries.back()
