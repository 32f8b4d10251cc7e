"""Cards as Block Kit: inside Slack's rules whatever people write, nothing lost, and nothing that
Slack would act on.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.fields import field_name, values_of
from bot.slack.messages import messages_of
from bot.slack.text import escape, pieces, shorten, size
from bot.slack.views import fits, view_of
from prompts.card import (
    Bullets,
    Button,
    Card,
    Choice,
    Facts,
    Field,
    Heading,
    Mark,
    Quote,
    Scale,
    Table,
    Text,
)
from prompts.words import say
from tests.kit.right_to_left import CARD, FORM, NOA, isolated, texts_in
from tests.kit.slack_people import submitted
from tests.kit.slack_rules import check_message, check_view, units, words_of
from tests.kit.slack_server import TEAM, Json

NASTY = [
    "<!channel>",
    "<!here|x>",
    "<@U123>",
    "&amp;",
    "<http://x|y>",
    "*bold*",
    "_it_",
    "`code`",
    "~x~",
    ">q",
    "\n",
]
NASTY += ["👩‍👩‍👧", "שלום", "\u202e"]
words = st.text(max_size=40) | st.lists(
    st.sampled_from(NASTY) | st.text("abc .,é", max_size=30), max_size=8
).map("".join)
long = st.builds(lambda word, times: word * times, words, st.integers(1, 400))
some = words | long
parts = st.lists(
    st.one_of(
        st.builds(Text, some, st.booleans()),
        st.builds(Heading, some),
        st.builds(Facts, st.lists(st.tuples(some, some), max_size=7).map(tuple)),
        st.builds(Quote, some, some),
        st.builds(Bullets, st.lists(some, max_size=6).map(tuple)),
        st.builds(lambda a, b, c: Scale(a, b, (Mark("Mum", 3),), (c, c)), words, words, some),
        st.builds(lambda a, b: Table(("Who", "What"), ((a, b), (b, a))), some, some),
    ),
    max_size=12,
)
buttons = st.lists(
    st.builds(
        Button, some, st.just("answer.form"), words, st.sampled_from(["plain", "main", "danger"])
    ),
    max_size=30,
)
choices = st.lists(words, min_size=1, max_size=150).map(
    lambda labels: tuple(Choice(f"c{n}", label) for n, label in enumerate(labels))
)
kinds = st.sampled_from(["line", "lines", "choice", "choices", "score", "date", "tick", "member"])
fields = st.lists(
    st.builds(
        Field,
        st.just("x"),
        some,
        kinds,
        some,
        st.booleans(),
        st.just(0),
        choices,
        words,
        words,
        some,
        some,
    ),
    max_size=6,
)


def sent(card: Card) -> str:
    messages = messages_of(card, "C1")
    for blocks in messages:
        check_message({"text": escape("Something new"), "blocks": blocks})
    return "\n".join(text for blocks in messages for text in words_of(blocks))


@settings(max_examples=60, deadline=None)
@given(some, parts, buttons)
def test_any_card_is_messages_that_slack_takes(
    title: str, these: list[Text], pressed: list[Button]
) -> None:
    sent(Card(title, tuple(these), buttons=tuple(pressed)))


@settings(max_examples=60, deadline=None)
@given(some, parts, fields, buttons)
def test_any_form_is_a_window_that_slack_takes(
    title: str, these: list[Text], asked: list[Field], sends: list[Button]
) -> None:
    named = tuple(Field(**{**vars(field), "name": f"x{n}"}) for n, field in enumerate(asked))
    view = view_of(Card(title, tuple(these), named, (Button("Send", "x.submit"), *sends)), "C1")
    if fits(view):
        check_view(view)


@settings(max_examples=100, deadline=None)
@given(some)
def test_own_words_are_shown_as_they_are(said: str) -> None:
    shown = sent(Card("Said", (Quote(said, "Leo"),)))

    words = shown.partition("Leo")[2].lstrip("*").replace(say("slack.goes_on", title="Said"), "")

    assert "".join(f"“{said}”".split()) == without_isolates("".join(words.split()))


@settings(max_examples=100, deadline=None)
@given(some, st.integers(60, 3000))
def test_pieces_lose_nothing_but_blanks(text: str, most: int) -> None:
    cut = pieces(text, most)

    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(0 < units(piece) <= most for piece in cut)
    assert units(shorten(text, most)) <= most
    assert size(text) == units(text)


def test_slack_acts_on_nothing_that_people_write() -> None:
    card = Card(
        "<!channel>",
        (Text("Tell <!channel> & <@U1>", strong=True), Quote("<!here> *now*", "Mum <x>")),
    )
    [blocks] = messages_of(card, "C1")
    marked = [text for text in texts(blocks) if text["type"] == "mrkdwn"]

    assert [text["text"] for text in marked] == [
        "*Tell &lt;!channel&gt; &amp; &lt;@U1&gt;*",
        "*Mum &lt;x&gt;*",
    ]
    assert all(text["verbatim"] for text in marked)


def texts(blocks: list[Json]) -> list[Json]:
    return [
        text for block in blocks for text in (block.get("text"), *block.get("elements", [])) if text
    ]


def test_a_long_plan_is_split_between_its_sections() -> None:
    sections = [
        part
        for n in range(40)
        for part in (Heading(f"Section {n}"), Bullets((f"What is done {n}. " * 20,)))
    ]
    messages = messages_of(
        Card("The plan", tuple(sections), buttons=(Button("Add", "plan.form"),)), "C1"
    )
    first = [words_of(blocks)[1 if n else 0] for n, blocks in enumerate(messages)]

    assert len(messages) > 1
    assert first[0] == "The plan"
    assert all(text.startswith("*Section") for text in first[1:])
    assert [blocks[-1]["type"] for blocks in messages].count("actions") == 1


def test_what_is_filled_in_comes_back_by_its_name() -> None:
    asked = (
        Field("text", "Words", "lines"),
        Field("one", "One", "choice", choices=(Choice("a", "A"), Choice("b", "B"))),
        Field(
            "several",
            "Several",
            "choices",
            choices=tuple(Choice(f"s{n}", f"S{n}") for n in range(12)),
        ),
        Field("score", "Score", "score", low="bad", high="good"),
        Field("date", "Date", "date"),
        Field("tick", "Tick", "tick"),
        Field("member", "Who", "member"),
    )
    filled = {
        "text": "Words",
        "one": "b",
        "several": "s2,s7",
        "score": "0",
        "date": "2026-03-02",
        "tick": "yes",
    }
    filled["member"] = f"slack:{TEAM}/UMUM"
    view = {
        **view_of(Card("Form", fields=asked, buttons=(Button("Send", "x.submit"),)), "C1"),
        "id": "V1",
    }
    state = submitted("UMUM", view, filled)["view"]["state"]["values"]

    assert values_of(state, TEAM) == filled
    assert values_of(submitted("UMUM", view, {"one": "-"})["view"]["state"]["values"], TEAM) == {}
    assert {field_name(block) for block in state} == set(filled)


def test_what_was_typed_is_in_the_form_when_it_comes_back() -> None:
    asked = (
        Field("text", "Words", "lines", value="Before", error="Say more."),
        Field("one", "One", "choice", choices=(Choice("a", "A"), Choice("b", "B")), value="b"),
        Field("date", "Date", "date", value="2026-03-02"),
        Field("tick", "Tick", "tick", value="yes"),
        Field("member", "Who", "member", value=f"slack:{TEAM}/UMUM"),
    )
    view = {
        **view_of(Card("Form", fields=asked, buttons=(Button("Send", "x.submit"),)), "C1"),
        "id": "V1",
    }
    check_view({name: value for name, value in view.items() if name != "id"})

    back = values_of(submitted("UMUM", view, {})["view"]["state"]["values"], TEAM)
    assert back == {"text": "Before", "one": "b", "date": "2026-03-02", "tick": "yes"}
    assert "Say more." in words_of(view["blocks"])
    assert view["blocks"][-1]["element"]["initial_user"] == "UMUM"


def test_names_from_right_to_left_are_isolated_in_every_text() -> None:
    """What stands in a field to be changed is left as it was typed."""
    texts = list(texts_in(messages_of(CARD, "C1"), {"text"}))
    assert sum(NOA in text for text in texts) >= 5
    labels = [text for text in texts_in(view_of(FORM, "C1"), {"text"}) if NOA in text]
    assert len(labels) >= 2
    assert [text for text in texts + labels if not isolated(text)] == []


def without_isolates(text: str) -> str:
    """What people see of it."""
    return text.replace("\u2068", "").replace("\u2069", "")
