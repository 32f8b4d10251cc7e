"""How the scores move over conferences and core groups, person by person, and how much of the plan the family carries."""

from dataclasses import dataclass
from datetime import date

from handlers.actions.now import actions_now
from handlers.command import Reply
from handlers.registry import BEGUN, shows
from handlers.roles import EVERYBODY
from handlers.scene import Scene, Turn
from prompts.card import Card, Heading, Part, Table, Text
from prompts.words import say
from storage.book import Book, body_of
from storage.tables import Person, Step, Trio


@dataclass(frozen=True)
class Stop:
    """A meeting at which people gave numbers: what it was and when."""

    kind: str
    on: date


@dataclass(frozen=True)
class Line:
    """One person's numbers, one for each stop; None where they gave none or were not there."""

    who: str
    scores: tuple[int | None, ...]


@dataclass(frozen=True)
class TrioCourse:
    """How everybody's numbers for one trio moved. Never an average."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Carried:
    """Of the agreed actions at a stop, how many the family and network carry."""

    family: int
    of: int


@dataclass(frozen=True)
class Course:
    """All of it: the same stops for every trio."""

    stops: tuple[Stop, ...]
    trios: tuple[TrioCourse, ...]
    carried: tuple[Carried, ...]


def course(scene: Scene) -> Course:
    """What this viewer may see of it: marks that were shown, in this meeting and those before it."""
    books = (*scene.book.earlier, scene.book)
    scenes = [Scene(book, scene.profile, None, scene.now) for book in books]
    before = _marks_before(scenes[0])
    stops = [Stop("before", day) for day in sorted({on for _, _, on, _ in before})]
    marks = {(trio, person, on): score for trio, person, on, score in before}
    for one in scenes:
        stop = Stop(one.meeting.kind, one.meeting.started_at.date())
        stops.append(stop)
        marks |= {(trio, person, stop.on): score for trio, person, score in _marks(one)}
    return Course(tuple(stops), _trios(scene, stops, marks), tuple(map(_carried_at, scenes)))


@shows("course.show", by=EVERYBODY, when=BEGUN)
def show_course(turn: Turn) -> Reply:
    """The course as a table, with a link to the picture."""
    return Reply(course_card(turn))


def course_card(scene: Scene) -> Card:
    """The text twin of the picture: a table for each trio, and what the family carries."""
    found = course(scene)
    head = (say("course.who"), *(stop_words(stop) for stop in found.stops))
    parts: list[Part] = [Text(say("course.text"))]
    for trio in found.trios:
        rows = tuple((line.who, *(score_words(score) for score in line.scores)) for line in trio.lines)
        parts += [Heading(trio.title), Table(head, rows) if rows else Text(say("course.none"))]
    parts += [Heading(say("course.carried")), *_carried_lines(found)]
    return Card(say("course.title"), tuple(parts))


def stop_words(stop: Stop) -> str:
    """A stop in words: what it was, and the day."""
    return say(f"course.{stop.kind}", day=f"{stop.on.day} {stop.on:%b %Y}")


def score_words(score: int | None) -> str:
    """A number, or a dash where there is none."""
    return "–" if score is None else str(score)


def _carried_lines(found: Course) -> list[Part]:
    lines = [
        Text(say("course.carried_line", stop=stop_words(stop), n=carried.family, of=carried.of))
        for stop, carried in zip(found.stops[-len(found.carried) :], found.carried, strict=True)
        if carried.of
    ]
    return list(lines) or [Text(say("course.none"))]


def _trios(scene: Scene, stops: list[Stop], marks: dict[tuple[str, str, date], int]) -> tuple[TrioCourse, ...]:
    everybody = scene.by_family_first
    return tuple(
        TrioCourse(trio.title, tuple(line for person in everybody if (line := _line(trio, person, stops, marks))))
        for trio in scene.meeting.trios
    )


def _line(trio: Trio, person: Person, stops: list[Stop], marks: dict[tuple[str, str, date], int]) -> Line | None:
    scores = tuple(marks.get((trio.root, person.root, stop.on)) for stop in stops)
    return Line(person.name, scores) if any(score is not None for score in scores) else None


def _marks(scene: Scene) -> list[tuple[str, str, int]]:
    """The marks that were shown at one meeting: trio, person, number."""
    trios = {trio.id: trio.root for trio in scene.meeting.trios}
    people = {person.id: person.root for person in scene.book.people}
    steps: list[Step] = [s for s in scene.meeting.steps if scene.question(s).answer == "score" and s.revealed_at]
    shown = [(step, answer) for step in steps for answer in scene.book.answers(None, [step]) if answer.kind == "said"]
    return [(trios[str(s.about_id)], people[a.author_id], int(body_of(a)["score"])) for s, a in shown]


def _marks_before(scene: Scene) -> list[tuple[str, str, date, int]]:
    """Marks from before the first meeting that Chairside was at, as they were given to it."""
    people = {person.id: person.root for person in scene.book.people}
    marks = [(trio, mark) for trio in scene.meeting.trios for mark in scene.book.last_marks(trio)]
    return [(trio.root, people[mark.person_id], mark.on, int(mark.score)) for trio, mark in marks]


def _carried_at(scene: Scene) -> Carried:
    sides = [action.side for action in actions_now(scene)]
    return Carried(sides.count("family"), len(sides))


def at_conference(scene: Scene, book: Book, trio_root: str) -> dict[str, int]:
    """What everybody scored a trio at the conference that started the plan, by person's root."""
    first = Scene(book, scene.profile, None, scene.now)
    return {person: score for trio, person, score in _marks(first) if trio == trio_root}
