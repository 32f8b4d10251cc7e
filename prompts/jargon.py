"""Words that not everybody knows, and what to say instead (row C1).

A hint only: nothing is replaced for its author.
"""

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from prompts.words import say

FILE = Path(__file__).with_suffix(".toml")
# A short form in capitals; digits may follow, and a small s for several.
_CAPITALS = re.compile(r"(?<![\w&.-])([A-Z]{2,}\d?)s?(?![\w&-])")
# More capitals than this among the letters of a text: somebody types all of it so.
_SHOUTED = 0.6


@dataclass(frozen=True)
class Hint:
    """A hard word as it was typed, and a plain sentence that says what to say instead."""

    word: str
    suggestion: str


@dataclass(frozen=True)
class JargonEntry:
    """What to look for and what to say instead.

    `words` are found in the singular and the plural, in any case. `when` are patterns for a word's
    professional sense, with
    a sentence that one of them `finds`, and an everyday one that it `leaves`. `exact` is found as
    it is written only.
    """

    words: tuple[str, ...]
    suggestion: str
    source: str
    when: tuple[str, ...] = ()
    finds: str = ""
    leaves: str = ""
    exact: str = ""


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    suggestion: str


def hints(text: str, names: Collection[str] = ()) -> tuple[Hint, ...]:
    """The hard words in a text, and short forms that are not known; `names` are what people are
    called here.
    """
    return _told(text, [*_listed(text, names), *_unknown(text, names)])


def listed(text: str, names: Collection[str] = ()) -> tuple[Hint, ...]:
    """The hard words in a text that stand in the list."""
    return _told(text, _listed(text, names))


@cache
def entries() -> tuple[JargonEntry, ...]:
    """The whole list, as it stands in `jargon.toml`."""
    rows = [_entry(row) for row in _file()["jargon"]]
    source = "Short forms of children's services in England and on the Isle of Man"
    short = [
        JargonEntry((), suggestion, source, exact=name)
        for name, suggestion in _file()["abbreviation"].items()
    ]
    return (*rows, *short)


def _told(text: str, found: list[_Found]) -> tuple[Hint, ...]:
    """In the order of the text, one hint for each suggestion; of two that overlap the one that
    begins first, then the longer.
    """
    told: dict[str, str] = {}
    end = 0
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= end:
            told.setdefault(one.suggestion or text[one.start : one.end], text[one.start : one.end])
            end = one.end
    return tuple(
        Hint(word, say("hints.unknown") if suggestion == word else suggestion)
        for suggestion, word in told.items()
    )


def _listed(text: str, names: Collection[str]) -> list[_Found]:
    return [
        _Found(match.start(), match.end(), entry.suggestion)
        for entry in entries()
        for match in _pattern(entry).finditer(text)
        if match[0] not in names
    ]


def _unknown(text: str, names: Collection[str]) -> Iterator[_Found]:
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > _SHOUTED * len(letters):
        return
    for match in _CAPITALS.finditer(text):
        if match[1] not in _known() and match[1] not in names:
            yield _Found(match.start(), match.end(), "")


@cache
def _pattern(entry: JargonEntry) -> re.Pattern[str]:
    # Longest first, so that "significant harm" is found before a shorter phrase inside it.
    if entry.exact:
        return re.compile(rf"(?<![\w&]){entry.exact}\d?(?:s|'d|d)?(?![\w&])")
    looked_for = [
        *entry.when,
        *(_loosely(phrase) for phrase in sorted(entry.words, key=len, reverse=True)),
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(looked_for)})(?!\w)", re.IGNORECASE)


def _loosely(phrase: str) -> str:
    """A phrase in one or many, its words parted by any space or hyphen."""
    stem, ending = (
        (phrase[:-1], "(?:y|ies)") if re.search(r"[^aeiou]y$", phrase) else (phrase, "(?:e?s)?")
    )
    return r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", stem)) + ending


@cache
def _known() -> frozenset[str]:
    return frozenset(_file()["capitals"]["known"])


def _entry(row: dict[str, Any]) -> JargonEntry:
    words, when = tuple(row.get("words", ())), tuple(row.get("when", ()))
    return JargonEntry(
        words, row["say"], row["source"], when, row.get("finds", ""), row.get("leaves", "")
    )


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))
