"""Hard words come back as a hint to their author, and nothing is changed (row C1)."""

import pytest

from prompts.jargon import Entry, entries, hints
from prompts.profile import load_profile, profile_names


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
def test_words_are_found_in_any_case_in_one_or_many_and_over_a_line_end(text: str, word: str) -> None:
    assert [hint.word for hint in hints(text)] == [word]


@pytest.mark.parametrize(
    "text", ["", "He was scared and hid.", "a peerless view", "displacement", "I will contact the school", "in careful hands"]
)
def test_only_whole_words_are_found(text: str) -> None:
    assert hints(text) == ()


def test_the_longer_phrase_is_found_and_not_the_word_inside_it() -> None:
    assert [hint.word for hint in hints("after the LAC review")] == ["LAC review"]


def test_each_suggestion_is_made_once_in_the_order_of_the_text() -> None:
    found = hints("His siblings saw neglect. One sibling was neglected.")
    assert [hint.word for hint in found] == ["siblings", "neglect"]


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.words[0])
def test_every_word_of_the_list_is_found_and_has_a_source(entry: Entry) -> None:
    for word in entry.words:
        (hint,) = hints(f"We saw {word} there.")
        assert (hint.word, hint.suggestion) == (word, entry.suggestion)
    assert entry.source


def test_no_word_is_listed_twice() -> None:
    words = [word for entry in entries() for word in entry.words]
    assert sorted(set(words)) == sorted(words)


def test_the_words_that_the_guidance_names_are_listed() -> None:
    for word in ("neglect", "domestic violence", "significant harm"):
        assert any(word in entry.words and "Cumbria" in entry.source for entry in entries())


@pytest.mark.parametrize("name", profile_names())
def test_our_own_questions_use_no_hard_words(name: str) -> None:
    for question in load_profile(name).questions.values():
        labels = [field.label for field in question.fields]
        assert hints(" ".join([question.ask, question.hint, question.example, *question.say, *labels])) == (), question.id
