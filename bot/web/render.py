"""Cards and pages as HTML.

Jinja2 escapes everything, once; nothing here or in the templates marks text as safe.
"""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import prompts
from bot.documents.pictures import drawing
from handlers.plan.course import course_parts, has_moved
from prompts.card import Mark
from prompts.direction import has_right_to_left, runs_right_to_left
from prompts.words import say, together

FOLDER = Path(prompts.__file__).parent / "pages"
_LONG_WORD = 24
_UK = ZoneInfo("Europe/London")


class Pages:
    """Draws the templates of `prompts/pages`."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(say=say, fresh=fresh_key, badges=badges, long_word=long_word)
        self._templates.globals.update(
            direction=direction, drawing=drawing, course_parts=course_parts, has_moved=has_moved
        )
        self._templates.filters.update(
            clock=_clock,
            short_day=_short_day,
            together=together,
            sentence=lambda words: words[:1].upper() + words[1:],
        )

    def draw(self, name: str, **facts: Any) -> str:
        """A page or a piece of one, as HTML."""
        return self._templates.get_template(name).render(**facts)


def fresh_key() -> str:
    """A key for one press, made when its form is drawn: the same form sent twice counts once."""
    return secrets.token_hex(8)


def direction(text: str) -> str:
    """Which way a text with right-to-left letters is read, "rtl" or "ltr"; "" for any other."""
    if not has_right_to_left(text):
        return ""
    return "rtl" if runs_right_to_left(text) else "ltr"


def long_word(text: str) -> bool:
    """Whether a word in a cell of a table is so long that it may break anywhere, like an address;
    others stay whole.
    """
    return any(len(word) > _LONG_WORD for word in text.split())


def badges(marks: Sequence[Mark]) -> list[str]:
    """A short name for each mark on a line, two letters or three, no two alike."""
    taken: list[str] = []
    for mark in marks:
        taken.append(next(badge for badge in _candidates(mark.who) if badge not in taken))
    return taken


def _candidates(name: str) -> list[str]:
    words = [word for word in name.split("(")[0].split() if word[0].isalnum()] or ["?"]
    initials = "".join(word[0] for word in words[:2]).upper()
    first = words[0]
    letters = [initials] if len(words) > 1 else []
    letters += [first[0].upper() + other.lower() for word in words for other in word[1:]]
    return [*letters, *(f"{initials[0]}{number}" for number in range(1, 100))]


def _short_day(day: date) -> str:
    """A date as a table has room for it: 2 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


def _clock(moment: datetime) -> str:
    """The time on a clock in the United Kingdom and on the islands around it."""
    return moment.astimezone(_UK).strftime("%H:%M")
