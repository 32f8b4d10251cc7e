"""A cry for help, known by the list in `help.toml`.

What was written is looked at and never kept.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")


def is_cry_for_help(text: str) -> bool:
    """Whether somebody who wrote this to the bot should see whom to call."""
    return _pattern().search(_evened(text)) is not None


@cache
def _pattern() -> re.Pattern[str]:
    phrases = tomllib.loads(FILE.read_text(encoding="utf-8"))["phrases"]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})")


def _evened(text: str) -> str:
    """In small letters, without apostrophes, with one blank between words."""
    return " ".join(re.sub(r"[^\w\s]", " ", re.sub(r"['’`´]", "", text.lower())).split())
