"""Words that not everybody knows, and what to say instead (row C1). A hint only: nothing is ever replaced for its author."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True)
class Hint:
    """A hard word as it was typed, and a plain sentence that says what to say instead."""

    word: str
    suggestion: str


@dataclass(frozen=True)
class Entry:
    """One line of the list: the words it is about, the suggestion, and where it comes from."""

    words: tuple[str, ...]
    suggestion: str
    source: str


def hints(text: str) -> tuple[Hint, ...]:
    """The hard words in a text, in the order they stand there, one hint for each suggestion."""
    found: dict[str, str] = {}
    for match in _pattern().finditer(text):
        found.setdefault(_suggestion(match[0]), match[0])
    return tuple(Hint(word, suggestion) for suggestion, word in found.items())


@cache
def entries() -> tuple[Entry, ...]:
    """The whole list, as it stands in `jargon.toml`."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["jargon"]
    return tuple(Entry(tuple(row["words"]), row["say"], row["source"]) for row in rows)


@cache
def _pattern() -> re.Pattern[str]:
    # Longest first, so that "significant harm" is found before a shorter phrase inside it.
    phrases = sorted(_suggestions(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(_loosely(phrase) for phrase in phrases)})(?!\w)", re.IGNORECASE)


def _loosely(phrase: str) -> str:
    """A phrase in one or many, its words parted by any space or hyphen."""
    stem, ending = (phrase[:-1], "(?:y|ies)") if re.search(r"[^aeiou]y$", phrase) else (phrase, "(?:e?s)?")
    return r"[\s-]+".join(re.escape(word) for word in re.split(r"[\s-]+", stem)) + ending


def _suggestion(typed: str) -> str:
    same = (phrase for phrase in _suggestions() if re.fullmatch(_loosely(phrase), typed, re.IGNORECASE))
    return _suggestions()[next(same)]


@cache
def _suggestions() -> dict[str, str]:
    return {phrase: entry.suggestion for entry in entries() for phrase in entry.words}
