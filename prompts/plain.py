"""The plain-text twin of a card: for transcripts, notifications and people who listen."""

from typing import assert_never

from prompts.card import Bullets, Calls, Card, Facts, Heading, Picture, Quote, Scale, Table, Text
from prompts.direction import isolate


def twin(card: Card) -> str:
    """The card's title and parts as plain lines; fields and buttons are not part of what
    was said.
    """
    lines = [card.title] if card.title else []
    for part in card.parts:
        if not isinstance(part, Picture):  # the table beside it says the same
            lines += call_lines(part) if isinstance(part, Calls) else _lines(part)
    return "\n".join(lines)


def call_lines(calls: Calls) -> list[str]:
    """Numbers as lines: whose each is, the number, and when it is answered."""
    return [f"{call.who}: {call.number}. {call.hint}".removesuffix(". ") for call in calls.rows]


def _lines(part: Text | Heading | Facts | Quote | Bullets | Scale | Table) -> list[str]:
    match part:
        case Text(text=text):
            return [text]
        case Heading(text=text):
            return ["", text]
        case Facts(rows=rows):
            return [f"{isolate(label)}: {isolate(value)}" for label, value in rows]
        case Quote(words=words, who=who):
            return [f"{isolate(who)}: “{isolate(words)}”"]
        case Bullets(items=items):
            return [f"- {isolate(item)}" for item in items]
        case Scale(low=low, high=high, spoken=spoken):
            return [f"0: {low}", f"10: {high}", *spoken]
        case Table(head=head, rows=rows):
            return [
                "; ".join(
                    f"{isolate(label)}: {isolate(cell)}"
                    for label, cell in zip(head, row, strict=True)
                    if cell
                )
                for row in rows
            ]
        case _:
            assert_never(part)
