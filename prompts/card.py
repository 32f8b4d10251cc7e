"""The card: what is shown to people, as plain data.

A card knows nothing of Slack, Teams or HTML. Each renderer turns it into its platform's form and
escapes exactly once;
`prompts.plain.twin` turns it into the words a screen reader or a notification speaks. All text in a
card is plain text.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter


@dataclass(frozen=True)
class Text:
    """A paragraph. `strong` is for the one sentence of the card that must be read."""

    text: str
    strong: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True)
class Heading:
    """A heading inside a card, below its title."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Facts:
    """Short pairs: a label and what belongs to it."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True)
class Quote:
    """Somebody's own words, never changed, with who said them."""

    words: str
    who: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Call:
    """A telephone number: whose it is, and in `hint` when it is answered or what to do on
    the line.
    """

    who: str
    number: str
    hint: str = ""

    @property
    def link(self) -> str:
        """What a press dials."""
        return f"tel:{self.number.replace(' ', '')}"


@dataclass(frozen=True)
class Calls:
    """Numbers to ring: each is shown in full, to be copied or read out, and as a link that dials
    it.
    """

    rows: tuple[Call, ...]
    kind: Literal["calls"] = "calls"


@dataclass(frozen=True)
class Mark:
    """One person's mark on a scale, from 0 to 10; `score` None is a pass.

    `before` is the same person's mark last time.
    """

    who: str
    score: int | None
    before: int | None = None


@dataclass(frozen=True)
class Scale:
    """One line from 0 to 10 with each person's own mark, in the order they are shown. Never an
    average.

    `spoken` says the same as one sentence a person, for those who hear the card.
    """

    low: str
    high: str
    marks: tuple[Mark, ...]
    spoken: tuple[str, ...]
    kind: Literal["scale"] = "scale"


@dataclass(frozen=True)
class Table:
    """A small table; the first row names the columns."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Picture:
    """How people's numbers from 0 to 10 moved, to be drawn as one line a person; a table beside it
    says the same in words.

    `stops` are the occasions along the foot, and each of `lines` has a number for every stop, or
    None. `styles` has a number
    for each line, the same for a person in every picture; empty for pictures that were kept before
    there were any. `ref` is
    where a platform keeps the drawn picture, or the picture itself; empty until it is drawn.
    """

    title: str
    stops: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int | None, ...]], ...]
    ref: str = ""
    styles: tuple[int, ...] = ()
    kind: Literal["picture"] = "picture"


Part = Text | Heading | Facts | Quote | Bullets | Calls | Scale | Table | Picture


@dataclass(frozen=True)
class Choice:
    """One option of a field: the value that is sent, and what the person reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Field:
    """Something a person fills in.

    `sometimes` is a field that is needed in some cases; its hint says in which.
    `limit` counts characters and is said to the person before they write. `error` is a sentence
    that says what to do
    next; `value` is what was typed, so that nothing is lost when the form comes back.
    Kinds: `line` and `lines` (text), `choice` (one), `choices` (several; values joined by commas),
    `score` (0 to 10),
    `date` (ISO 8601), `tick` (yes or empty), `member` (somebody of the room, by the platform's own
    picker; an account).
    """

    name: str
    label: str
    kind: Literal["line", "lines", "choice", "choices", "score", "date", "tick", "member"]
    hint: str = ""
    required: bool = False
    limit: int = 0
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    value: str = ""
    error: str = ""
    sometimes: bool = False


@dataclass(frozen=True)
class Button:
    """A press: the words on it, the command it sends, and what it is about.

    `quiet` buttons draw no eye, and a form that one is pressed in stays as it is.
    """

    label: str
    command: str
    target: str = ""
    style: Literal["plain", "main", "danger", "quiet"] = "plain"


@dataclass(frozen=True)
class Card:
    """One thing shown to people: a post, a private line, the chair's panel or a form.

    A form is a card with `fields`; its first button sends them, the others send only themselves.
    `notice` is what a lock screen may show: it never says anything about the case (row B10).
    """

    title: str
    parts: tuple[Part, ...] = ()
    fields: tuple[Field, ...] = ()
    buttons: tuple[Button, ...] = ()
    notice: str = ""


_json = TypeAdapter(Card)


def to_json(card: Card) -> str:
    """The card as JSON, to be kept or sent."""
    return _json.dump_json(card).decode()


def from_json(text: str) -> Card:
    """The card that `to_json` wrote."""
    return _json.validate_json(text)
