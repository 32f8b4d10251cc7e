"""A card's parts as blocks.

What belongs together is one group, so that a message is never split inside it.
"""

from typing import assert_never

from bot.slack.text import HEADER, Json, bold, call, pieces, plain, shorten, size
from prompts.card import (
    Bullets,
    Call,
    Calls,
    Card,
    Facts,
    Heading,
    Picture,
    Quote,
    Scale,
    Table,
    Text,
)
from prompts.direction import isolate
from prompts.words import say

Group = list[Json]
_Said = Text | Facts | Quote | Bullets | Scale | Table
_SHORT = 300  # what is longer has no room beside its label
_ALT = 2000
_ROWS = 5  # a section holds ten fields: five pairs


def title_group(title: str) -> Group:
    """The card's title, as a header where it is short enough for one."""
    if size(title.strip()) <= HEADER:
        return [{"type": "header", "text": plain(title, HEADER)}]
    return _paragraphs(title)


def part_groups(card: Card) -> list[Group]:
    """The card's parts; a heading stands in one group with what follows it."""
    groups: list[Group] = []
    heading: Group = []
    for part in card.parts:
        if isinstance(part, Heading):
            heading = [*heading, _strong(part.text)]
            continue
        for group in _groups_of(part):
            groups.append([*heading, *group])
            heading = []
    return [*groups, heading] if heading else groups


def _groups_of(part: _Said | Calls | Picture) -> list[Group]:
    if isinstance(part, Calls):
        return [_call(one) for one in part.rows]
    return _picture(part) if isinstance(part, Picture) else _groups(part)


def _groups(part: _Said) -> list[Group]:
    match part:
        case Text(text=text, strong=True) if size(text) < HEADER * 4:
            return [[_strong(text)]]
        case Text(text=text):
            return [[block] for block in _paragraphs(text)]
        case Facts(rows=rows):
            return _facts(rows)
        case Quote(words=words, who=who):
            return _led_by(_context(who), _paragraphs(f"“{isolate(words)}”"))
        case Bullets(items=items):
            return [[block] for block in _list(items)]
        case Scale(low=low, high=high, spoken=spoken):
            return [*_facts((("0", low), ("10", high))), *([block] for block in _list(spoken))]
        case Table(head=head, rows=rows):
            return [group for row in rows for group in _row(head, row)]
        case _:
            assert_never(part)


def _call(one: Call) -> Group:
    """Whose number it is, the number that dials, and a line under it."""
    hint = _paragraphs(one.hint) if one.hint else []
    return [
        _strong(one.who),
        {"type": "section", "text": call(one.number, one.link, say("slack.call"))},
        *hint,
    ]


def _picture(picture: Picture) -> list[Group]:
    """The picture where it is put up; the table beside it says the same."""
    alt = shorten(picture.title, _ALT)
    return (
        [[{"type": "image", "slack_file": {"id": picture.ref}, "alt_text": alt}]]
        if picture.ref
        else []
    )


def _strong(text: str) -> Json:
    return {"type": "section", "text": bold(text)}


def _context(text: str) -> Json:
    return {"type": "context", "elements": [bold(text)]}


def _paragraphs(text: str) -> Group:
    return [{"type": "section", "text": plain(piece)} for piece in pieces(text)]


def _list(items: tuple[str, ...]) -> Group:
    return _paragraphs("\n".join(f"• {isolate(item.strip())}" for item in items if item.strip()))


def _led_by(first: Json, rest: Group) -> list[Group]:
    return [[first, *rest[:1]], *([block] for block in rest[1:])]


def _facts(rows: tuple[tuple[str, str], ...]) -> list[Group]:
    """Pairs side by side on a wide screen and under one another on a phone; long ones
    stand alone.
    """
    groups: list[Group] = []
    fields: list[Json] = []
    for label, value in rows:
        if size(value) > _SHORT or size(label) > HEADER:
            groups += _led_by(_strong(label), _paragraphs(value))
            continue
        fields += [bold(label), plain(value, _SHORT)]
    step = 2 * _ROWS
    return [
        *(
            [{"type": "section", "fields": fields[n : n + step]}]
            for n in range(0, len(fields), step)
        ),
        *groups,
    ]


def _row(head: tuple[str, ...], row: tuple[str, ...]) -> list[Group]:
    """A row of a table: its first cell in bold, the others as lines under it.

    Phones have no room for columns.
    """
    lines = "\n".join(
        f"{isolate(label)}: {isolate(cell)}"
        for label, cell in zip(head[1:], row[1:], strict=True)
        if cell
    )
    return _led_by(_strong(row[0]), _paragraphs(lines))
