"""Names that run from right to left stay whole in our sentences, and bring nothing with them."""

import pytest

from prompts.direction import by_direction, isolate, runs_right_to_left, without_controls
from prompts.plain import twin
from prompts.words import fill, say, together
from tests.kit.right_to_left import CARD, LAYLA, NOA, WORDS, isolated


def test_a_name_in_a_sentence_is_isolated() -> None:
    assert say("answering.agree", names=[NOA]) == f"\u2068{NOA}\u2069 agrees."
    assert say("answering.agree", names=["Kerry"]) == "Kerry agrees."


def test_each_name_in_a_row_is_isolated_by_itself() -> None:
    assert together([NOA, LAYLA, "Gran"]) == f"\u2068{NOA}\u2069, \u2068{LAYLA}\u2069 and Gran"
    assert say("closing.waiting", items=[NOA, "Map"]) == f"Not done yet: \u2068{NOA}\u2069; Map."


def test_it_is_isolated_once_in_a_sentence_inside_a_sentence() -> None:
    agrees = say("answering.agree", names=[NOA])
    assert say("asking.example", example=agrees).count("\u2068") == 1


def test_a_name_that_is_cut_short_stays_closed() -> None:
    assert isolated(say("plan.agree", words=f"{NOA} " * 30))


def test_a_profiles_sentence_isolates_the_childs_name() -> None:
    assert fill("Who matters to {{ child }}?", child=NOA) == f"Who matters to \u2068{NOA}\u2069?"


def test_each_line_is_isolated_since_an_isolate_ends_with_its_line() -> None:
    assert isolate(f"{NOA}!\nGran\n{LAYLA}!") == f"\u2068{NOA}!\u2069\nGran\n\u2068{LAYLA}!\u2069"


def test_the_plain_twin_is_isolated() -> None:
    assert all(isolated(line) for line in twin(CARD).splitlines())


def test_what_people_type_cannot_turn_our_words_round() -> None:
    assert without_controls("Gran\u202e ).\u2066") == "Gran )."
    assert without_controls("👩‍👩‍👧 שלום") == "👩‍👩‍👧 שלום"


@pytest.mark.parametrize(
    ("text", "to_left"),
    [
        (WORDS, True),
        (f"\u2068{NOA}\u2069 agrees.", False),
        (f"\u2068{NOA}\u2069", True),
        ("Gran", False),
        ("3", False),
        ("", False),
    ],
)
def test_a_paragraph_begins_where_its_first_letter_does(text: str, to_left: bool) -> None:
    assert runs_right_to_left(text) == to_left


def test_a_text_in_pieces_by_direction() -> None:
    assert by_direction(f"\u2068{NOA}\u2069, {isolate(LAYLA)} and Gran") == [
        (NOA, True),
        (", ", False),
        (LAYLA, True),
        (" and Gran", False),
    ]
    assert by_direction(f"Ring {NOA} {LAYLA} now") == [
        ("Ring ", False),
        (f"{NOA} {LAYLA}", True),
        (" now", False),
    ]
    assert by_direction("Gran") == [("Gran", False)]
