"""All that families read can be read at about age nine, and is not choppy.

By two formulas: grade 5 at most for a text, and grade 4 over a whole file.
"""

import re
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from prompts import profile
from tests.kit.reading import (
    MUST_BE_HEARD,
    choppy,
    grade,
    letter_grade,
    paragraph,
    sentences,
    syllables,
    words,
)

PROMPTS = Path(profile.__file__).parent.parent
PLACES = ("profiles/*/*.toml", "words/*.toml", "pages/*.j2", "jargon.toml")
FILES = sorted(path for place in PLACES for path in PROMPTS.glob(place))

# Only the chair reads these. They are plain too, but a chair's one line may be as long as it needs
# to be.
ONLY_FOR_THE_CHAIR = {"panel.toml"}
LONG_WORDS = {
    "advocacy": "what the service is called that sends somebody to speak for a child",
    "interpreter": "what the person is called; no shorter word says it",
    "administrator": "what the person is called in letters from them",
}
KEYS_NOBODY_READS = {"id", "source", "kind", "box", "section", "answer", "each", "column"} | {
    "rows",
    "first",
    "then",
    "words",
    "roles",
    "opens",
    "who",
    "from",
    "unit",
    "zone",
    "calendar",
    "trios",
    "plans",
    "conference",
    # what people write, in the list of jargon: looked for, not said
    "when",
    "finds",
    "leaves",
    "known",
}
# Words: below that, the measure says more about one word than about the text.
MEASURED_FROM = 12
MEASURED_BY_LETTERS_FROM = 25


def strings(value: object) -> Iterator[str]:
    """Every text in a TOML table that somebody reads."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in KEYS_NOBODY_READS or isinstance(inner, dict):
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


class PageText(HTMLParser):
    """The text nodes of a page, and the labels that a screen reader speaks."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.texts += [
            value
            for name, value in attrs
            if value and name in ("aria-label", "alt", "placeholder", "title")
        ]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


def as_heard(template: str) -> str:
    """A template with a name in each place, and without its ifs and fors."""
    return re.sub(
        r"\{%.*?%\}|\{#.*?#\}",
        " ",
        re.sub(r"\{\{.*?\}\}", "Ava", template, flags=re.DOTALL),
        flags=re.DOTALL,
    )


def texts_of(path: Path) -> list[str]:
    """Every text of a file that somebody reads, as they would hear it."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".toml":
        found = [as_heard(text) for text in strings(tomllib.loads(source))]
    else:
        page = PageText()
        page.feed(as_heard(source))
        # A block of attributes is not read; a name on its own is not ours.
        bare = [re.sub(r'[\w-]+="[^"]*"', " ", text) for text in page.texts]
        found = [text for text in bare if re.sub(r"Ava", "", text).strip(" \n:.,")]
    return [text for text in found if words(text)]


def paragraphs_of(path: Path) -> list[str]:
    """The texts of a file that are always read as they stand, with no choice of words in them."""
    if path.suffix != ".toml":
        return []
    found = strings(tomllib.loads(path.read_text(encoding="utf-8")))
    return [text for text in found if "{%" not in text and len(words(as_heard(text))) >= 12]


def name_of(path: Path) -> str:
    """A file's folder and name."""
    return f"{path.parent.name}/{path.name}"


def too_hard(text: str) -> bool:
    """Whether a text of some length asks for more than about age nine, or a sentence is too long
    for it.
    """
    length = len(words(text))
    return (
        (length >= MEASURED_FROM and grade(text) > 5)
        or (length >= MEASURED_BY_LETTERS_FROM and letter_grade(text) > 7)
        or any(len(words(part)) > 20 for part in sentences(text))
    )


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.name not in ONLY_FOR_THE_CHAIR],
    ids=name_of,
)
def test_each_text_that_families_read_is_plain(path: Path) -> None:
    assert {text: round(grade(text), 1) for text in texts_of(path) if too_hard(text)} == {}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_each_file_read_as_a_whole_is_plain(path: Path) -> None:
    texts = texts_of(path)
    # A file of a line or two is judged line by line, above.
    if sum(len(words(text)) for text in texts) >= 30:
        assert max(grade(*texts), letter_grade(*texts)) <= 4


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_paragraph_is_choppy(path: Path) -> None:
    assert [text for text in paragraphs_of(path) if choppy(as_heard(text))] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_sentences_are_as_long_as_people_say_them(path: Path) -> None:
    """Over all its paragraphs, a file has six words a sentence or more."""
    texts = [as_heard(text) for text in paragraphs_of(path) if len(paragraph(as_heard(text))) > 1]
    parts = sum(len(paragraph(text)) for text in texts)
    assert parts < 8 or sum(len(words(text)) for text in texts) / parts >= 6


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_long_words_are_few_and_named(path: Path) -> None:
    found = {word.lower() for text in texts_of(path) for word in words(text) if syllables(word) > 3}
    assert found - LONG_WORDS.keys() == set()


def test_the_exceptions_are_few_and_all_needed() -> None:
    everything = " ".join(path.read_text(encoding="utf-8") for path in FILES).lower()
    assert len(MUST_BE_HEARD) + len(LONG_WORDS) <= 12
    assert [
        phrase for phrase in [*MUST_BE_HEARD, *LONG_WORDS] if phrase.lower() not in everything
    ] == []
    assert all(MUST_BE_HEARD.values())
    assert all(LONG_WORDS.values())


def test_there_is_something_to_read() -> None:
    assert len(texts_of(PROMPTS / "profiles" / "cumbria" / "agenda.toml")) > 150
    assert any(path.parent.name == "words" for path in FILES)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Professionals identified significant concerns regarding parental "
            "engagement. Multi-agency intervention is recommended."
        ),
        (
            "The chronic exposure to domestic violence has had a detrimental "
            "impact on emotional development."
        ),
        (
            "We will ask you about your week and then we will ask the school and "
            "then the nurse and then the chair will tell us all."
        ),
    ],
)
def test_jargon_and_long_sentences_are_too_hard(text: str) -> None:
    assert too_hard(text)


def test_plain_words_are_not_too_hard() -> None:
    assert not too_hard(
        "When the shouting starts, Dad goes for a walk. Mum rings Sue. "
        "Sue comes and stays until bedtime."
    )


@pytest.mark.parametrize(
    ("word", "count"), [("worried", 2), ("family", 3), ("Leo's", 2), ("Thornbeck", 2), ("safe", 1)]
)
def test_syllables_are_those_that_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_page_is_read_without_its_scripts() -> None:
    page = PageText()
    page.feed(
        '<style>b{}</style><p aria-label="the line">Hello</p><script>multidisciplinary()</script>'
    )
    assert page.texts == ["the line", "Hello"]


def test_the_measure_is_the_published_one() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_the_other_measure_is_the_published_one() -> None:
    """19 letters and one sentence in six words."""
    cat = "The cats sat on the mats."
    letters, parts = 100 * 19 / 6, 100 / 6
    assert letter_grade(cat) == pytest.approx(0.0588 * letters - 0.296 * parts - 15.8)


def test_short_sentences_in_a_row_are_choppy() -> None:
    assert choppy("We do not count votes. The chair decides. The chair will say why.")
    assert not choppy("We do not count votes. The chair decides, and will say why.")
    assert not choppy(
        "You can pass, ask for a break, or ask what a word means. No one minds. Take your time "
        "over it, and press the button when you are ready."
    )
