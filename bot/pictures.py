"""How the scores moved, as a picture: SVG for pages, PNG for places that show only pictures. One line a person, no average."""

import io
from dataclasses import dataclass

from handlers.core_group.course import Course, TrioCourse, stop_words
from prompts.words import say

# Told apart by anybody: colours that differ in brightness too, and each with its own dashes.
_COLOURS = ("#1b4965", "#b4451f", "#2d6a4f", "#7b2d8b", "#8a6d00", "#3a3a3a", "#0b7a75", "#a4133c")
_DASHES = ("", "8 4", "2 4", "10 4 2 4", "5 3", "1 3", "12 3", "6 2 2 2")
_LEFT, _TOP, _STEP_Y, _WIDE = 36, 16, 20, 520
_APART = 2.5


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
class Picture:
    """A trio's picture for a page: lines, the meetings along the foot, the numbers up the side, and what it is called."""

    title: str
    width: int
    height: int
    lines: tuple[Drawn, ...]
    feet: tuple[tuple[float, str], ...]
    sides: tuple[tuple[float, int], ...]


def pictures(course: Course) -> tuple[Picture, ...]:
    """A picture for each trio that has been scored at two meetings at least."""
    return tuple(_picture(course, trio) for trio in course.trios if _moved(trio))


def png(course: Course, trio: TrioCourse) -> bytes:
    """The same picture as PNG. Loads matplotlib, which nothing else does."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.2), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots()
    for number, line in enumerate(trio.lines):
        spots = [(place, score + _shift(number, trio) / _STEP_Y) for place, score in enumerate(line.scores) if score is not None]
        colour, (places, scores) = _COLOURS[number % len(_COLOURS)], zip(*spots, strict=True)
        (drawn,) = axes.plot(places, scores, color=colour, marker="o", label=line.who, linewidth=2)
        if dashes := _DASHES[number % len(_DASHES)]:
            drawn.set_dashes([float(part) for part in dashes.split()])
    axes.set_ylim(-0.5, 10.5)
    axes.set_yticks(range(11))
    axes.set_xticks(range(len(course.stops)), [stop_words(stop).replace(", ", "\n") for stop in course.stops])
    axes.set_title(say("course.picture", title=trio.title))
    axes.grid(axis="y", alpha=0.3)
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Title": say("course.picture", title=trio.title)})
    return out.getvalue()


def _moved(trio: TrioCourse) -> bool:
    return any(sum(score is not None for score in line.scores) > 1 for line in trio.lines)


def _picture(course: Course, trio: TrioCourse) -> Picture:
    gap = _WIDE / max(1, len(course.stops) - 1)
    lines = tuple(_drawn(trio, number, gap) for number in range(len(trio.lines)))
    feet = tuple((_LEFT + gap * place, stop_words(stop)) for place, stop in enumerate(course.stops))
    sides = tuple((_y(number), number) for number in range(11))
    return Picture(say("course.picture", title=trio.title), _LEFT + _WIDE + 40, int(_y(0)) + 48, lines, feet, sides)


def _drawn(trio: TrioCourse, number: int, gap: float) -> Drawn:
    line = trio.lines[number]
    dots = tuple(
        Dot(_LEFT + gap * place, _y(score) - _shift(number, trio), score)
        for place, score in enumerate(line.scores)
        if score is not None
    )
    return Drawn(line.who, _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)], dots)


def _shift(number: int, trio: TrioCourse) -> float:
    """People who gave the same number stand beside one another, not under."""
    return ((len(trio.lines) - 1) / 2 - number) * _APART


def _y(score: int) -> float:
    return _TOP + (10 - score) * _STEP_Y
