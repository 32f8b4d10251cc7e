"""A conference by the Isle of Man's guidance: the family first, three parts, the child's place, the
risk statement.
"""

from prompts.words import say
from tests.kit.conference import Conference

DAYS_NEEDED = "A month of nights is what Juan asked for."


def test_from_the_familys_own_view_to_the_risk_statement(harrick: Conference) -> None:
    chair = harrick.leading()
    dad, mum, breesha, dev, teacher, police, ellan = harrick.people(
        "dad", "mum", "advocate", "social_worker", "teacher", "police", "minute_taker"
    )

    # Introductions and confidentiality: each of them says so, and nobody reads out a report.
    assert "nobody reads them out" in harrick.channel("asked", "welcome")
    chair.next()
    harrick.everybody_is_here()
    assert "Only the cat." in harrick.panel_fact("with_them")

    # The family first, in three parts; Finlo's mum is on the phone, and Ellan writes for her.
    chair.goes_on_to("family_risks")
    assert "not been asked this yet" in dev.tries.answers(
        "family_risks", "He was alone on 14 nights."
    )
    dad.answers("family_risks", "I work nights, and then he goes out.")
    ellan.writes_for(mum).answers("family_risks", "I am scared that those lads come back.")
    assert "Tess (written down by Ellan Marsh)" in harrick.channel("said", "family_risks")
    chair.goes_on_to("family_protective")
    dad.answers("family_protective", "My sister next door. He has her key.")
    ellan.words_point("family_protective", dad, "Kirree is next door, and he has her key.")
    chair.goes_on_to("family_impact")
    dad.answers("family_impact", "He does not sleep until he hears my van.")

    # The chair finds the right time for the child: straight after the family, and says why.
    chair.takes("child_view", after="family_impact", why="Breesha has to be at court by eleven.")
    harrick.asks_everybody()
    chair.next()
    assert harrick.current() == "child_view"
    breesha.answers("child_view", said="“I want Dad home when it is dark.”", hopes="To sleep.")
    assert "I want Dad home when it is dark." in harrick.board()

    # Then the workers, in the same three parts, and the family once more.
    chair.goes_on_to("workers_risks")
    assert "not been asked" in dad.tries.answers("workers_risks", "It is not as bad as that.")
    dev.answers("workers_risks", "Alone from ten to six on 14 nights.")
    teacher.agrees("workers_risks")
    chair.goes_on_to("workers_impact")
    teacher.answers("workers_impact", "He falls asleep in class.")
    chair.goes_on_to("family_comment")
    dad.answers("family_comment", "I am not cross with him.")

    # Nothing is scored, since no worries with goals were brought. The chair sums up before anything
    # is decided.
    chair.next()
    assert harrick.current() == "chair_summary"
    assert not any(name.startswith(("score", "fit", "overall")) for name in harrick.steps)
    assert "Answer" not in [
        button.label
        for card in harrick.cards("channel", "asked", "chair_summary")
        for button in card.buttons
    ]
    chair.answers("chair_summary", "Finlo was alone.", "Kirree next door.", "He does not sleep.")
    assert "Which risks did we hear of? Finlo was alone." in harrick.channel(
        "said", "chair_summary"
    )

    # What everybody wants, what has to change, and then the decision.
    chair.goes_on_to("recommendation/1")
    dad.answers("recommendation/1", "I want help with the nights.")
    police.recommends(
        "recommendation/1", "child_protection", "The men know the house.", category="neglect"
    )
    dev.recommends(
        "recommendation/1", "child_protection", "It is two weeks old.", category="neglect"
    )
    chair.reveals()
    chair.goes_on_to("risk_statement")
    dad.offers(
        "risk_statement",
        change="Someone he trusts is in the house each night.",
        risk="That he is alone.",
    )
    chair.agrees_all_in("risk_statement")
    chair.goes_on_to("decision/1")
    chair.decides("child_protection", "He came to harm, and it is new.", category="neglect")

    # The plan; the core group later than the limit is taken, and the chair says why.
    chair.goes_on_to("first_core_group")
    form = harrick.send("plan.form", dev.account, "first_core_group").card
    assert "by Monday 16 March (10 working days after 2 March)" in repr(form)
    told = dev.offers("first_core_group", date="2026-03-20", place="The school")
    assert say("plan.late_title") in told
    chair.agrees_all_in("first_core_group")
    chair.says_why_it_is_later("first_core_group", DAYS_NEEDED)
    assert DAYS_NEEDED in harrick.channel("offered")
    chair.goes_on_to("summary")
    chair.closes("Finlo will have a Child Protection plan.")

    # The plan starts with what has to change; what comes next has its dates.
    closed = harrick.channel("closed")
    assert "Short summary to the parents: by Tuesday 3 March" in closed
    assert "hours" not in closed, "the day alone"
    assert "24 hours after" in harrick.panel()
    assert "First review meeting: by Tuesday 2 June (3 months after 2 March)" in closed
    assert (
        "Someone he trusts is in the house each night."
        in harrick.channel("plan").split("First core group")[0]
    )
    chair.approves_the_record()
    kept = harrick.record()
    assert [(row.what, row.words) for row in kept.reasons] == [
        ("order", "Breesha has to be at court by eleven."),
        ("late", DAYS_NEEDED),
    ]
    assert kept.trios == ()
    assert kept.overall is None


def test_the_family_may_ask_to_hear_the_workers_first(harrick: Conference) -> None:
    chair, (dad, dev) = harrick.leading(), harrick.people("dad", "social_worker")
    form = harrick.send("agenda.order_form", chair.account).card
    assert form is not None
    assert "Someone not being ready is not a reason." in repr(form)
    chair.takes("part:workers", after="rollcall", why="Juan would like to hear the workers first.")
    chair.next()
    harrick.everybody_is_here()
    chair.next()
    assert harrick.current() == "workers_risks"
    dev.answers("workers_risks", "Alone from ten to six on 14 nights.")
    for question in ("workers_protective", "workers_impact", "family_risks", "family_protective"):
        harrick.asks_everybody()
        chair.next()
        assert harrick.current() == question
    dad.answers("family_protective", "My sister next door.")
    (kept,) = harrick.record().reasons
    assert (kept.what, kept.words) == ("order", "Juan would like to hear the workers first.")
    assert kept.about == "Professionals: the risks"


def test_an_item_cannot_come_after_itself(harrick: Conference) -> None:
    chair = harrick.leading()
    told = chair.tries.takes("child_view", after="child_view", why="Finlo asked.")
    assert say("agenda.order_itself") in told
    assert "Finlo asked." in told
    told = chair.tries.takes("part:workers", after="workers_impact", why="Finlo asked.")
    assert say("agenda.order_itself") in told
    assert harrick.record().reasons == ()


def test_worries_with_goals_can_stand_beside_the_risk_statement(pellow: Conference) -> None:
    chair, (mum, dad) = pellow.leading(), pellow.people("mum", "dad")
    pellow.begins_with("score/1")
    mum.scores("score/1", 8)
    dad.scores("score/1", 7, why="I rang in time.")
    chair.reveals()
    assert "Stevie: 7 (last time 6)" in pellow.channel("reveal", "score/1")
    assert {"fit/2", "overall", "risk_statement", "decision/1", "decision/2"} <= pellow.steps.keys()


def test_a_review_that_ends_the_plan_names_no_core_group(pellow: Conference) -> None:
    pellow.everybody_plays()
    closed = pellow.channel("closed")
    assert "Record of the meeting: by Monday 23 March" in closed
    assert "core group:" not in closed
    assert "review meeting" not in closed


def test_without_a_quorum_it_is_said_what_follows(harrick: Conference) -> None:
    chair, (dad, dev) = harrick.leading(), harrick.people("dad", "social_worker")
    chair.next()
    dad.is_here()
    dev.is_here()
    told = chair.tries.next()
    assert "We set a new date. It must not happen twice in a row." in told
    assert "by Monday 16 March (10 working days after 2 March)" in told
    chair.goes_on_without_quorum("The boat is late, and Finlo cannot wait.")
    chair.next()
    assert harrick.current() == "family_risks"
