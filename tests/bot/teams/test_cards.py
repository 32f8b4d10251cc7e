"""Cards as Teams takes them: within its limits, split in sensible places, with every word
in them.
"""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.teams.actions import Surface
from bot.teams.cards import LARGEST, form, post, size
from bot.teams.fields import input_id
from bot.teams.text import Element, escaped, plain
from prompts.card import (
    Bullets,
    Button,
    Card,
    Choice,
    Facts,
    Field,
    Heading,
    Mark,
    Part,
    Quote,
    Scale,
    Table,
    Text,
)
from storage.database import Database
from tests.kit.right_to_left import CARD, FORM, NOA, isolated, texts_in
from tests.kit.teams_rehearsed import rehearsed
from tests.kit.teams_somebody import actions, inputs

HERE = Surface("19:room@thread.tacv2", post="0" * 32, shared=True)
TEXT = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from("*_[](){}<>&`#~|\\-+.!\n אבגדשלוםمرحبا👩‍👩‍👧‍👦🏳️‍🌈"),
    ),
    max_size=400,
)


@pytest.mark.rehearsals
@pytest.mark.parametrize("family", ["fennimore", "thornbeck"])
def test_every_card_of_a_rehearsal_is_within_the_limits(
    sqlite_database: Database, family: str
) -> None:
    seen = list(rehearsed(sqlite_database, family))
    assert len(seen) > 100
    wrong = {
        card.where: fault
        for card in seen
        for element in card.elements
        if (fault := faults(element))
    }
    assert wrong == {}


def test_a_long_card_is_split_between_its_parts_and_keeps_its_buttons_last() -> None:
    card = Card(
        "Said",
        tuple(Quote("word " * 200, f"Person {n}") for n in range(60)),
        buttons=(Button("Answer", "answer.form"),),
    )
    pieces = post(card, HERE)
    assert len(pieces) > 1
    assert all(size(piece) <= LARGEST for piece in pieces)
    assert [bool(actions(piece)) for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    shown = "".join(words(piece) for piece in pieces)
    assert [n for n in range(60) if f"Person {n}" not in shown] == []
    assert shown.count("word") == 60 * 200
    assert "Said (1 of" in pieces[0]["fallbackText"]


def test_one_endless_text_is_split_between_its_words() -> None:
    pieces = post(Card("Long", (Text("wörd 👩‍👧 " * 8000),)), HERE)
    assert all(size(piece) <= LARGEST for piece in pieces)
    assert sum(words(piece).count("wörd") for piece in pieces) == 8000


def test_the_scale_is_a_line_and_the_same_in_words() -> None:
    marks = (Mark("Mum", 8, 5), Mark("Gran", 8), Mark("Joe", None, 3), Mark("Aisha", 0))
    spoken = tuple(f"{mark.who}: {mark.score}" for mark in marks)
    card = post(Card("Scale", (Scale("Not safe", "Safe", marks, spoken),)), HERE)[0]
    line = next(element for element in card["body"] if element["type"] == "ColumnSet")
    columns = [[item["text"].strip() for item in column["items"]] for column in line["columns"]]
    assert [column[1] for column in columns] == [str(n) for n in range(11)]
    assert (columns[8], columns[0], columns[5], columns[3]) == (
        ["A B", "8", ""],
        ["D", "0", ""],
        ["", "5", "a"],
        ["", "3", "c"],
    )
    assert all(
        f"{letter}  " in words(card) and line in words(card)
        for letter, line in zip("ABCD", spoken, strict=True)
    )
    assert "Mum: 8" in card["speak"]


def test_a_form_keeps_what_was_typed_and_says_what_to_do() -> None:
    fields = (
        Field(
            "text",
            "Say it",
            "lines",
            "A hint",
            required=True,
            limit=10,
            value="typed *this*",
            error="Too long. Cut it.",
        ),
        Field("pick", "Pick", "choice", choices=(Choice("a", "A"), Choice("b", "B")), value="b"),
        Field("many", "Many", "choices", choices=(Choice("a", "A"), Choice("b", "B")), value="a,b"),
        Field("score", "Number", "score", required=True, low="bad", high="good", value="7"),
        Field("day", "Day", "date", value="2026-03-02"),
        Field("ok", "I agree", "tick", required=True, value="yes"),
        Field("who", "Who", "member", choices=(Choice("teams:t/x", "X"),)),
    )
    card = form(
        Card(
            "Form",
            fields=fields,
            buttons=(Button("Send", "x.submit", style="main"), Button("Pass", "x.pass")),
        ),
        HERE,
    )
    held = {found["id"]: found.get("value", "") for found in inputs(card)}
    assert held == {input_id(field): field.value for field in fields}
    assert all(found.get("label") or found["type"] == "Input.Toggle" for found in inputs(card))
    assert all(found["errorMessage"] for found in inputs(card) if found.get("isRequired"))
    assert "Too long. Cut it." in words(card)
    assert [action.get("associatedInputs") for action in card["actions"]] == [None, "none"]


@given(text=TEXT)
def test_what_is_escaped_is_escaped_once(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text)) == " ".join(text.split())


@given(text=TEXT)
def test_no_text_is_read_as_a_date_or_a_time(text: str) -> None:
    assert "{{DATE(" not in plain(text + "{{DATE(2026-01-01T00:00:00Z)}}{{{{TIME(")
    assert plain(text).replace("\u2060", "") == text.replace("\u2060", "")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(texts=st.lists(TEXT, min_size=1, max_size=12), repeat=st.integers(1, 60))
def test_whatever_people_write_fits_and_is_all_there(texts: list[str], repeat: int) -> None:
    parts: list[Part] = []
    for n, text in enumerate(texts):
        long = text * repeat
        parts += [
            Text(long),
            Quote(long, text),
            Bullets((long, text)),
            Facts(((text, long),)),
            Heading(text),
        ]
        parts.append(Table(("A", "B"), ((str(n), text),)))
    pieces = post(
        Card(texts[0], tuple(parts), buttons=(Button("Answer", "answer.form", "x"),)), HERE
    )
    assert all(size(piece) <= LARGEST for piece in pieces)
    shown = solid("".join(words(piece) for piece in pieces))
    assert all(
        solid(text * repeat) in shown or len(json.dumps(text)) * repeat > 1000 for text in texts
    )  # longer is cut
    assert sum(shown.count(letter) for letter in "שמ👩") >= sum(
        solid(text).count(letter) for text in texts for letter in "שמ👩"
    )


def faults(element: Element) -> list[str]:
    """What Teams would refuse, or a person could not use."""
    found = [] if size(element) <= LARGEST else [f"{size(element)} bytes"]
    if element["version"] != "1.5" or not element["fallbackText"] or not element["speak"]:
        found.append("no words in plain")
    found += [
        f"{len(row['actions'])} in a row" for row in _rows(element) if len(row["actions"]) > 6
    ]
    found += [f"no title: {action}" for action in actions(element) if not action["title"]]
    ids = [found["id"] for found in inputs(element)]
    return [*found, *(["an id twice"] if len(ids) != len(set(ids)) else [])]


def _rows(element: Element) -> list[Element]:
    return [part for part in element["body"] if part["type"] == "ActionSet"] + [
        {"actions": element.get("actions", [])}
    ]


def words(element: Element) -> str:
    """All text that a card shows."""
    return "\n".join(_texts(element["body"]))


def _texts(element: object) -> Iterator[str]:
    if isinstance(element, list):
        for item in element:
            yield from _texts(item)
    elif isinstance(element, dict):
        if "text" in element:
            text = str(element["text"])
            yield re.sub(r"\\(.)", r"\1", text) if element["type"] == "TextBlock" else text
        for name in ("inlines", "items", "columns", "title"):
            yield from _texts(element.get(name, []))


def solid(text: str) -> str:
    """Text without any space in it, or mark that nobody sees."""
    unmarked = re.sub("[\u2060\u2068\u2069]", "", text)  # joiners and isolates take no room
    return "".join(unmarked.split())


def test_names_from_right_to_left_are_isolated_in_every_text() -> None:
    """What stands in a field to be changed is left as it was typed."""
    keys = {"text", "title", "label", "speak", "fallbackText"}
    texts = [line for text in texts_in(post(CARD, HERE), keys) for line in text.splitlines()]
    assert sum(NOA in text for text in texts) >= 5
    labels = [text for text in texts_in(form(FORM, HERE), keys) if NOA in text]
    assert len(labels) >= 2
    assert [text for text in texts + labels if not isolated(text)] == []
