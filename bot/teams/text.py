"""Plain text in Adaptive Cards, as it was written.

Most of a card is made of text runs, where Teams reads no Markdown. A heading is Markdown and
nothing else will do, so what
could be read as Markdown there is escaped, once.
"""

import re
from collections.abc import Iterator
from typing import Any

from prompts.direction import isolate

Element = dict[str, Any]

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")
# {{DATE(…)}} and {{TIME(…)}} are read even in text runs: a joiner that nobody sees takes them
# apart.
_MACRO = re.compile(r"\{(?=\{(?:DATE|TIME)\()")
_APART = "{\u2060"


def heading(text: str, size: str = "large") -> Element:
    """A heading, for the eye and for a screen reader."""
    return {
        "type": "TextBlock",
        "text": isolate(escaped(text)),
        "style": "heading",
        "weight": "bolder",
        "size": size,
        "wrap": True,
    }


def call(number: str, link: str) -> Element:
    """A telephone number that dials itself.

    Only digits and blanks are ever in it, so it needs no escaping.
    """
    return {
        "type": "TextBlock",
        "text": f"[{number}]({link})",
        "size": "large",
        "spacing": "Small",
        "wrap": True,
    }


def lines(text: str, *, strong: bool = False, close: bool = False) -> Iterator[Element]:
    """A text, a paragraph for each of its lines."""
    for line in text.splitlines():
        if line.strip():
            yield paragraph(run(line, bold=strong), close=close)


def paragraph(*runs: Element, close: bool = False) -> Element:
    """A paragraph of text runs; `close` to the one above."""
    block: Element = {"type": "RichTextBlock", "inlines": list(runs)}
    return {**block, "spacing": "Small"} if close else block


def run(text: str, *, bold: bool = False, color: str = "") -> Element:
    """A piece of text, shown as it was written."""
    made: Element = {"type": "TextRun", "text": isolate(plain(text))}
    if bold:
        made["weight"] = "bolder"
    return {**made, "color": color} if color else made


def escaped(text: str) -> str:
    """Text for a place that reads Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def plain(text: str) -> str:
    """Text for a place that reads none."""
    return _MACRO.sub(_APART, text)
