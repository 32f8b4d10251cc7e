"""Cards as Adaptive Cards 1.5, split where they would be too large, with their words in plain for
those who cannot see them.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from bot.teams.actions import Surface, form_actions, post_rows, rows
from bot.teams.fields import inputs
from bot.teams.parts import elements
from bot.teams.text import Element, heading, paragraph, plain, run
from prompts.card import (
    Bullets,
    Calls,
    Card,
    Facts,
    Heading,
    Part,
    Picture,
    Quote,
    Scale,
    Table,
    Text,
)
from prompts.plain import twin
from prompts.words import say

VERSION = "1.5"
CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
# Teams takes 28 KB for the whole message; its frame and the ids in it need some.
LARGEST = 26_000
_SPOKEN = 1_000
_PIECE = 1_200


def post(card: Card, surface: Surface) -> list[Element]:
    """A post: one Adaptive Card, or several where one would be too large.

    The buttons are under the last.
    """
    whole = _post(card, surface)
    if size(whole) <= LARGEST:
        return [whole]
    bare = replace(card, buttons=())
    piles = list(_piles(bare, LARGEST - _room_for_buttons(card, surface)))
    titles = [
        say("teams.continued", title=card.title, n=n, of=len(piles))
        for n in range(1, len(piles) + 1)
    ]
    cards = [
        replace(bare, title=title, parts=tuple(pile))
        for title, pile in zip(titles, piles, strict=True)
    ]
    cards[-1] = replace(cards[-1], buttons=card.buttons)
    return [_post(piece, surface) for piece in cards]


def form(card: Card, surface: Surface) -> Element:
    """A form, with what was typed in its fields; or, without fields, something to read with what
    can be done.
    """
    body = [*_body(card, titled=not surface.dialog)]
    for field in card.fields:
        body += inputs(field)
    actions = form_actions(card.buttons, surface)
    in_rows = rows(actions)
    # What a form sends stands below it, unless a phone would cut it off; a list to choose from
    # stands in it, as long as it is.
    below = card.fields and len(in_rows) == 1
    return _card(card, body, actions) if below else _card(card, [*body, *in_rows], [])


def linked(card: Card, address: str) -> Element:
    """A card whose one button opens a page."""
    return _card(
        card, _body(card), [{"type": "Action.OpenUrl", "title": say("teams.link"), "url": address}]
    )


def size(element: Element) -> int:
    """How many bytes a card takes on the way to Teams, where everything beyond ASCII is escaped."""
    return len(json.dumps(element))


def _post(card: Card, surface: Surface) -> Element:
    return _card(card, [*_body(card), *post_rows(card.buttons, surface)], [])


def _card(card: Card, body: list[Element], actions: list[Element]) -> Element:
    words = _short(plain(twin(card)) or card.title)
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": VERSION,
        "fallbackText": words,
        "speak": words,
        "body": body or [paragraph(run(card.title))],
        "msteams": {"width": "Full"},
        **({"actions": actions} if actions else {}),
    }


def _body(card: Card, *, titled: bool = True) -> list[Element]:
    made = [heading(card.title)] if card.title and titled else []
    for part in card.parts:
        made += elements(part)
    return made


def _short(text: str) -> str:
    most = _at_most(text, _SPOKEN)
    return text if len(text) <= most else text[: most - 1] + "…"


def _at_most(text: str, most: int) -> int:
    """Fewer characters where some take 12 bytes each, as emoji and rare scripts do."""
    return most if not text or max(text) <= "\uffff" else most // 3


def _room_for_buttons(card: Card, surface: Surface) -> int:
    return size(_post(replace(card, parts=()), surface))


def _piles(card: Card, largest: int) -> Iterator[list[Part]]:
    """The parts in piles that fit, in order; a heading's words stay with it where they can."""
    pile: list[Part] = []
    for part in (piece for whole in card.parts for piece in _pieces(whole)):
        if pile and size(_post(replace(card, parts=(*pile, part)), _NOWHERE)) > largest:
            yield pile
            pile = []
        pile.append(part)
    yield pile


def _pieces(part: Part) -> Iterator[Part]:
    """A part in pieces that are small enough to share a card."""
    match part:
        case Text(text=text, strong=strong):
            yield from (Text(piece, strong) for piece in _cut(text))
        case Quote(words=words, who=who):
            yield from (Quote(piece, who) for piece in _cut(words))
        case Bullets(items=items):
            yield from (Bullets((piece,)) for item in items for piece in _cut(item))
        case Facts(rows=rows):
            yield from (Facts(((label, piece),)) for label, value in rows for piece in _cut(value))
        case Table(head=head, rows=rows):
            yield from (Table(head, (row,)) for row in rows)
        case Heading() | Calls() | Scale() | Picture():
            yield part
        case _:
            assert_never(part)


def _cut(text: str) -> Iterator[str]:
    """A long text at the ends of its lines or words."""
    most = _at_most(text, _PIECE)
    while len(text) > most:
        end = max(text.rfind("\n", 0, most), text.rfind(" ", 0, most))
        end = end if end > most // 2 else most
        yield text[:end].strip()
        text = text[end:].strip()
    yield text


_NOWHERE = Surface("")
