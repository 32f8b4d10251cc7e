"""How the scores move over conferences and core groups, person by person, and how much of the plan
the family carries.
"""

from dataclasses import dataclass
from datetime import date

from handlers.grammar.command import Reply
from handlers.grammar.registry import BEGUN, draws, shows
from handlers.grammar.roles import EVERYBODY
from handlers.grammar.scene import Scene, Turn
from handlers.people.called import called
from handlers.plan.actions import actions_now
from handlers.questions.marks import Marks, marks_before, shown_marks
from prompts.card import Card, Heading, Part, Picture, Table, Text
from prompts.words import say
from storage.tables import Attendance, Person, Trio


@dataclass(frozen=True)
class Stop:
    """A meeting at which people gave numbers: what it was and when."""

    kind: str
    on: date


@dataclass(frozen=True)
class Line:
    """One person's numbers, one for each stop; None where they gave none or were not there.

    `style` is the person's own in every picture.
    """

    who: str
    scores: tuple[int | None, ...]
    style: int = 0


@dataclass(frozen=True)
class TrioCourse:
    """How everybody's numbers for one trio moved. Never an average."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ActionsByGroup:
    """Of the agreed actions at a stop, how many the family and network carry."""

    family: int
    of: int


@dataclass(frozen=True)
class Course:
    """All of it: the same stops for every trio."""

    stops: tuple[Stop, ...]
    trios: tuple[TrioCourse, ...]
    carried: tuple[ActionsByGroup, ...]


NO_COURSE = Course((), (), ())


def course(scene: Scene) -> Course:
    """What this viewer may see of it: marks that were shown to all, in this meeting and those
    before it.

    Whoever attends apart sees nothing of it, and the others hear nothing of them (row B8).
    """
    if scene.apart:
        return NO_COURSE
    books = (*scene.book.earlier, scene.book)
    scenes = [Scene(book, scene.profile, None, scene.now) for book in books]
    before = marks_before(scenes[0])
    stops = [Stop("before", day) for day in sorted(before)]
    marks = [before[stop.on] for stop in stops]
    for one in scenes:
        stops.append(Stop(one.meeting.kind, one.meeting.started_at.date()))
        marks.append(shown_marks(one))
    return Course(tuple(stops), _trios(scene, marks), tuple(map(_carried_at, scenes)))


def show_course_to_all(turn: Turn) -> None:
    """Once people have given numbers again, the channel sees how they have moved."""
    if has_moved(course(turn.seen_by(None))):
        turn.show("course")


@draws("course")
def course_in_the_channel(scene: Scene, _: str) -> Card:
    """The picture, and the same in words."""
    return course_card(scene)


@shows("course.show", by=EVERYBODY, when=BEGUN, later="onwards")
def show_course(turn: Turn) -> Reply:
    """The course, for the one who asks."""
    return Reply(course_card(turn))


def course_card(scene: Scene) -> Card:
    """Each trio's picture with its text twin, a table; and what the family carries."""
    return Card(say("course.title"), course_parts(course(scene)), notice=say("closing.notice"))


def course_parts(found: Course) -> tuple[Part, ...]:
    """The same as parts of a card, a page or a document."""
    head = (say("course.who"), *(stop_words(stop) for stop in found.stops))
    parts: list[Part] = [Text(say("course.text"))]
    for trio in found.trios:
        rows = tuple(
            (line.who, *(score_words(score) for score in line.scores)) for line in trio.lines
        )
        parts.append(Heading(trio.title))
        parts += [picture] if (picture := picture_of(found, trio)) else []
        parts.append(Table(head, rows) if rows else Text(say("course.none")))
    if lines := carried_lines(found):
        parts += [Heading(say("course.carried")), *map(Text, lines)]
    return tuple(parts)


def picture_of(found: Course, trio: TrioCourse) -> Picture | None:
    """A trio's picture, where somebody has scored it twice at least."""
    if not any(sum(score is not None for score in line.scores) > 1 for line in trio.lines):
        return None
    lines = tuple((line.who, line.scores) for line in trio.lines)
    styles = tuple(line.style for line in trio.lines)
    return Picture(
        say("course.picture", title=trio.title),
        tuple(map(stop_words, found.stops)),
        lines,
        styles=styles,
    )


def has_moved(found: Course) -> bool:
    """Whether there is a picture to see."""
    return any(picture_of(found, trio) for trio in found.trios)


def stop_words(stop: Stop) -> str:
    """A stop in words: what it was, and the day."""
    return say(f"course.{stop.kind}", day=f"{stop.on.day} {stop.on:%b %Y}")


def score_words(score: int | None) -> str:
    """A number, or a dash where there is none."""
    return "–" if score is None else str(score)


def carried_lines(found: Course) -> list[str]:
    """How much of the plan family and friends carried, meeting by meeting."""
    lately = zip(found.stops[-len(found.carried) :], found.carried, strict=True)
    return [
        say("course.carried_line", stop=stop_words(stop), n=now.family, of=now.of)
        for stop, now in lately
        if now.of
    ]


def _trios(scene: Scene, marks: list[Marks]) -> tuple[TrioCourse, ...]:
    everybody = [
        person
        for person in (*scene.by_family_first, *scene.book.taken_off)
        if person.attendance != Attendance.APART
    ]
    return tuple(
        TrioCourse(
            trio.title,
            tuple(
                line
                for style, person in enumerate(everybody)
                if (line := _line(trio, person, style, marks))
            ),
        )
        for trio in scene.meeting.trios
    )


def _line(trio: Trio, person: Person, style: int, marks: list[Marks]) -> Line | None:
    scores = tuple(stop.get((trio.root, person.root)) for stop in marks)
    return (
        Line(called(person), scores, style) if any(score is not None for score in scores) else None
    )


def _carried_at(scene: Scene) -> ActionsByGroup:
    sides = [action.side for action in actions_now(scene)]
    return ActionsByGroup(sides.count("family"), len(sides))
