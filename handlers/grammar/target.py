"""What a button is about: one text, which is kept in posts, and its parts.

    <head>[:<tail>][/<part>]      what it is about
    @<drawn for>                  how things stood when it was drawn
    ~<chosen>~<held>              what the author chose about hard words that wait

The head is a row, a section or the kind of thing ("entry:<thread>", "section:<id>"); the tail is
somebody else, who is spoken for, or the thing; the part is one share of it, or its version.
"""

from dataclasses import dataclass

_STAMP, _CHOICE = "@", "~"


@dataclass(frozen=True)
class Target:
    """A target in its parts; those that it does not have are empty."""

    about: str = ""
    drawn_for: str = ""
    chosen: str = ""
    held: str = ""

    @classmethod
    def parse(cls, text: str) -> "Target":
        """The parts of a button's target as it was posted."""
        drawn, _, choice = text.partition(_CHOICE)
        about, _, drawn_for = drawn.partition(_STAMP)
        chosen, _, held = choice.partition(_CHOICE)
        return cls(about, drawn_for, chosen, held)

    def __str__(self) -> str:
        stamp = f"{_STAMP}{self.drawn_for}" if self.drawn_for else ""
        choice = f"{_CHOICE}{self.chosen}{_CHOICE}{self.held}" if self.chosen else ""
        return f"{self.about}{stamp}{choice}"

    @property
    def head(self) -> str:
        """The row or section, or the kind of thing that the tail names."""
        return self._split[0]

    @property
    def tail(self) -> str:
        """What follows the colon."""
        return self._split[1]

    @property
    def part(self) -> str:
        """What follows the stroke."""
        return self._split[2]

    @property
    def _split(self) -> tuple[str, str, str]:
        whole, _, part = self.about.partition("/")
        head, _, tail = whole.partition(":")
        return head, tail, part


def target_for(row: str, author: str, writer: str) -> str:
    """A row's target, naming its author where somebody else writes for them."""
    return row if author == writer else f"{row}:{author}"
