"""What the sample people would press next, in the order of a conference: arriving, answering,
agreeing, and then the chair.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.rehearsal.ahead import chair_before_the_day, people_before_the_day
from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from handlers.grammar.scene import Scene
from handlers.grammar.target import target_for
from handlers.questions.kinds import kind_of
from handlers.questions.kinds.decision import decision_on
from prompts.family import Values
from prompts.profile.answer_kinds import AnswerKind
from storage.book import as_body, body_of
from storage.tables import Attendance, MeetingState, Person, Response, Step

_IN_A_WORD = {"pass": "answer.pass", "agree": "answer.agree"}


def peoples_moves(cast: Cast) -> Iterator[Move]:
    """What people could do now: arrive, answer, word a point, offer something for the plan,
    disagree. None hinders another.
    """
    step = cast.scene.book.current
    if cast.scene.meeting.state == MeetingState.PREPARING:
        yield from people_before_the_day(cast)
    if cast.scene.meeting.state == MeetingState.OPEN and step:
        yield from _people(cast, step)


def chairs_moves(cast: Cast) -> Iterator[Move]:
    """What the chair could do to go on, what comes first in front."""
    scene = cast.scene
    step = scene.book.current
    match scene.meeting.state:
        case MeetingState.OPEN:
            if step:
                yield from _chair(cast, step)
        case MeetingState.PREPARING:
            yield from chair_before_the_day(cast)
        case MeetingState.PAUSED:
            yield Move(scene.chair, "pause.end")
        case MeetingState.CLOSED:
            if any(letter.approved_at is None for letter in scene.book.letters()):
                yield Move(scene.chair, "letter.approve")
            yield Move(scene.chair, "record.approve")
        case MeetingState.PLANNED | MeetingState.CANCELLED | MeetingState.APPROVED:
            pass
        case state:
            assert_never(state)


def waits_for(scene: Scene, person: Person) -> bool:
    """Whether the item we are on still waits for somebody: the chair would not go on
    without them.
    """
    step = scene.book.current
    if step is None or person is scene.chair:
        return False
    return _is_to_arrive(scene, step, person) or person in _missing(scene, step)


def _people(cast: Cast, step: Step) -> Iterator[Move]:
    scene = cast.scene
    for person in scene.by_family_first:
        if _is_to_arrive(scene, step, person):
            yield Move(
                person if person.account else cast.scribe,
                "rollcall.submit",
                person.id,
                cast.arrival(person),
            )
    missing = _missing(scene, step)
    for person in scene.asked(step):
        if person in missing:
            yield _answer(cast, step, person)
    if not scene.book.part_of:
        yield from _points(cast, step)
        yield from _offers(cast, step)
        yield from _dissents(cast, step)


def _is_to_arrive(scene: Scene, step: Step, person: Person) -> bool:
    rollcall = next(iter(scene.steps_asking(AnswerKind.HERE)), None)
    is_time = scene.book.part_of or (rollcall is not None and rollcall.position <= step.position)
    return person.attendance == Attendance.EXPECTED and bool(is_time)


def _missing(scene: Scene, step: Step) -> list[Person]:
    """Those who could still answer."""
    can_answer = kind_of(scene, step).asked and step.revealed_at is None
    return scene.missing(step) if can_answer else []


def _answer(cast: Cast, step: Step, person: Person) -> Move:
    actor = person if person.account else cast.scribe
    target = target_for(step.id, person.id, actor.id)
    said = cast.answer(person, step)
    if isinstance(said, str):
        return Move(actor, _IN_A_WORD[said], target)
    return Move(actor, "answer.submit", target, said)


def _points(cast: Cast, step: Step) -> Iterator[Move]:
    answers = {
        answer.author_id: answer
        for answer in cast.scene.answers(step)
        if answer.kind == Response.SAID
    }
    for sample_id, words in cast.points(step).items():
        person = cast.people.get(sample_id)
        answer = answers.get(person.id) if person else None
        if answer and cast.scene.book.point_from(answer) is None:
            yield Move(cast.scribe, "point.submit", answer.id, {"words": words}, once=True)


def _offers(cast: Cast, step: Step) -> Iterator[Move]:
    section = cast.scene.profile.sections.get(cast.scene.question(step).section)
    if section is None:
        return
    asked, people = cast.scene.asked(step), cast.people
    there = {
        (row.author_id, _filled(body_of(row)))
        for row in cast.scene.book.plan()
        if row.section == section.id
    }
    for entry in cast.offers(step):
        person = people[entry.person]
        if person not in asked and person.role != "chair":
            continue
        values = cast.entry_values(section, entry, cast.scene.now.date())
        if (person.id, _filled(values)) not in there:
            actor = person if person.account else cast.scribe
            target = target_for(section.id, person.id, actor.id)
            yield Move(actor, "plan.submit", target, values, once=True)


def _filled(values: Values) -> str:
    return as_body({name: value for name, value in values.items() if value})


def _dissents(cast: Cast, step: Step) -> Iterator[Move]:
    scene = cast.scene
    if decision_on(scene, step) is None:
        return
    for dissent in cast.family.dissent:
        child, person = scene.meeting.children[dissent.child - 1], cast.people[dissent.person]
        if child.id == step.about_id and not any(
            row.words == dissent.words for row in scene.book.dissents()
        ):
            actor = person if person.account else cast.scribe
            target = target_for(child.id, person.id, actor.id)
            yield Move(actor, "dissent.submit", target, {"words": dissent.words}, once=True)


def _chair(cast: Cast, step: Step) -> Iterator[Move]:
    scene, chair = cast.scene, cast.scene.chair
    if press := kind_of(scene, step).chair_does(scene, step, cast.chairs(step)):
        yield Move(chair, press.command, press.target, press.values)
    yield Move(chair, "agenda.next")
    if scene.book.part_of:
        yield Move(chair, "closed.end")
