"""An answer can be changed until the chair moves on; every version is kept, and nothing that was
typed is lost.
"""

from prompts.plain import twin
from prompts.words import say
from tests.kit.conference import Conference

WORRY = "why_worried"


def test_every_version_is_kept_and_the_last_one_counts(fennimore: Conference) -> None:
    mum = fennimore.person("mum")
    fennimore.begins_with(WORRY)
    mum.answers(WORRY, "I do not know.")
    mum.answers(WORRY, "Posy got out twice while I was asleep.")
    assert "I do not know." not in fennimore.channel()
    assert "Posy got out twice while I was asleep." in fennimore.channel("said")
    versions = fennimore.look(
        lambda scene: [
            answer.version for answer in scene.book.versions(scene.book.answers(None)[0])
        ]
    )
    assert versions == [1, 2]


def test_what_was_typed_too_late_is_given_back(fennimore: Conference) -> None:
    chair, mum = fennimore.leading(), fennimore.person("mum")
    fennimore.begins_with(WORRY)
    form = mum.opens(WORRY)
    fennimore.asks_everybody()
    chair.next()
    told = mum.tries.sends(form, "Posy got out twice. I was so tired.")
    assert say("answering.moved_on") in told
    assert "Posy got out twice. I was so tired." in told
    assert "I was so tired" not in fennimore.channel()


def test_what_is_too_long_comes_back_whole_with_what_to_do(fennimore: Conference) -> None:
    mum = fennimore.person("mum")
    fennimore.begins_with(WORRY)
    form = mum.opens(WORRY)
    long = "It was a hard spring. " * 60
    told = mum.tries.sends(form, long)
    assert long.strip() in told
    assert (
        say(
            "forms.too_long",
            over=len(long.strip()) - form.fields[0].limit,
            limit=form.fields[0].limit,
        )
        in told
    )
    assert say("forms.needed_lines") in mum.tries.answers(WORRY, "   ")
    assert not fennimore.channel("said")


def test_a_pass_can_become_words_and_words_a_pass(fennimore: Conference) -> None:
    mum = fennimore.person("mum")
    fennimore.begins_with(WORRY)
    mum.passes(WORRY)
    assert "Carys" in fennimore.panel_fact("not_heard"), (
        "who passed has answered and has not been heard"
    )
    assert "Carys" not in fennimore.panel_fact("missing")
    mum.answers(WORRY, "Posy got out twice.")
    assert "Carys" not in fennimore.panel_fact("not_heard")
    mum.passes(WORRY)
    assert "Posy got out twice." not in fennimore.channel()


def test_only_those_who_bring_reports_are_told_not_to_read_them_out(fennimore: Conference) -> None:
    fennimore.begins_with("matters_most")
    fennimore.leading().next()
    limits = fennimore.look(lambda scene: scene.profile.limits)
    for who, told in (("mum", False), ("social_worker", True)):
        form = twin(fennimore.person(who).opens("matters_most"))
        assert limits.reason in form
        assert (limits.professionals in form) is told
