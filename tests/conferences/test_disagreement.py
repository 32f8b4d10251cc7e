"""Two children, two decisions, and somebody who does not agree with one of them."""

from prompts.words import say
from tests.kit.conference import Conference


def test_disagreement_is_kept_in_the_persons_own_words(thornbeck: Conference) -> None:
    chair = thornbeck.leading()
    mum, sam, nadia, teacher = thornbeck.people("mum", "police", "social_worker", "teacher")
    ava, leo = thornbeck.family.child
    thornbeck.begins_with("recommendation/1")

    mum.answers("recommendation/1", "I want Ava home with me.")
    nadia.recommends("recommendation/1", "child_in_need", "Ava is safe with her gran in the week.")
    sam.recommends(
        "recommendation/1",
        "child_protection",
        "She was there when it happened.",
        category="emotional",
    )
    assert say("kinds.category_needed") in teacher.tries.recommends(
        "recommendation/1", "child_protection", "I worry too."
    )
    assert "I want Ava home" not in sam.sees()
    chair.reveals()
    shown = thornbeck.channel("reveal")
    assert (
        shown.index("Kerry: “I want Ava home with me.”")
        < shown.index("Nadia Frost: “")
        < shown.index("Sam Whitlock: “")
    )

    assert say("decision.none_yet") in sam.tries.disagrees(ava, "Too soon to say.")
    chair.begins("decision/1")
    assert say("agenda.undecided") in chair.tries.next()
    chair.decides("child_in_need", "Ava is safe in the week, and the plan covers weekends.")
    sam.disagrees(ava, "I do not agree for Ava. She goes home at weekends.")
    dissent = thornbeck.channel("dissent")
    assert "Sam Whitlock: “I do not agree for Ava. She goes home at weekends.”" in dissent
    assert "Level 1" in dissent, "the way to take it further is shown"
    assert ava in dissent

    chair.begins("decision/2")
    chair.decides("child_protection", "Leo is at home every day.", category="emotional")
    record = {row.child.name: row for row in thornbeck.record().decisions}
    assert [row.plan for row in record[ava].decisions] == ["child_in_need"]
    assert [row.plan for row in record[leo].decisions] == ["child_protection"]
    assert [row.words for row in record[ava].disagreements] == [
        "I do not agree for Ava. She goes home at weekends."
    ]
    assert not record[leo].disagreements


def test_the_decision_can_be_put_right_and_both_versions_are_kept(thornbeck: Conference) -> None:
    chair = thornbeck.leading()
    thornbeck.begins_with("decision/1")
    chair.decides("neither", "A slip of the hand.")
    chair.decides("child_in_need", "This is what I meant.")
    assert "A slip of the hand." not in thornbeck.channel("decision")
    assert "This is what I meant." in thornbeck.channel("decision")
    assert len(thornbeck.look(lambda scene: scene.book.decisions())) == 2


def test_only_the_chair_decides(thornbeck: Conference) -> None:
    nadia = thornbeck.person("social_worker")
    thornbeck.begins_with("decision/1")
    assert say("dispatch.not_yours") in nadia.tries.fills("decision.form", thornbeck.now_on)
    assert say("dispatch.not_yours") in nadia.tries.presses(
        "decision.submit", thornbeck.now_on, plan="neither", why="Because."
    )
