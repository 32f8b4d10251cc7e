"""A break, and somebody else who takes the chair."""

from prompts.words import say
from tests.kit.conference import Conference


def test_a_break_stops_everything_and_loses_nothing(fennimore: Conference) -> None:
    chair, (mum, gran) = fennimore.leading(), fennimore.people("mum", "gran")
    fennimore.begins_with("professionals_matter")
    mum.answers("professionals_matter", "My mum.")
    chair.calls_a_break()
    assert say("pause.title") in fennimore.channel()
    told = gran.tries.presses("answer.submit", fennimore.now_on, text="I do.")
    assert say("dispatch.when_paused") in told
    assert "I do." in told, "what was typed comes back"
    assert say("dispatch.when_paused") in chair.tries.next()
    assert "999" in gran.presses("danger.show"), "who to call is there in a break too"
    gran.leaves()
    gran.is_here()
    chair.ends_the_break()
    gran.answers("professionals_matter", "I do.")
    assert "My mum." in fennimore.channel("said")
    assert "I do." in fennimore.channel("said")


def test_the_minute_taker_takes_the_chair(fennimore: Conference) -> None:
    chair, (mum, joe, dot) = (
        fennimore.leading(),
        fennimore.people("mum", "social_worker", "minute_taker"),
    )
    fennimore.begins_with("professionals_matter")
    assert say("forms.needed_choice") in chair.tries.hands_over_to(joe, "My line is bad."), (
        "not to somebody who is asked"
    )
    chair.hands_over_to(dot, "My line is bad.")
    assert "Dot Ellery" in fennimore.channel("handover")
    assert say("panel.on") not in chair.lines("panel"), "the panel has gone from the one who led"
    assert say("panel.on") in dot.lines("panel")
    assert say("dispatch.not_yours") in chair.tries.next()
    mum.answers("professionals_matter", "My mum.")
    fennimore.leading("minute_taker").goes_on_to("genogram")
    assert "My line is bad." in [reason.words for reason in fennimore.record().reasons]


def test_the_chair_is_handed_over_in_a_break_too(fennimore: Conference) -> None:
    chair, dot = fennimore.leading(), fennimore.person("minute_taker")
    fennimore.begins_with("professionals_matter")
    chair.calls_a_break()
    chair.hands_over_to(dot, "I need to go.")
    fennimore.leading("minute_taker").ends_the_break()
    assert say("pause.over") in fennimore.channel()
