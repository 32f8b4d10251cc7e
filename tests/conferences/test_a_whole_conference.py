"""A whole conference of a small family, from the welcome to the approved record, as the Cumbria
guidance has it.
"""

import pytest

from tests.conftest import either_url
from tests.kit.conference import Conference


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """This one on both, whoever runs it."""
    return either_url(request)


def test_from_the_welcome_to_the_approved_record(fennimore: Conference) -> None:
    chair = fennimore.leading()
    mum, gran, joe, aisha, lin, dot = fennimore.people(
        "mum", "gran", "social_worker", "health_visitor", "teacher", "minute_taker"
    )

    # Opening: everybody says who they are and who can hear them.
    assert "Imran Sadler" in fennimore.channel("welcome")
    chair.next()
    fennimore.everybody_is_here(but=["gran"])
    gran.is_here(with_them="Grandad is in the kitchen")
    assert "Grandad is in the kitchen" in fennimore.panel_fact("with_them")
    assert "Grandad is in the kitchen" not in fennimore.channel()
    assert "Bethan" in fennimore.panel()

    # Part 1, family and network: the family is asked first, workers after them.
    chair.goes_on_to("matters_most")
    mum.answers("matters_most", "Me, and then Gran. And the cat.")
    gran.agrees("matters_most")
    assert "family goes first" in aisha.tries.answers("matters_most", "Her mum, I think.")
    chair.next()
    aisha.answers("matters_most", "Her mum, I think.")
    joe.agrees("matters_most")
    lin.passes("matters_most")
    said = fennimore.channel("said", "matters_most")
    assert said.index("Carys: “Me, and then Gran.") < said.index("Aisha Moss: “Her mum, I think.”")
    assert "Bethan and Joe Tarn" in said
    assert "Lin Parry" in said

    # Part 2, what got us here: a parent says in her own words why people are worried.
    chair.goes_on_to("why_worried")
    mum.answers("why_worried", "Posy got out twice while I was asleep.")
    chair.goes_on_to("worst_event")
    mum.answers(
        "worst_event", what="A lorry had to stop for her.", impact="She does not like loud engines."
    )

    # Part 3, worries and what works: Dot words a point with everybody, and Carys' own words stay
    # beside it.
    chair.goes_on_to("safety")
    mum.answers("safety", "Twice I felt it coming, and I rang Mum before lunch.")
    dot.words_point("safety", mum, "Carys rings Bethan before lunch when she feels it coming.")
    assert "Carys rings Bethan before lunch when she feels it coming." in fennimore.board()
    assert "I rang Mum before lunch" in fennimore.board()

    # Part 4, how Posy takes part.
    chair.goes_on_to("child_part")
    assert "family goes first" in lin.tries.answers("child_part", "She made a book of photos.")
    chair.next()
    lin.answers("child_part", "She made a book of photos.")

    # Part 5: each gives a number on their own; then all are shown together, and never an average.
    chair.goes_on_to("score/1")
    mum.scores("score/1", 8, why="The gate is locked.", up="A month of good mornings.")
    gran.scores("score/1", 9)
    joe.scores("score/1", 7)
    aisha.passes("score/1")
    assert "The gate is locked." not in fennimore.channel()
    chair.reveals()
    shown = fennimore.channel("reveal", "score/1")
    assert (
        shown.index("Carys: 8 (last time 5)")
        < shown.index("Bethan: 9")
        < shown.index("Joe Tarn: 7")
    )
    assert "Lin Parry" in shown.splitlines()[-1]
    chair.goes_on_to("fit/1")
    chair.says_it_fits()
    chair.next()
    chair.rewords(
        "On very low days Posy plays alone for hours.",
        "When Carys feels low she tells Bethan before lunch.",
    )
    assert "will go without meals and cuddles" in fennimore.channel("fitted", "fit/2"), (
        "the old wording is shown beside the new"
    )
    chair.next()
    chair.gives_overall(7, "Posy has been safe for five months.")
    assert "Imran Sadler: 7" in fennimore.channel("overall")

    # Part 6: what the family wants, what workers recommend, and what the chair decides are three
    # things.
    chair.next()
    mum.answers("recommendation/1", "I want Joe and Aisha to keep coming.")
    joe.recommends("recommendation/1", "child_in_need", "Carys asks for help by herself.")
    aisha.recommends("recommendation/1", "child_in_need", "Posy is growing well.")
    chair.reveals()
    chair.next()
    chair.decides("child_in_need", "It stopped, and I heard how it is kept that way.")
    assert "It stopped, and I heard how it is kept that way." in fennimore.channel("decision")
    assert "Bethan and Lin Parry" in fennimore.channel("decision"), (
        "the decision says who was not heard"
    )

    # Part 7: what needs to happen, with a name and a date for each action.
    chair.goes_on_to("actions")
    gran.offers(
        "actions", what="Ring Carys at seven.", owners=gran.id, by_when="2026-03-16", side="family"
    )
    assert "Ring Carys at seven." in fennimore.channel("offered")
    chair.agrees_all_in("actions")
    chair.goes_on_to("first_core_group")
    joe.offers("first_core_group", date="2026-03-11", place="The nursery")
    chair.agrees_all_in("first_core_group")

    # Close: the agreed plan is in the channel, and the record is a draft until the chair approves
    # it.
    chair.goes_on_to("summary")
    chair.closes("Posy will have a Child in Need plan.")
    assert "Posy will have a Child in Need plan." in fennimore.channel("closed")
    assert "Ring Carys at seven." in fennimore.channel("plan")
    assert fennimore.record().draft
    assert "conference is over" in mum.tries.answers("safety", "One more thing.")
    chair.approves_the_record()
    assert not fennimore.record().draft
