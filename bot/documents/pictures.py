"""How the scores moved, as a picture: SVG for pages, PNG for places that show only pictures.

One line a person, never an average. Both are the same `Drawing`. matplotlib brings the letters:
Pillow's own font has no
more than ASCII, and people are called Siân and Łukasz.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from prompts.card import Card, Picture

# Twelve styles, told apart by more than colour: each has a brightness and dashes of its own.
STYLES = (
    ("#1b4965", ""),
    ("#b4451f", "8 4"),
    ("#2d6a4f", "2 4"),
    ("#7b2d8b", "10 4 2 4"),
    ("#8a6d00", "5 3"),
    ("#3a3a3a", "1 3"),
    ("#0b7a75", "12 3"),
    ("#a4133c", "6 2 2 2"),
    ("#5f5fc4", "3 6"),
    ("#6b4f2a", "14 4 4 4"),
    ("#33691e", "4 2 1 2"),
    ("#c2185b", "16 6"),
)
_LEFT, _TOP, _STEP_Y, _WIDE = 66, 16, 20, 440
_NAMES = 150  # to the right of the lines
_FEET = 44  # below them
_LETTER = 6.6  # about the width of one, at 12 px
_LINE = 13
_SHARPEST = 120


@dataclass(frozen=True)
class Dot:
    """A score on a line."""

    x: float
    y: float
    score: int


@dataclass(frozen=True)
class PersonsLine:
    """One person's line. `name_y` is the height of the name, right of the line's end."""

    who: str
    name: str
    name_y: float
    colour: str
    dashes: str
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """The line's corners as SVG has them."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


@dataclass(frozen=True)
class Drawing:
    """Lines, the occasions along the foot, the scores up the side, the title; in pixels from the
    top left.
    """

    title: str
    width: int
    height: int
    lines: tuple[PersonsLine, ...]
    feet: tuple[tuple[float, str], ...]
    sides: tuple[tuple[float, int], ...]

    @property
    def names_x(self) -> int:
        """Where the names begin."""
        return self.width - _NAMES


def drawing(picture: Picture) -> Drawing:
    """The picture as lines and places."""
    gap = _WIDE / max(1, len(picture.stops) - 1)
    dots = [_dots(picture, number, gap) for number in range(len(picture.lines))]
    heights = _spread([line[-1].y for line in dots])
    styles = picture.styles or tuple(range(len(picture.lines)))
    lines = tuple(
        PersonsLine(
            who, _short(who), heights[number], *STYLES[styles[number] % len(STYLES)], dots[number]
        )
        for number, (who, _) in enumerate(picture.lines)
    )
    feet = tuple((_LEFT + gap * place, words) for place, words in enumerate(picture.stops))
    sides = tuple((_y(number), number) for number in range(11))
    height = max(int(_y(0)), int(max(heights, default=0))) + _FEET
    return Drawing(picture.title, _LEFT + _WIDE + 54 + _NAMES, height, lines, feet, sides)


def pictures_in(card: Card) -> list[Picture]:
    """The pictures of a card."""
    return [part for part in card.parts if isinstance(part, Picture)]


def with_refs(card: Card, ref: Callable[[Picture], str]) -> Card:
    """The card with its pictures drawn: `ref` says where each is kept now."""
    parts = tuple(
        replace(part, ref=ref(part)) if isinstance(part, Picture) else part for part in card.parts
    )
    return replace(card, parts=parts)


def png(picture: Picture, most: int = 0) -> bytes:
    """The picture as PNG. With `most`, in bytes, it is drawn smaller until it fits."""
    drawn, sharp = drawing(picture), _SHARPEST
    image = _png(drawn, sharp)
    while most and len(image) > most and sharp > 30:
        sharp -= 15
        image = _png(drawn, sharp)
    return image


def _png(drawn: Drawing, sharp: int) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(drawn.width / 72, (drawn.height + 24) / 72), dpi=sharp)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, drawn.width), ylim=(drawn.height, -24))
    axes.set_axis_off()
    axes.text(_LEFT, -8, drawn.title, size=12, weight="bold")
    for y, number in drawn.sides:
        axes.plot((30, drawn.names_x - 12), (y, y), color="#000000", alpha=0.15, linewidth=1)
        axes.text(22, y + 4, str(number), size=10, ha="right")
    for place, (x, words) in enumerate(drawn.feet):
        side = "left" if place == 0 else "right" if place == len(drawn.feet) - 1 else "center"
        axes.text(x, drawn.height - 4, words.replace(", ", "\n"), size=10, ha=side, va="bottom")
    for line in drawn.lines:
        xs, ys = [dot.x for dot in line.dots], [dot.y for dot in line.dots]
        (plotted,) = axes.plot(xs, ys, color=line.colour, linewidth=2)
        if line.dashes:
            plotted.set_dashes([float(part) / 2 for part in line.dashes.split()])
        axes.plot(xs, ys, "o", color=line.colour, markersize=7)
        ends = (xs[-1] + 6, drawn.names_x - 4), (ys[-1], line.name_y)
        axes.plot(*ends, color=line.colour, linewidth=0.7, alpha=0.6)
        axes.text(drawn.names_x, line.name_y + 4, line.name, size=10, color=line.colour)
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": drawn.title})
    return _few_colours(out)


def _few_colours(drawn: io.BytesIO) -> bytes:
    """A line drawing needs few colours: a third of the bytes. Pillow comes with matplotlib."""
    from PIL import Image

    out = io.BytesIO()
    few = Image.open(drawn).convert("RGB").quantize(48, dither=Image.Dither.NONE)
    few.save(out, "png", optimize=True)
    return out.getvalue()


def _dots(picture: Picture, number: int, gap: float) -> tuple[Dot, ...]:
    """Each exactly at the height of its score; people who gave the same stand side by side."""
    aside = _aside(number, len(picture.lines), gap)
    return tuple(
        Dot(_LEFT + gap * place + aside, _y(score), score)
        for place, score in enumerate(picture.lines[number][1])
        if score is not None
    )


def _aside(number: int, people: int, gap: float) -> float:
    return (number - (people - 1) / 2) * min(5.0, gap * 0.5 / people)


def _y(score: int) -> float:
    return _TOP + (10 - score) * _STEP_Y


def _spread(heights: Sequence[float]) -> list[float]:
    """Heights for names, each as near its line's end as may be without touching the one above."""
    placed = [0.0] * len(heights)
    below = float("-inf")
    for number in sorted(range(len(heights)), key=lambda n: heights[n]):
        below = placed[number] = max(heights[number], below + _LINE)
    return placed


def _short(who: str) -> str:
    longest = int(_NAMES / _LETTER)
    return who if len(who) <= longest else who[: longest - 1].rstrip() + "…"
