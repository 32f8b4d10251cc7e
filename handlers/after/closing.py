"""Closing: what is unfinished is said first, the chair sums up, the agreed plan is posted, and the
record is a draft (row B14).
"""

from collections.abc import Iterator

from handlers.after.afterwards import begin_afterwards
from handlers.agenda.timer import stop_timer
from handlers.between.planning import plan_what_follows
from handlers.dates.deadlines_of_meeting import next_dates
from handlers.grammar.form_commands import moving_form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR, Role
from handlers.grammar.scene import Scene, Turn
from handlers.plan.course import show_course_to_all
from handlers.plan.words import section_title
from handlers.questions.sealed_steps import end_of, sealed_steps, stay_hidden_field
from handlers.reminding.keeping import remind_of_actions
from prompts.card import Bullets, Button, Card, Field, Heading, Part, Quote, Text
from prompts.profile import PlanSection
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import fill, say
from storage.tables import EntryState, MeetingState, StepState

_LONGEST = 2000


def ask_for_summary(turn: Turn) -> Card:
    """Says what is unfinished, and asks the chair to sum up. The chair may close anyway."""
    return _form(turn)


@moving_form("close.form", "close.submit", asks=ask_for_summary, by=CHAIR)
def close(turn: Turn) -> None:
    """Ends the conference.

    What follows begins: the record and the letters are drafts that the chair puts right and signs
    off.
    """
    meeting, step = turn.meeting, turn.book.current
    meeting.summary = read_by_others(turn, _form(turn))["text"]
    meeting.state, meeting.closed_at = MeetingState.CLOSED, turn.now
    stop_timer(turn)
    if step:
        step.state, step.closed_at = end_of(turn, step), turn.now
        turn.show(f"asked:{step.id}")
    turn.tell(
        "scribe", *(person for person in turn.book.people if person.role == Role.MINUTE_TAKER)
    )
    show_outcome(turn)
    remind_of_actions(turn)
    plan_what_follows(turn)
    show_course_to_all(turn)
    begin_afterwards(turn)


@draws("closed")
def closed_card(scene: Scene, _: str) -> Card:
    """The chair's summary, what happens next, and what those can do who do not agree."""
    pointer, chair = scene.profile.escalation, scene.chair.name
    state = "approved" if scene.meeting.state == MeetingState.APPROVED else "draft"
    parts: tuple[Part, ...] = (
        Quote(scene.meeting.summary, chair),
        Text(say(f"closing.{state}", chair=chair), strong=True),
        Heading(say("closing.next")),
        Bullets(_next(scene)),
        *next_dates(scene),
        *((Heading(pointer.title), Bullets(pointer.say)) if scene.decides else ()),
    )
    title = say("closing.title", core_group=scene.is_core_group)
    return Card(title, parts, notice=say("closing.notice"))


def _next(scene: Scene) -> tuple[str, ...]:
    """What happens next; in a core group the social worker is there to ask."""
    agreed, numbers = bool(_agreed(scene)), (1, 2) if scene.is_core_group else (1, 2, 3)
    return tuple(say(f"closing.next_{n}", chair=scene.chair.name, agreed=agreed) for n in numbers)


def unfinished(scene: Scene) -> list[str]:
    """What is not done yet, in plain sentences: items, sealed answers, decisions, and offers for
    the plan.
    """
    return [
        say(f"closing.{what}", items=items, closed=scene.meeting.closed_at is not None)
        for what, items in _unfinished(scene)
        if items
    ]


def _unfinished(scene: Scene) -> Iterator[tuple[str, list[str]]]:
    steps, now = scene.meeting.steps, scene.book.current
    summaries = scene.steps_asking(AnswerKind.SUMMARY)
    yield (
        "waiting",
        [
            scene.title(step)
            for step in steps
            if step.state == StepState.WAITING or (step is now and step not in summaries)
        ],
    )
    yield "parked", [scene.title(step) for step in steps if step.state == StepState.PARKED]
    yield "sealed", [scene.title(step) for step in sealed_steps(scene)]
    decided = {decision.child_id for decision in scene.book.decisions()}
    yield (
        "undecided",
        [
            child.name
            for child in scene.meeting.children
            if scene.decides and child.id not in decided
        ],
    )
    offered = {entry.section for entry in scene.book.plan() if entry.state == EntryState.OFFERED}
    sections = scene.profile.plan_of(scene.meeting.kind)
    yield (
        "offered",
        [section_title(scene, section) for section in sections if section.id in offered],
    )


def _form(turn: Turn) -> Card:
    part = turn.book.running_part_with(turn.person)
    left = [*unfinished(turn), *([say("closed.still_open")] if part else [])]
    question = next((turn.question(step) for step in turn.steps_asking(AnswerKind.SUMMARY)), None)
    parts: list[Part] = (
        [Text(say("closing.left"), strong=True), Bullets(tuple(left)), Text(say("closing.anyway"))]
        if left
        else []
    )
    label = fill(question.ask, **turn.names()) if question else say("closing.summary")
    hint = fill(question.hint, **turn.names()) if question else ""
    field = Field("text", label, "lines", hint, required=True, limit=_LONGEST)
    parts.append(Text(say("closing.what_happens")))
    button = Button(
        say("closing.close", core_group=turn.is_core_group), "close.submit", style="main"
    )
    return Card(
        say("closing.form_title"), tuple(parts), (field, *stay_hidden_field(turn)), (button,)
    )


def show_outcome(turn: Turn) -> None:
    """The summary first, then the agreed plan, a card a section."""
    turn.show("closed")
    for section in _agreed(turn):
        turn.show(f"plan:{section.id}")


def _agreed(scene: Scene) -> list[PlanSection]:
    """The sections of the plan for which something is agreed."""
    agreed = {entry.section for entry in scene.book.plan() if entry.state == EntryState.AGREED}
    return [
        section for section in scene.profile.plan_of(scene.meeting.kind) if section.id in agreed
    ]
