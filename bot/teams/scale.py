"""The scale: one line from 0 to 10, a letter for each person now and last time, and the same in
words underneath.
"""

from string import ascii_uppercase

from bot.teams.text import Element, paragraph, run
from prompts.card import Mark, Scale


def scale(part: Scale) -> list[Element]:
    """The line, then who is which letter. Never an average (row B2)."""
    letters = [_letter(n) for n in range(len(part.marks))]
    return [
        _ends(part),
        {
            "type": "ColumnSet",
            "columns": [_column(n, part.marks, letters) for n in range(11)],
            "spacing": "Small",
        },
        *(
            paragraph(run(f"{letter}  ", bold=True), run(words), close=n > 0)
            for n, (letter, words) in enumerate(zip(letters, part.spoken, strict=False))
        ),
    ]


def _ends(part: Scale) -> Element:
    low = paragraph(run("0  ", bold=True), run(part.low))
    high = paragraph(run("10  ", bold=True), run(part.high), close=True)
    return {"type": "Container", "items": [low, high]}


def _column(n: int, marks: tuple[Mark, ...], letters: list[str]) -> Element:
    """A number with the letters of those who gave it above, and of those who gave it last time
    below, in small letters.
    """
    now = [letter for letter, mark in zip(letters, marks, strict=True) if mark.score == n]
    before = [
        letter.lower() for letter, mark in zip(letters, marks, strict=True) if mark.before == n
    ]
    items = [
        _cell(" ".join(now), bold=True),
        _cell(str(n), bold=bool(now)),
        _cell(" ".join(before), subtle=True),
    ]
    return {
        "type": "Column",
        "width": "stretch",
        "spacing": "None",
        "verticalContentAlignment": "bottom",
        "items": items,
    }


def _cell(text: str, *, bold: bool = False, subtle: bool = False) -> Element:
    cell: Element = {
        "type": "TextBlock",
        "text": text or " ",
        "horizontalAlignment": "center",
        "spacing": "None",
        "wrap": True,
    }
    if bold:
        cell["weight"] = "bolder"
    return {**cell, "size": "small"} if subtle else cell


def _letter(n: int) -> str:
    """A, B … Z, then AA, AB …"""
    first, last = divmod(n, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
