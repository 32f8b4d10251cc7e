"""Words that not everybody knows: their author hears of it before anybody else reads them, and
chooses (rows C1, S5).
"""

from handlers.grammar.command import Reply
from prompts.card import Quote
from prompts.plain import twin
from prompts.words import say
from tests.kit.conference import Conference
from tests.kit.people import words_of

HARD = "The MASH raised it, and her siblings saw it."
PLAIN = "The first team raised it, and her brothers saw it."


def test_nothing_is_shown_before_the_author_has_chosen(fennimore: Conference) -> None:
    step = on_matters(fennimore)
    hint = sends(fennimore, "social_worker", step, HARD)
    told = words_of(hint)
    assert HARD in told, "they see what they wrote"
    assert "“MASH”" in told
    assert "“siblings”" in told
    assert labels(hint) == [say("hints.change"), say("hints.send")]
    assert HARD not in fennimore.channel()
    assert (
        "MASH"
        not in fennimore.panel()
        + fennimore.person("mum").sees()
        + fennimore.person("social_worker").lines()
    )


def test_send_it_as_it_is_sends_what_was_typed(fennimore: Conference) -> None:
    hint = sends(fennimore, "social_worker", on_matters(fennimore), HARD)
    sent = presses(fennimore, "social_worker", hint, "hints.send")
    assert (sent.done, sent.card) == (True, None)
    assert HARD in fennimore.channel("said"), "nothing is replaced for them"


def test_change_it_opens_the_form_with_what_was_typed(fennimore: Conference) -> None:
    step = on_matters(fennimore)
    form = presses(
        fennimore, "social_worker", sends(fennimore, "social_worker", step, HARD), "hints.change"
    ).card
    assert form is not None
    assert [field.value for field in form.fields] == [HARD]
    assert (form.buttons[0].command, form.buttons[0].target) == ("answer.submit", step)
    assert sends(fennimore, "social_worker", step, PLAIN).card is None
    assert PLAIN in fennimore.channel("said")
    assert HARD not in fennimore.channel()


def test_pressing_twice_sends_once(fennimore: Conference) -> None:
    hint = sends(fennimore, "social_worker", on_matters(fennimore), HARD)
    presses(fennimore, "social_worker", hint, "hints.send")
    again = presses(fennimore, "social_worker", hint, "hints.send")
    assert say("hints.gone") in words_of(again)
    assert fennimore.channel("said").count(HARD) == 1


def test_nobody_else_can_send_or_read_what_waits(fennimore: Conference) -> None:
    hint = sends(fennimore, "social_worker", on_matters(fennimore), HARD)
    for choice in ("hints.change", "hints.send"):
        reply = presses(fennimore, "health_visitor", hint, choice)
        assert HARD not in words_of(reply)
    assert HARD not in fennimore.channel()


def test_what_waits_is_given_back_when_the_conference_has_moved_on(fennimore: Conference) -> None:
    hint = sends(fennimore, "social_worker", on_matters(fennimore), HARD)
    fennimore.leading().next()
    given_back = presses(fennimore, "social_worker", hint, "hints.send")
    assert say("answering.moved_on") in words_of(given_back)
    assert given_back.card
    assert given_back.card.parts[-1] == Quote(HARD, say("forms.you_typed"))


def test_words_wait_for_some_hours_only(fennimore: Conference) -> None:
    hint = sends(fennimore, "social_worker", on_matters(fennimore), HARD)
    fennimore.passes(minutes=13 * 60)
    sends(fennimore, "health_visitor", fennimore.now_on, HARD)
    assert say("hints.gone") in words_of(presses(fennimore, "social_worker", hint, "hints.send"))


def test_the_family_is_told_kindly_and_not_about_capitals(fennimore: Conference) -> None:
    step = fennimore.steps["matters_most"]
    fennimore.begins_with("matters_most")
    mum = sends(fennimore, "mum", step, HARD)
    assert say("hints.family") in words_of(mum)
    assert sends(fennimore, "mum", step, "The QXB came round.").card is None


def test_what_a_scribe_writes_for_somebody_goes_in_as_it_was_said(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    step, mum = fennimore.steps["matters_most"], fennimore.ids["mum"]
    assert sends(fennimore, "minute_taker", f"{step}:{mum}", HARD).card is None
    assert HARD in fennimore.channel("said")


def test_an_error_in_the_form_comes_first(fennimore: Conference) -> None:
    step = on_matters(fennimore)
    reply = sends(fennimore, "social_worker", step, HARD * 100)
    assert reply.card is not None
    assert reply.card.fields[0].error
    assert "“MASH”" not in twin(reply.card)


def on_matters(conference: Conference) -> str:
    """The conference asks everybody what matters most."""
    conference.begins_with("matters_most")
    conference.leading().next()
    return conference.steps["matters_most"]


def sends(conference: Conference, who: str, target: str, words: str) -> Reply:
    return conference.sends_first(
        "answer.submit", conference.person(who).account, target, {"text": words}
    )


def presses(conference: Conference, who: str, hint: Reply, label: str) -> Reply:
    assert hint.card is not None
    button = next(button for button in hint.card.buttons if button.label == say(label))
    return conference.sends_first(button.command, conference.person(who).account, button.target)


def labels(reply: Reply) -> list[str]:
    return [button.label for button in reply.card.buttons] if reply.card else []
