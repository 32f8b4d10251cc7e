"""Names and words that run from right to left, as Hebrew and Arabic do, inside sentences of ours.

Without care the end of such a name takes the full stop, the number and the next name along with
it. So each is isolated: put between two characters that nobody sees, which say where it begins and
ends (Unicode Bidirectional Algorithm, UAX #9, 2.4 and 3.1).
"""

import re
from collections.abc import Iterable

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Right-to-left letters with what stands between two of them.
_SPAN = re.compile(f"({_RIGHT_TO_LEFT.pattern}+(?:[^A-Za-z]*?{_RIGHT_TO_LEFT.pattern}+)*)")
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_ISOLATED = re.compile(f"{FIRST_STRONG_ISOLATE}([^{POP_ISOLATE}]*){POP_ISOLATE}")


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text runs from right to left."""
    return bool(_RIGHT_TO_LEFT.search(text))


def isolate(text: str) -> str:
    """The text with each of its lines in isolation that runs from right to left anywhere; other
    lines are left alone, and so is one in which the names are isolated already.
    """
    return "\n".join(map(_isolated, text.split("\n")))  # an isolate ends with its line


def _isolated(line: str) -> str:
    if not has_right_to_left(line) or FIRST_STRONG_ISOLATE in line:
        return line
    return f"{FIRST_STRONG_ISOLATE}{line}{POP_ISOLATE}"


def isolated_join(parts: Iterable[object], between: str = "") -> str:
    """The parts joined, each in isolation."""
    return between.join(isolate(str(part)) for part in parts)


def without_controls(text: str) -> str:
    """The text without characters that change its direction: people do not type those, and an
    unclosed one would turn round what follows it.
    """
    return _CONTROLS.sub("", text)


def runs_right_to_left(text: str) -> bool:
    """Whether a paragraph begins with a letter that runs from right to left. Isolated names do not
    decide it, unless there is nothing else.
    """
    around = _ISOLATED.sub("", text)
    letters = next((one for one in around if one.isalpha()), None)
    return bool(_RIGHT_TO_LEFT.match(letters or next(filter(str.isalpha, text), "")))


def by_direction(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it runs from right to left, for documents that mark
    each piece. The invisible characters are gone.
    """
    found: list[tuple[str, bool]] = []
    for number, piece in enumerate(_ISOLATED.split(isolate(text))):
        if number % 2 and runs_right_to_left(piece):
            found.append((without_controls(piece), True))
        else:
            found += _spans(without_controls(piece))
    return [(piece, to_left) for piece, to_left in found if piece]


def _spans(text: str) -> list[tuple[str, bool]]:
    return [(piece, number % 2 == 1) for number, piece in enumerate(_SPAN.split(text))]
