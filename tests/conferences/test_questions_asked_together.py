"""Questions that belong together are one item: one form each, opened, shown and left together,
while every answer is kept with its own question.
"""

from bot.spine.dispatch import Dispatcher
from prompts.profile import Profile
from prompts.words import say
from storage.database import Database
from storage.tables import StepState
from tests.kit.conference import PROFILES, Conference
from tests.kit.profiles import tables_of

MAP = ("harm", "complicating", "strengths", "safety")
SCORES = ("score/1", "score/2", "score/3", "score/4")


def states(conference: Conference, *questions: str) -> set[str]:
    """How the questions of an item are left."""
    wanted = {conference.steps[name] for name in questions}
    steps = conference.look(lambda scene: list(scene.meeting.steps))
    return {step.state for step in steps if step.id in wanted}


def test_one_form_asks_all_and_some_may_stay_empty(fennimore: Conference) -> None:
    mum = fennimore.person("mum")
    fennimore.begins_with("harm")
    form = mum.opens("strengths")
    assert form.title == "What we worry about and what works well"
    assert [field.heading for field in form.fields if field.heading][:1] == [
        "What has hurt or scared Posy?"
    ]
    assert not any(field.required for field in form.fields)
    mum.answers("strengths", "She tells the cat her news.")
    assert "She tells the cat her news." in fennimore.channel("said", "harm")
    assert "1 of 2 have answered" in fennimore.channel("asked", "safety")
    mum.passes("safety")
    said = fennimore.channel("said", "safety")
    assert said.count("Passed: Carys.") == 3, "what she has answered stays as she said it"
    assert "She tells the cat her news." in said
    fennimore.asks_everybody()
    joe = fennimore.person("social_worker")
    assert say("answering.nothing_said") in joe.tries.sends(joe.opens("harm"))


def test_what_is_half_said_is_asked_back_and_the_rest_is_not_lost(thornbeck: Conference) -> None:
    mum = thornbeck.person("mum")
    thornbeck.begins_with("score/1")
    first, second, *_ = (thornbeck.steps[name] for name in SCORES)
    told = mum.tries.sends(
        mum.opens("score/1"), **{f"{first}__score": "4", f"{second}__why": "It is calmer."}
    )
    assert say("forms.needed_score") in told
    assert "It is calmer." in told
    assert not thornbeck.look(lambda scene: scene.book.answered(scene.step(first)))


def test_scores_for_every_worry_go_in_at_once_and_are_shown_as_the_chair_likes(
    thornbeck: Conference,
) -> None:
    chair, mum = thornbeck.leading(), thornbeck.person("mum")
    thornbeck.begins_with("score/1")
    marks = {f"{thornbeck.steps[name]}__score": str(n) for n, name in enumerate(SCORES, 3)}
    mum.sends(mum.opens("score/1"), **marks)
    assert "Kerry: 3" not in thornbeck.channel()
    chair.presses("reveal", f"one:{thornbeck.steps['score/2']}")
    shown = thornbeck.channel("reveal")
    assert "Kerry: 4" in shown
    assert not any(f"Kerry: {n}" in shown for n in (3, 5, 6))
    assert say("agenda.still_sealed") in chair.tries.next()
    dad = thornbeck.person("dad")
    assert not any(
        field.name.startswith(thornbeck.steps["score/2"]) for field in dad.opens("score/1").fields
    ), "what has been shown cannot be answered any more"
    chair.reveals()
    assert all(f"Kerry: {n}" in thornbeck.channel("reveal") for n in (3, 4, 5, 6))
    chair.next()
    assert states(thornbeck, *SCORES) == {StepState.DONE}


def test_it_is_left_taken_up_and_gone_back_to_as_one(fennimore: Conference) -> None:
    chair = fennimore.leading()
    fennimore.begins_with("harm")
    chair.parks()
    assert states(fennimore, *MAP) == {StepState.PARKED}
    chair.comes_back_to("safety")
    assert states(fennimore, *MAP) == {StepState.OPEN}
    chair.skips("We did this at home.")
    assert states(fennimore, *MAP) == {StepState.SKIPPED}
    chair.back()
    assert fennimore.is_on("complicating")
    reasons = fennimore.look(lambda scene: {row.target for row in scene.book.reasons("skip")})
    assert reasons == {fennimore.steps[name] for name in MAP}, "the record says it at each question"


def test_the_chairs_own_and_each_section_of_the_plan_stand_in_one_item(
    thornbeck: Conference,
) -> None:
    chair = thornbeck.leading()
    thornbeck.begins_with("decision/1")
    assert thornbeck.is_on("decision/2")
    chair.decides("child_in_need", "The goals are close.")
    assert say("agenda.undecided") in chair.tries.next(), "there is a second child"
    chair.decides("child_in_need", "The goals are close.")
    thornbeck.leading().begins("immediate_professionals")
    card = thornbeck.cards("channel", "asked", "immediate_family")[0]
    labels = [button.label for button in card.buttons]
    assert "Add to the plan: Safe right now: family and friends" in labels
    mum = thornbeck.person("mum")
    mum.offers("immediate_family", what="Gran comes at six.")


def test_a_meeting_that_began_before_they_were_together_goes_on(database: Database) -> None:
    apart = tables_of("cumbria")
    for part in apart["part"]:
        part.pop("item", None)
    conference = Conference(database, profiles={"cumbria": Profile.model_validate(apart)})
    try:
        conference.begins_with("harm")
        conference.leading().goes_on_to("complicating")
        conference.dispatcher = Dispatcher(database, PROFILES, lambda: conference.now)
        conference.person("mum").answers("complicating", "Nights.")
        conference.leading().goes_on_to("strengths")
        assert conference.is_on("safety"), "what is to come is asked together"
        assert states(conference, "harm", "complicating") == {StepState.DONE}
    finally:
        conference.close()
