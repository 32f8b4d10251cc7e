"""Cards as HTML: every part and field has its place, everything is escaped once, and a form can be
used without seeing it.
"""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.render import Pages, badges
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
from tests.kit.right_to_left import CARD, FORM, NOA, WORDS

PAGES = Pages()
NASTY = "<i>&amp;\"'"
SEEN = "&lt;i&gt;&amp;amp;&#34;&#39;"


def draw(card: Card) -> str:
    return PAGES.draw("reply.html.j2", card=card, link="", press="/room/x/press?as=mum")


class Tags(HTMLParser):
    """The tags of a page with their attributes, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.mark.parametrize(
    "part",
    [
        Text(NASTY),
        Text(NASTY, strong=True),
        Heading(NASTY),
        Facts(((NASTY, NASTY),)),
        Quote(NASTY, NASTY),
        Bullets((NASTY,)),
        Scale(NASTY, NASTY, (Mark(NASTY, 3, 2),), (NASTY,)),
        Table((NASTY,), ((NASTY,),)),
    ],
)
def test_every_part_is_escaped_once(part: Part) -> None:
    page = draw(Card(NASTY, (part,)))
    assert SEEN in page.partition("reply-head")[2].partition("</div>")[2]
    assert "<i>" not in page
    assert "&amp;amp;amp;" not in page


def test_nobody_is_picked_from_a_list_that_the_rehearsal_does_not_have() -> None:
    fields = (Field("who", "Pick them from this channel", "member"), Field("name", "Name", "line"))
    page = draw(Card("A form", fields=fields, buttons=(Button("Send", "x"),)))
    assert "Pick them" not in page
    assert 'name="v.name"' in page


def test_only_what_may_always_be_left_out_is_marked_so() -> None:
    always, sometimes = (
        Field("a", "Which agency?", "line", required=True),
        Field("a", "Which agency?", "line", sometimes=True),
    )
    assert "(optional)" in draw(
        Card(
            "A form", fields=(Field("a", "Which agency?", "line"),), buttons=(Button("Send", "x"),)
        )
    )
    for field in (always, sometimes):
        assert "(optional)" not in draw(
            Card("A form", fields=(field,), buttons=(Button("Send", "x"),))
        )


@pytest.mark.parametrize("kind", ["line", "lines", "choice", "choices", "score", "date", "tick"])
def test_every_field_has_its_name_its_hint_and_what_is_wrong(kind: str) -> None:
    choices = (Choice("a", NASTY), Choice("b", "B"))
    field = Field("thing", NASTY, kind, NASTY, choices=choices, error=NASTY)  # type: ignore[arg-type]
    page = draw(Card("A form", fields=(field,), buttons=(Button("Send", "x.submit", "t", "main"),)))
    tags = Tags(page)
    described = [tag for _, tag in tags.tags if "aria-describedby" in tag]
    ids = {tag["id"] for _, tag in tags.tags if "id" in tag}
    assert len(described) == 1
    assert set((described[0]["aria-describedby"] or "").split()) <= ids
    assert described[0]["aria-invalid"] == "true"
    assert any(tag.get("name") == "v.thing" for tag in tags.named("input", "textarea", "select"))
    assert page.count(f"{SEEN}") >= 3
    assert "There is a problem" in page
    link = next(tag for tag in tags.named("a") if (tag["href"] or "").startswith("#"))
    put_in = [tag.get("id") for tag in tags.named("input", "textarea", "select")]
    assert (link["href"] or "").removeprefix("#") in put_in
    for tag in tags.named("input", "textarea", "select"):
        if tag.get("type") != "hidden":
            assert labelled(page, tags, tag), tag


def test_a_page_with_something_wrong_says_so_in_its_title() -> None:
    field = Field("name", "Your name", "line", error="Write a few words here.")
    for one, begins in ((field, "Error: A form"), (replace(field, error=""), "A form")):
        card = Card("A form", fields=(one,), buttons=(Button("Send", "x"),))
        page = PAGES.draw("reply_page.html.j2", card=card, link="", press="/x", back="/y")
        assert f"<title>{begins}" in page


def labelled(page: str, tags: Tags, tag: dict[str, str | None]) -> bool:
    """Whether a field has a label: one that points at it, or one around it."""
    return any(
        label.get("for") == tag.get("id") for label in tags.named("label") if label.get("for")
    ) or bool(
        re.search(r"<label[^>]*>\s*<input[^>]*name=\"" + re.escape(tag["name"] or "") + '"', page)
    )


def test_the_first_button_sends_the_fields_and_the_others_only_themselves() -> None:
    buttons = (Button("Send", "answer.submit", "s1", "main"), Button("Pass", "answer.pass", "s1"))
    forms = draw(Card("A form", fields=(Field("text", "Say", "lines"),), buttons=buttons)).split(
        "<form "
    )[1:]
    assert len(forms) == 2
    assert "v.text" in forms[0]
    assert 'value="answer.submit"' in forms[0]
    assert "v.text" not in forms[1]
    assert 'value="answer.pass"' in forms[1]


def test_every_form_has_a_key_of_its_own() -> None:
    card = Card("Two", buttons=(Button("A", "a"), Button("B", "b")))
    keys = re.findall(r'name="key" value="(\w+)"', draw(card) + draw(card))
    assert len(set(keys)) == 4


def test_what_was_typed_stands_in_its_place_again() -> None:
    fields = (
        Field("a", "A", "line", value="one"),
        Field("b", "B", "lines", value="\ntwo\nthree"),
        Field("c", "C", "choice", choices=(Choice("x", "X"), Choice("y", "Y")), value="y"),
        Field("d", "D", "choices", choices=(Choice("x", "X"), Choice("y", "Y")), value="x,y"),
        Field("e", "E", "score", value="10"),
        Field("f", "F", "tick", value="yes"),
        Field("g", "G", "date", value="2026-03-02"),
    )
    page = draw(Card("A form", fields=fields, buttons=(Button("Send", "x"),)))
    chosen = [tag["value"] for tag in Tags(page).named("input") if "checked" in tag]
    assert chosen == ["y", "x", "y", "10", "yes"]
    assert "\n\ntwo\nthree</textarea>" in page
    assert 'value="one"' in page
    assert 'value="2026-03-02"' in page


def test_a_scale_shows_each_mark_and_says_the_same_in_words() -> None:
    marks = (Mark("Carys", 8, 5), Mark("Bethan", 8, 4), Mark("Joe Tarn", None, 3))
    page = draw(
        Card(
            "A scale", (Scale("Bad", "Good", marks, ("Carys: 8", "Bethan: 8", "Joe Tarn: passed")),)
        )
    )
    now, _, rest = page.partition('class="marks before"')
    before = rest.partition('class="row-name"')[0]
    assert re.findall(r"<b>(\w+)</b>", now) == ["Ca", "Be"]
    assert sorted(re.findall(r"<b>(\w+)</b>", before)) == ["Be", "Ca", "JT"]
    assert 'aria-hidden="true"' in page
    assert "Joe Tarn: passed" in page


@given(st.lists(st.text(max_size=12), max_size=14))
def test_no_two_marks_on_a_line_are_called_alike(names: list[str]) -> None:
    short = badges([Mark(name, 5) for name in names])
    assert len(set(short)) == len(names)
    assert all(1 <= len(badge) <= 4 for badge in short)


def test_names_and_words_from_right_to_left_stand_apart() -> None:
    page = draw(CARD)
    assert f'<blockquote><bdi dir="rtl">{WORDS}</bdi></blockquote>' in page
    assert f'<figcaption><bdi dir="rtl">{NOA}</bdi></figcaption>' in page
    assert f'<bdi dir="ltr">\u2068{NOA}\u2069 agrees.</bdi>' in page
    assert "<li>Nothing to turn round</li>" in page
    assert "<bdi" not in draw(Card("Hello", (Text("All of it"),)))


def test_a_field_begins_on_the_side_where_it_is_typed() -> None:
    page = draw(FORM)
    assert '<textarea dir="auto"' in page
    assert f'<span><bdi dir="rtl">{NOA}</bdi></span>' in page
