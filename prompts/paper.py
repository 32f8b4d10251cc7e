"""The paper: a document as plain data, to be a web page, a Word file or print. Its parts are those
of cards.

A paper knows nothing of HTML or Word. Each renderer turns it into its own form and escapes exactly
once.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from prompts.card import Part


@dataclass(frozen=True)
class SideBySide:
    """Two columns of the same weight: what worries and what works stand beside each other, never
    one under the other (row C3).
    """

    left: tuple[Part, ...]
    right: tuple[Part, ...]
    kind: Literal["beside"] = "beside"


@dataclass(frozen=True)
class Blank:
    """Ruled lines to write on by hand."""

    lines: int
    kind: Literal["blank"] = "blank"


@dataclass(frozen=True)
class Blanks:
    """A table to fill in by hand: its head, and rows that begin with what is known.

    Empty cells have room for writing.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["blanks"] = "blanks"


Block = Part | SideBySide | Blank | Blanks


@dataclass(frozen=True)
class Chapter:
    """A heading of the first level and what stands under it; headings among the blocks are of the
    second.
    """

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Paper:
    """A document. `draft` stands on every page while it is one, and is empty after that; `foot`
    stands at the end of each page.

    `name` is its file's, without an ending. `large` is for letters: fewer words on a page, and
    bigger ones.
    """

    name: str
    title: str
    lead: tuple[Block, ...]
    chapters: tuple[Chapter, ...]
    foot: str
    draft: str = ""
    large: bool = False


_json = TypeAdapter(Paper)


def paper_to_json(paper: Paper) -> str:
    """The paper as JSON, to be kept as it was."""
    return _json.dump_json(paper).decode()


def paper_from_json(text: str) -> Paper:
    """The paper that `paper_to_json` wrote."""
    return _json.validate_json(text)
