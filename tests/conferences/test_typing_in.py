"""A meeting went on by hand: the minute taker types it in, one form an item, and the record says so
(row B13).
"""

from prompts.words import say
from tests.kit.conference import Conference


def test_one_form_takes_what_each_person_said(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    writer, mum, gran = fennimore.people("minute_taker", "mum", "gran")
    writer.fills("hand.form", **{f"{mum.id}__text": "Her gran and the cat."})
    said = fennimore.channel("said")
    assert "Her gran and the cat." in said
    assert mum_and_writer(fennimore) in said
    form = fennimore.send("hand.form", writer.account).card
    assert form is not None
    assert [field.name for field in form.fields] == [f"{gran.id}__text"]
    marks = [reason for reason in fennimore.record().reasons if reason.what == "by_hand"]
    assert [mark.words for mark in marks] == [
        say("by_hand.mark", day="Monday 2 March 2026", name=name_of(fennimore))
    ]


def test_scores_go_in_under_seal_and_need_a_number(fennimore: Conference) -> None:
    fennimore.begins_with("score/1")
    writer, mum = fennimore.people("minute_taker", "mum")
    told = writer.tries.fills("hand.form", **{f"{mum.id}__why": "I try."})
    assert say("forms.needed_score") in told
    writer.fills("hand.form", **{f"{mum.id}__score": "4", f"{mum.id}__why": "I try."})
    assert "I try." not in fennimore.channel()
    fennimore.send("reveal", fennimore.person("chair").account, fennimore.now_on)
    assert "I try." in fennimore.channel()


def test_nobody_else_types_in_and_nothing_is_no_answer(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    writer, worker = fennimore.people("minute_taker", "social_worker")
    assert say("by_hand.nothing") in writer.tries.fills("hand.form")
    assert say("dispatch.not_yours") in worker.tries.fills("hand.form")


def name_of(conference: Conference) -> str:
    writer = conference.ids["minute_taker"]
    return conference.look(
        lambda scene: next(person.name for person in scene.book.people if person.id == writer)
    )


def mum_and_writer(conference: Conference) -> str:
    mum = conference.ids["mum"]
    author = conference.look(
        lambda scene: next(person.name for person in scene.book.people if person.id == mum)
    )
    return say("answering.written_for", author=author, writer=name_of(conference))
