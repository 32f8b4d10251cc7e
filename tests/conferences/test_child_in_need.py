"""A Child in Need plan has no main worry, whatever was chosen in the form before."""

from tests.kit.conference import Conference


def test_no_main_worry_is_kept_where_the_plan_needs_none(thornbeck: Conference) -> None:
    chair = thornbeck.leading()
    mum, nadia = thornbeck.people("mum", "social_worker")
    thornbeck.begins_with("recommendation/1")
    mum.answers("recommendation/1", "I want Ava home with me.")
    nadia.recommends(
        "recommendation/1", "child_in_need", "She is safe in the week.", category="emotional"
    )
    chair.reveals()
    assert "Main worry" not in thornbeck.channel("reveal")
    chair.begins("decision/1")
    chair.decides("child_in_need", "Ava is safe in the week.", category="emotional")
    assert "Main worry" not in thornbeck.channel("decision")
    [decision] = thornbeck.record().decisions[0].decisions
    assert decision.category == ""
