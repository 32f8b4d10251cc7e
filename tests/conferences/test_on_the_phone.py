"""Craig is on the phone: somebody writes for him, and the record says that he spoke and
who wrote.
"""

from prompts.words import say
from tests.kit.conference import Conference


def test_somebody_writes_for_a_person_on_the_phone(thornbeck: Conference) -> None:
    chair, (craig, dot, mum) = thornbeck.leading(), thornbeck.people("craig", "minute_taker", "mum")
    chair.next()
    thornbeck.everybody_is_here(but=["craig"])
    chair.begins("who_helps")
    thornbeck.asks_everybody()
    written = dot.writes_for(craig)
    assert say("answering.say_here", name="Craig") in written.tries.answers(
        "who_helps", "I drive them on Fridays."
    )
    written.is_here(with_them="I am in the van on my own")
    written.answers("who_helps", "I drive them on Fridays.")
    assert "Craig (written down by Priti Lowe): “I drive them on Fridays.”" in mum.sees(
        "said", "who_helps"
    )
    chair.writes_for(craig).answers("who_helps", "I drive them on Fridays, and I stay for tea.")
    assert (
        "Craig (written down by Ruth Calder): “I drive them on Fridays, and I stay for tea.”"
        in mum.sees("said", "who_helps")
    )


def test_what_somebody_said_for_themselves_is_theirs_to_change(thornbeck: Conference) -> None:
    mum, dot = thornbeck.people("mum", "minute_taker")
    thornbeck.begins_with("who_helps")
    mum.answers("who_helps", "My mum does.")
    told = dot.writes_for(mum).tries.answers("who_helps", "Nobody does.")
    assert say("answering.answered_already", name="Kerry") in told
    assert "My mum does." in thornbeck.channel("said")


def test_a_sealed_answer_from_the_phone_is_not_shown_again_to_who_wrote_it(
    thornbeck: Conference,
) -> None:
    craig, dot = thornbeck.people("craig", "minute_taker")
    thornbeck.begins_with("score/1")
    dot.writes_for(craig).scores("score/1", 6, why="It is quieter now")
    form = dot.writes_for(craig).opens("score/1")
    assert not any(field.value for field in form.fields)
    assert "It is quieter now" not in dot.sees()


def test_nobody_else_writes_for_others(thornbeck: Conference) -> None:
    craig, mum, nadia = thornbeck.people("craig", "mum", "social_worker")
    thornbeck.begins_with("who_helps")
    assert say("dispatch.not_yours") in nadia.writes_for(craig).tries.answers(
        "who_helps", "Nobody does."
    )
    assert say("dispatch.not_yours") in mum.writes_for(craig).tries.presses(
        "answer.pass", f"{thornbeck.now_on}:{craig.id}"
    )
