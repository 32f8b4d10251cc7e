"""How the scores moved, as a picture: SVG for pages, PNG for places that show only pictures. One line a person, no average."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace

from prompts.card import Card, Picture

# Told apart by anybody: colours that differ in brightness too, and each with its own dashes.
_COLOURS = ("#1b4965", "#b4451f", "#2d6a4f", "#7b2d8b", "#8a6d00", "#3a3a3a", "#0b7a75", "#a4133c")
_DASHES = ("", "8 4", "2 4", "10 4 2 4", "5 3", "1 3", "12 3", "6 2 2 2")
_LEFT, _TOP, _STEP_Y, _WIDE = 36, 16, 20, 520
_APART = 2.5
_SHARPEST = 120


@dataclass(frozen=True)
class Dot:
    """A number on a line."""

    x: float
    y: float
    score: int


@dataclass(frozen=True)
class Drawn:
    """One person's line."""

    who: str
    colour: str
    dashes: str
    dots: tuple[Dot, ...]

    @property
    def points(self) -> str:
        """The line's corners as SVG has them."""
        return " ".join(f"{dot.x:.1f},{dot.y:.1f}" for dot in self.dots)


@dataclass(frozen=True)
class Drawing:
    """A picture for a page: lines, the occasions along the foot, the numbers up the side, and what it is called."""

    title: str
    width: int
    height: int
    lines: tuple[Drawn, ...]
    feet: tuple[tuple[float, str], ...]
    sides: tuple[tuple[float, int], ...]


def drawing(picture: Picture) -> Drawing:
    """The picture as lines and places, for SVG."""
    gap = _WIDE / max(1, len(picture.stops) - 1)
    lines = tuple(_drawn(picture, number, gap) for number in range(len(picture.lines)))
    feet = tuple((_LEFT + gap * place, words) for place, words in enumerate(picture.stops))
    sides = tuple((_y(number), number) for number in range(11))
    return Drawing(picture.title, _LEFT + _WIDE + 40, int(_y(0)) + 48, lines, feet, sides)


def pictures_in(card: Card) -> list[Picture]:
    """The pictures of a card."""
    return [part for part in card.parts if isinstance(part, Picture)]


def with_refs(card: Card, ref: Callable[[Picture], str]) -> Card:
    """The card with its pictures drawn: `ref` says where each is kept now."""
    parts = tuple(replace(part, ref=ref(part)) if isinstance(part, Picture) else part for part in card.parts)
    return replace(card, parts=parts)


def png(picture: Picture, most: int = 0) -> bytes:
    """The same picture as PNG; with at most so many bytes, it is drawn smaller until it fits. Loads matplotlib."""
    sharp = _SHARPEST
    drawn = _png(picture, sharp)
    while most and len(drawn) > most and sharp > 30:
        sharp -= 15
        drawn = _png(picture, sharp)
    return drawn


def _png(picture: Picture, sharp: int) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.2), dpi=sharp, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for number, (who, scores) in enumerate(picture.lines):
        spots = [(place, score + _shift(number, picture) / _STEP_Y) for place, score in enumerate(scores) if score is not None]
        colour, (xs, ys) = _COLOURS[number % len(_COLOURS)], zip(*spots, strict=True)
        (drawn,) = axes.plot(xs, ys, color=colour, marker="o", label=who, linewidth=2)
        if dashes := _DASHES[number % len(_DASHES)]:
            drawn.set_dashes([float(part) for part in dashes.split()])
    axes.set_ylim(-0.5, 10.5)
    axes.set_yticks(range(11))
    axes.set_xticks(range(len(picture.stops)), [words.replace(", ", "\n") for words in picture.stops])
    axes.set_title(picture.title)
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": picture.title})
    return _few_colours(out)


def _few_colours(drawn: io.BytesIO) -> bytes:
    """A line drawing needs few colours: a third of the bytes. Pillow comes with matplotlib."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(drawn).convert("RGB").quantize(32, dither=Image.Dither.NONE).save(out, "png", optimize=True)
    return out.getvalue()


def _drawn(picture: Picture, number: int, gap: float) -> Drawn:
    who, scores = picture.lines[number]
    dots = tuple(
        Dot(_LEFT + gap * place, _y(score) - _shift(number, picture), score)
        for place, score in enumerate(scores)
        if score is not None
    )
    return Drawn(who, _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)], dots)


def _shift(number: int, picture: Picture) -> float:
    """People who gave the same number stand beside one another, not under; together they stay near the number."""
    return ((len(picture.lines) - 1) / 2 - number) * min(_APART, _STEP_Y * 0.7 / len(picture.lines))


def _y(score: int) -> float:
    return _TOP + (10 - score) * _STEP_Y
