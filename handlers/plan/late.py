"""The first core group's day and its limit: the limit is shown, a later day is taken, and the chair
says why (row B9).
"""

from collections.abc import Iterable

from handlers.dates.deadlines import Deadline
from handlers.dates.deadlines_of_meeting import limit_of, limit_words
from handlers.grammar.command import Refused
from handlers.grammar.drawn_for import reasons
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button, Card, Field, Part, Quote, Text
from prompts.profile import PlanSection
from prompts.words import say
from storage.tables import PlanEntry, Step


def limit_lines(scene: Scene, section: PlanSection) -> tuple[Text, ...]:
    """The limit of a section that has one, for its form."""
    limit = _limit(scene, section)
    return (Text(say("plan.limit", limit=limit_words(scene, limit))),) if limit else ()


def late_parts(
    scene: Scene, section: PlanSection, entries: Iterable[PlanEntry]
) -> tuple[Part, ...]:
    """The limit and, where a day is later, that it is, and why."""
    if not is_late(scene, section, entries):
        return limit_lines(scene, section)
    why = tuple(Quote(words, scene.chair.name) for words in _reasons(scene, section))
    return (
        *limit_lines(scene, section),
        Text(say("plan.late", chair=scene.chair.name, said=bool(why))),
        *why,
    )


def is_late(scene: Scene, section: PlanSection, entries: Iterable[PlanEntry]) -> bool:
    """Whether a day in a section is later than the limit."""
    limit = _limit(scene, section)
    return limit is not None and any(
        entry.due and entry.due > limit.day for entry in entries if entry.section == section.id
    )


def late_button(section: PlanSection) -> Button:
    """Asks the chair why it is later."""
    return Button(say("plan.say_why_late"), "plan.late_form", section.id)


def late_card(turn: Turn, section: PlanSection) -> Card:
    """A kind word to the one who chose a later day. It is in; nothing has to be done."""
    buttons = (late_button(section),) if turn.leads else ()
    parts = (*limit_lines(turn, section), Text(say("plan.late", chair=turn.chair.name, said=False)))
    return Card(say("plan.late_title"), parts, buttons=buttons)


def ask_why_late(turn: Turn) -> Card:
    """Asks the chair for the reason."""
    return _form(turn)


@form("plan.late_form", "plan.late", asks=ask_why_late, by=CHAIR, drawn_for=reasons)
def say_why_late(turn: Turn) -> None:
    """Keeps why the day is later than the limit."""
    section, words = _section(turn), read_by_others(turn, _form(turn))["reason"]
    turn.keep_reason("late", _step_id(turn, section), words)
    turn.show(f"offered:{section.id}")


def _limit(scene: Scene, section: PlanSection) -> Deadline | None:
    return limit_of(scene, "first_core_group") if section.kind == "first_core_group" else None


def _reasons(scene: Scene, section: PlanSection) -> list[str]:
    target = _step_id(scene, section)
    return [reason.words for reason in scene.book.reasons("late") if reason.target == target]


def _step_id(scene: Scene, section: PlanSection) -> str:
    steps: list[Step] = scene.meeting.steps
    return next(
        (step.id for step in steps if scene.question(step).section == section.id), section.id
    )


def _section(turn: Turn) -> PlanSection:
    """The section that the turn is about, if it has a limit. Raises `Refused`."""
    section = turn.profile.sections.get(turn.target)
    if section is None or _limit(turn, section) is None:
        raise Refused(Card(say("plan.no_section"), (Text(say("plan.no_section_text")),)))
    return section


def _form(turn: Turn) -> Card:
    section = _section(turn)
    field = Field(
        "reason", say("plan.late_why"), "lines", required=True, limit=turn.profile.limits.short
    )
    send = Button(say("forms.save"), "plan.late", section.id, "main")
    return Card(say("plan.say_why_late"), limit_lines(turn, section), (field,), (send,))
