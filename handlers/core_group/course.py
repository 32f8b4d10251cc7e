"""How the scores move over conferences and core groups, person by person, and how much of the plan the family carries."""

from dataclasses import dataclass
from datetime import date

from handlers.actions.now import actions_now
from handlers.called import called
from handlers.command import Reply
from handlers.registry import BEGUN, draws, shows
from handlers.roles import EVERYBODY
from handlers.scene import Scene, Turn
from prompts.card import Card, Heading, Part, Picture, Table, Text
from prompts.words import say
from storage.book import body_of
from storage.tables import Person, Step, Trio

# What people scored at one meeting, by the roots of trio and person.
Marks = dict[tuple[str, str], int]


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


NO_COURSE = Course((), (), ())


def course(scene: Scene) -> Course:
    """What this viewer may see of it: marks that were shown to all, in this meeting and those before it.

    Whoever attends apart sees nothing of it, and the others hear nothing of them (row B8).
    """
    if scene.apart:
        return NO_COURSE
    books = (*scene.book.earlier, scene.book)
    scenes = [Scene(book, scene.profile, None, scene.now) for book in books]
    before = _marks_before(scenes[0])
    stops = [Stop("before", day) for day in sorted(before)]
    marks = [before[stop.on] for stop in stops]
    for one in scenes:
        stops.append(Stop(one.meeting.kind, one.meeting.started_at.date()))
        marks.append(_marks(one))
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
        rows = tuple((line.who, *(score_words(score) for score in line.scores)) for line in trio.lines)
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
    return Picture(say("course.picture", title=trio.title), tuple(map(stop_words, found.stops)), lines, styles=styles)


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
    return [say("course.carried_line", stop=stop_words(stop), n=now.family, of=now.of) for stop, now in lately if now.of]


def _trios(scene: Scene, marks: list[Marks]) -> tuple[TrioCourse, ...]:
    everybody = [person for person in (*scene.by_family_first, *scene.book.taken_off) if person.attendance != "apart"]
    return tuple(
        TrioCourse(
            trio.title,
            tuple(line for style, person in enumerate(everybody) if (line := _line(trio, person, style, marks))),
        )
        for trio in scene.meeting.trios
    )


def _line(trio: Trio, person: Person, style: int, marks: list[Marks]) -> Line | None:
    scores = tuple(stop.get((trio.root, person.root)) for stop in marks)
    return Line(called(person), scores, style) if any(score is not None for score in scores) else None


def _marks(scene: Scene) -> Marks:
    """The marks that were shown at one meeting."""
    trios = {trio.id: trio.root for trio in scene.meeting.trios}
    people = {person.id: person.root for person in scene.book.people}
    steps: list[Step] = [s for s in scene.meeting.steps if scene.question(s).answer == "score" and s.revealed_at]
    shown = [(step, answer) for step in steps for answer in scene.book.answers(None, [step]) if answer.kind == "said"]
    return {(trios[str(step.about_id)], people[answer.author_id]): int(body_of(answer)["score"]) for step, answer in shown}


def _marks_before(scene: Scene) -> dict[date, Marks]:
    """Marks from before the first meeting that Chairside was at, as they were given to it, by day."""
    people = {person.id: person.root for person in (*scene.book.people, *scene.book.taken_off)}
    found: dict[date, Marks] = {}
    for trio in scene.meeting.trios:
        for mark in scene.book.last_marks(trio):
            found.setdefault(mark.on, {})[trio.root, people[mark.person_id]] = int(mark.score)
    return found


def _carried_at(scene: Scene) -> Carried:
    sides = [action.side for action in actions_now(scene)]
    return Carried(sides.count("family"), len(sides))


def at_conference(scene: Scene, trio: Trio) -> dict[str, int]:
    """What people scored a trio at the last conference, by person's id; nothing where that was the meeting before this one."""
    conferences = [book for book in scene.book.earlier[:-1] if book.meeting.kind != "core_group"]
    if not conferences:
        return {}
    marks = _marks(Scene(conferences[-1], scene.profile, None, scene.now))
    here = {person.root: person.id for person in scene.book.people}
    return {here[person]: score for (root, person), score in marks.items() if root == trio.root and person in here}
