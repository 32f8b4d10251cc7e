"""Hard words come back as a hint to their author, and nothing is changed (row C1)."""

import tomllib
from pathlib import Path

import pytest

from prompts.jargon import JargonEntry, entries, hints, listed
from prompts.profile import load_profile, profile_names
from prompts.words import say


def test_a_hard_word_comes_back_with_what_to_say_instead() -> None:
    (hint,) = hints("There was domestic violence in June.")
    assert hint.word == "domestic violence"
    assert hint.suggestion == "Say who did what to whom, and what was seen or heard."


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("NEGLECT was the worry", "NEGLECT"),
        ("his siblings came", "siblings"),
        ("two Placements", "Placements"),
        ("co-morbidities", "co-morbidities"),
        ("a multi agency plan", "multi agency"),
        ("a multi-agency plan", "multi-agency"),
        ("significant\nharm", "significant\nharm"),
        ("(DV)", "DV"),
        ("s47s", "s47s"),
    ],
)
def test_words_are_found_in_any_case_in_one_or_many_and_over_a_line_end(
    text: str, word: str
) -> None:
    assert [hint.word for hint in hints(text)] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "He was scared and hid.",
        "a peerless view",
        "displacement",
        "I will contact the school",
        "in careful hands",
    ],
)
def test_only_whole_words_are_found(text: str) -> None:
    assert hints(text) == ()


def test_the_longer_phrase_is_found_and_not_the_word_inside_it() -> None:
    assert [hint.word for hint in hints("after the LAC review")] == ["LAC review"]


def test_each_suggestion_is_made_once_in_the_order_of_the_text() -> None:
    found = hints("His siblings saw neglect. One sibling was neglected.")
    assert [hint.word for hint in found] == ["siblings", "neglect"]


@pytest.mark.parametrize(
    "entry", entries(), ids=lambda entry: entry.exact or (*entry.words, entry.finds)[0]
)
def test_every_word_of_the_list_is_found_and_has_a_source(entry: JargonEntry) -> None:
    for words in (*entry.words, *filter(None, (entry.finds, entry.exact))):
        assert entry.suggestion in [hint.suggestion for hint in hints(f"We saw {words} there.")], (
            words
        )
    assert entry.source


@pytest.mark.parametrize(
    "entry", [one for one in entries() if one.when], ids=lambda entry: entry.finds
)
def test_the_everyday_meaning_of_a_word_is_left_alone(entry: JargonEntry) -> None:
    assert hints(entry.leaves) == ()


def test_there_are_at_least_ninety_and_the_short_forms_that_social_workers_use() -> None:
    short = {entry.exact for entry in entries()}
    assert len(entries()) >= 90
    assert short >= {
        "MASH",
        "CIN",
        "ICPC",
        "RCPC",
        "PLO",
        "MARAC",
        "CSE",
        "CCE",
        "LAC",
        "EHCP",
        "CAMHS",
        "SENCO",
        "LADO",
        "DV",
    }
    assert short >= {"DA", "FGC", "IRO", "TAF", "EHA", "NFA"}


def test_short_forms_are_found_in_capitals_only() -> None:
    assert [hint.word for hint in hints("MASH had mash for tea")] == ["MASH"]


def test_capitals_that_are_not_known_are_pointed_out() -> None:
    (hint,) = hints("The QXB came round.")
    assert (hint.word, hint.suggestion) == ("QXB", say("hints.unknown"))
    assert listed("The QXB came round.") == ()


@pytest.mark.parametrize(
    "text",
    ["The GP saw him on TV in the UK.", "A&E was full.", "HE HIT ME AND LEFT US", "JJ and AJ"],
)
def test_what_everybody_knows_and_initials_are_left_alone(text: str) -> None:
    assert hints(text, names={"JJ", "AJ"}) == ()


def test_sentences_that_were_written_before_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    sentences = tomllib.loads(
        (Path(__file__).parent / "jargon_sentences.toml").read_text(encoding="utf-8")
    )
    terms = [(row["said"], term) for row in sentences["jargon"] for term in row["terms"]]
    missed = [term for said, term in terms if not _is_found(said, term)]
    alarms = [hint.word for row in sentences["plain"] for hint in hints(row["said"])]
    count, plain = len(sentences["jargon"]) + len(sentences["plain"]), len(sentences["plain"])
    found, false = 1 - len(missed) / len(terms), len(alarms) / plain
    with capsys.disabled():
        print(
            f"\n{count} sentences: {found:.0%} of {len(terms)} terms found, "
            f"{false:.1%} false alarms. Missed: {missed}"
        )
    assert count >= 150
    assert plain * 3 <= count
    assert found >= 0.8
    assert false <= 0.05


def _is_found(said: str, term: str) -> bool:
    """A hint names the term, the heart of it or more than it."""
    return any(hint.word in term or term in hint.word for hint in hints(said))


def test_the_words_that_the_guidance_names_are_listed() -> None:
    for word in ("neglect", "domestic violence", "significant harm"):
        (hint,) = hints(f"There was {word}.")
        assert any(
            hint.suggestion == entry.suggestion and "Cumbria" in entry.source for entry in entries()
        )


@pytest.mark.parametrize("name", profile_names())
def test_our_own_questions_use_no_hard_words(name: str) -> None:
    for question in load_profile(name).questions.values():
        labels = [field.label for field in question.fields]
        assert (
            hints(" ".join([question.ask, question.hint, question.example, *question.say, *labels]))
            == ()
        ), question.id
