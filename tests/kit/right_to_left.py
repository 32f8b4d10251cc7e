"""A card in which people have Hebrew and Arabic names and say something in their own languages."""

from collections.abc import Iterator

from prompts.card import Bullets, Button, Card, Choice, Facts, Field, Quote, Table, Text
from prompts.paper import Chapter, Paper
from prompts.words import say, together

NOA, LAYLA = "נועה", "ليلى"
WORDS = "אני רוצה שאבא יישאר (בבית) 3 ימים."
ARABIC_WORDS = "أريد أن تبقى جدتي معنا!"

CARD = Card(
    say("plan.action", what=f"Ring {LAYLA}", who=together([NOA, LAYLA, "Gran"]), when="Tuesday"),
    (
        Text(say("answering.agree", names=[NOA])),
        Text(say("answering.pass", names=[LAYLA, NOA, "Kerry"])),
        Quote(WORDS, NOA),
        Quote(ARABIC_WORDS, LAYLA),
        Facts((("Chair", NOA), ("Who is here", together([LAYLA, "Gran"])))),
        Bullets((f"{LAYLA}: 3 days", "Nothing to turn round")),
        Table(("Who", "Why"), ((NOA, WORDS), (LAYLA, ARABIC_WORDS))),
    ),
)
FORM = Card(
    CARD.title,
    fields=(
        Field("who", "Who?", "choice", choices=(Choice("1", NOA), Choice("2", "Gran"))),
        Field("words", f"What does {NOA} say?", "lines", value=WORDS),
    ),
    buttons=(Button("Send", "answer.submit"),),
)
PAPER = Paper(
    "right-to-left",
    f"What was decided for {together([NOA, LAYLA])}",
    CARD.parts,
    (Chapter(say("letter.change_it", name=NOA), CARD.parts),),
    f"About {NOA}. Private.",
    draft=say("letter.draft", chair=LAYLA),
)


def isolated(text: str) -> bool:
    """Whether no letter that runs from right to left stands outside an isolate, and each isolate is
    closed.
    """
    depth = 0
    for letter in text:
        depth += (letter == "\u2068") - (letter == "\u2069")
        if depth == 0 and "\u0590" <= letter <= "\u06ff":
            return False
    return depth == 0


def texts_in(made: object, keys: set[str]) -> Iterator[str]:
    """Every text under one of these keys of something as it is sent."""
    if isinstance(made, dict):
        yield from (made[key] for key in keys & made.keys() if isinstance(made[key], str))
        for value in made.values():
            yield from texts_in(value, keys)
    elif isinstance(made, list):
        for value in made:
            yield from texts_in(value, keys)
