"""What the sample people would press next, in the order of a conference: arriving, answering,
agreeing, and then the chair.
"""

from collections.abc import Iterator
from typing import assert_never

from bot.rehearsal.ahead import chair_before_the_day, people_before_the_day
from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from handlers.grammar.items import Item, asked_in, current_item
from handlers.grammar.scene import Scene
from handlers.grammar.target import target_for
from handlers.questions.in_item import missing_in
from handlers.questions.kinds import kind_of
from handlers.questions.kinds.decision import decision_on
from handlers.questions.sealed_steps import hidden_in
from handlers.questions.shares import questions_shared
from prompts.family import Values
from prompts.profile.answer_kinds import AnswerKind
from storage.book import as_body, body_of
from storage.tables import Attendance, MeetingState, Person, Response, Step


def peoples_moves(cast: Cast) -> Iterator[Move]:
    """What people could do now: arrive, answer, word a point, offer something for the plan,
    disagree. None hinders another.
    """
    item = current_item(cast.scene)
    if cast.scene.meeting.state == MeetingState.PREPARING:
        yield from people_before_the_day(cast)
    if cast.scene.meeting.state == MeetingState.OPEN and item:
        yield from _people(cast, item)


def chairs_moves(cast: Cast) -> Iterator[Move]:
    """What the chair could do to go on, what comes first in front."""
    scene = cast.scene
    item = current_item(scene)
    match scene.meeting.state:
        case MeetingState.OPEN:
            if item:
                yield from _chair(cast, item)
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
    item = current_item(scene)
    if item is None or person is scene.chair:
        return False
    return _is_to_arrive(scene, item, person) or person in missing_in(scene, item)


def _people(cast: Cast, item: Item) -> Iterator[Move]:
    scene = cast.scene
    for person in scene.by_family_first:
        if _is_to_arrive(scene, item, person):
            yield Move(
                person if person.account else cast.scribe,
                "rollcall.submit",
                person.id,
                cast.arrival(person),
            )
    for person in asked_in(scene, item):
        yield from _answer(cast, item, person)
    if not scene.book.part_of:
        for step in item.steps:
            yield from _points(cast, step)
            yield from _offers(cast, step)
            yield from _dissents(cast, step)


def _is_to_arrive(scene: Scene, item: Item, person: Person) -> bool:
    rollcall = next(iter(scene.steps_asking(AnswerKind.HERE)), None)
    last = item.steps[-1].position
    is_time = scene.book.part_of or (rollcall is not None and rollcall.position <= last)
    return person.attendance == Attendance.EXPECTED and bool(is_time)


def _answer(cast: Cast, item: Item, person: Person) -> Iterator[Move]:
    """All that somebody says to an item, in one form; then what they agree with, or a pass where
    they say nothing at all.
    """
    scene = cast.scene
    steps = [
        step
        for step in item.steps
        if kind_of(scene, step).asked and not step.revealed_at and person in scene.asked(step)
    ]
    left = [step for step in steps if person in scene.missing(step)]
    if not left:
        return
    actor = person if person.account else cast.scribe
    target = target_for(item.id, person.id, actor.id)
    said = {step.id: cast.answer(person, step) for step in left}
    values: Values = {}
    for share in questions_shared(scene, steps, person):
        words = said.get(share.step.id, "")
        values |= {} if isinstance(words, str) else share.put(words)
    if values:
        yield Move(actor, "answer.submit", target, values)
    elif "agree" in said.values():
        yield Move(actor, "answer.agree", target)
    elif person in missing_in(scene, item):
        yield Move(actor, "answer.pass", target)


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


def _chair(cast: Cast, item: Item) -> Iterator[Move]:
    scene, chair = cast.scene, cast.scene.chair
    if hidden_in(scene, item):
        yield Move(chair, "reveal", item.id)
    for step in item.steps:
        if press := kind_of(scene, step).chair_does(scene, step, cast.chairs(step)):
            yield Move(chair, press.command, press.target, press.values)
    yield Move(chair, "agenda.next")
    if scene.book.part_of:
        yield Move(chair, "closed.end")
