"""A section of the plan as a scribe works on it: agree, change, take out, add."""

from collections.abc import Iterator

from handlers.grammar.scene import Turn
from handlers.people.circle import circle_of
from handlers.plan.cards import entry_parts
from handlers.plan.late import is_late, late_button, late_parts
from handlers.plan.place import may_change
from handlers.plan.words import entry_words, section_title
from prompts.card import Button, Card, Choice, Field, Part, Text
from prompts.profile import PlanSection
from prompts.words import say
from storage.tables import EntryState, PlanEntry


def list_card(turn: Turn, section: PlanSection) -> Card:
    """All that a section holds, agreed and offered, with what the one who looks may do about it."""
    entries = [entry for entry in turn.book.plan() if entry.section == section.id]
    parts: tuple[Part, ...] = (
        entry_parts(turn, entries) if entries else (Text(say("plan.nothing_yet")),)
    )
    parts = (*parts, *late_parts(turn, section, entries))
    return Card(
        section_title(turn, section), parts, buttons=tuple(_buttons(turn, section, entries))
    )


def sections_form(turn: Turn) -> Card:
    """Which section?"""
    step = turn.book.current
    now = turn.question(step).section if step else ""
    choices = tuple(
        Choice(section.id, section_title(turn, section))
        for section in turn.profile.plan_of(turn.meeting.kind)
    )
    field = Field("section", say("plan.which"), "choice", required=True, choices=choices, value=now)
    return Card(
        say("plan.choose"),
        fields=(field,),
        buttons=(Button(say("plan.go_on"), "plan.list", style="main"),),
    )


def _buttons(turn: Turn, section: PlanSection, entries: list[PlanEntry]) -> Iterator[Button]:
    offered = [entry for entry in entries if entry.state == EntryState.OFFERED]
    if turn.leads and len(offered) > 1:
        yield Button(say("plan.agree_all"), "plan.agree", f"section:{section.id}", "main")
    circle = circle_of(turn)
    for entry in entries:
        words = entry_words(turn, circle, entry).main
        if turn.leads and entry.state == EntryState.OFFERED:
            yield Button(say("plan.agree", words=words), "plan.agree", entry.thread)
        if may_change(turn, entry):
            yield Button(say("plan.change", words=words), "plan.form", f"entry:{entry.thread}")
    if turn.leads and is_late(turn, section, entries):
        yield late_button(section)
    yield Button(say("plan.add"), "plan.form", section.id)
