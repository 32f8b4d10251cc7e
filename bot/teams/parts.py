"""The parts of a card as Adaptive Card elements.

Dark and high contrast come from Teams' own colours, never from ours.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.teams.scale import scale
from bot.teams.text import Element, call, heading, lines, paragraph, run
from prompts.card import (
    Bullets,
    Call,
    Calls,
    Facts,
    Heading,
    Part,
    Picture,
    Quote,
    Scale,
    Table,
    Text,
)
from prompts.direction import isolate


def elements(part: Part) -> list[Element]:
    """A part's elements, from top to bottom."""
    if isinstance(part, Calls):
        return [element for one in part.rows for element in _call(one)]
    return _picture(part) if isinstance(part, Picture) else _words(part)


def _picture(picture: Picture) -> list[Element]:
    """The picture where it is drawn; the table beside it says the same."""
    return (
        [{"type": "Image", "url": picture.ref, "altText": picture.title, "size": "Stretch"}]
        if picture.ref
        else []
    )


def _words(part: Text | Heading | Facts | Quote | Bullets | Scale | Table) -> list[Element]:
    match part:
        case Text(text=text, strong=strong):
            return list(lines(text, strong=strong))
        case Heading(text=text):
            return [heading(text, size="medium")]
        case Facts(rows=rows):
            return [_labelled(label, value, close=n > 0) for n, (label, value) in enumerate(rows)]
        case Quote():
            return [_quote(part)]
        case Bullets(items=items):
            return [
                paragraph(run(f"•  {isolate(item)}"), close=n > 0) for n, item in enumerate(items)
            ]
        case Scale():
            return scale(part)
        case Table(head=head, rows=rows):
            return list(_table(head, rows))
        case _:
            assert_never(part)


def _labelled(label: str, value: str, *, close: bool) -> Element:
    return paragraph(run(f"{isolate(label)}: ", bold=True), run(value), close=close)


def _call(one: Call) -> list[Element]:
    made = [paragraph(run(one.who, bold=True)), call(one.number, one.link)]
    return [*made, paragraph(run(one.hint), close=True)] if one.hint else made


def _quote(quote: Quote) -> Element:
    inside = [paragraph(run(quote.who, bold=True)), *lines(quote.words, close=True)]
    return {"type": "Container", "style": "emphasis", "items": inside}


def _table(head: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[Element]:
    """Row by row, each cell with its label: a phone is too narrow for columns."""
    for row in rows:
        cells = [
            _labelled(label, cell, close=True)
            for label, cell in zip(head, row, strict=True)
            if cell
        ]
        if cells:
            yield {"type": "Container", "items": cells, "separator": True, "spacing": "Small"}
