"""The plan as the channel sees it: a section while it grows, and the agreed plan at the close."""

from collections.abc import Iterator, Sequence

from handlers.grammar.registry import draws
from handlers.grammar.scene import Scene
from handlers.people.circle import Circle, circle_of
from handlers.plan.late import late_parts
from handlers.plan.words import entry_words, section_title, side_field
from prompts.card import Bullets, Button, Card, Heading, Part, Quote, Text
from prompts.profile import PlanSection
from prompts.words import say
from storage.book import body_of
from storage.tables import EntryState, MeetingState, PlanEntry


@draws("offered")
def growing_section_card(scene: Scene, section_id: str) -> Card:
    """A section while people add to it: what is agreed, and what is offered and not agreed yet."""
    section = scene.profile.sections[section_id]
    entries = [entry for entry in scene.book.plan() if entry.section == section_id]
    parts = entry_parts(scene, entries) if entries else (Text(say("plan.nothing_yet")),)
    add = (
        (Button(say("plan.add"), "plan.form", section_id, "main"),)
        if scene.meeting.closed_at is None
        else ()
    )
    parts = (*parts, *late_parts(scene, section, entries))
    return Card(section_title(scene, section), parts, buttons=add)


@draws("plan")
def agreed_section_card(scene: Scene, section_id: str) -> Card:
    """A section of the plan as it was agreed, posted when the conference closes.

    Drafts say so (row B14).
    """
    section = scene.profile.sections[section_id]
    entries = [
        entry
        for entry in scene.book.plan()
        if entry.section == section_id and entry.state == EntryState.AGREED
    ]
    draft = (
        ()
        if scene.meeting.state == MeetingState.APPROVED
        else (Text(say("plan.draft", chair=scene.chair.name)),)
    )
    late = late_parts(scene, section, entries)
    return Card(
        section_title(scene, section), (*agreed_parts(scene, section, entries), *late, *draft)
    )


def entry_parts(scene: Scene, entries: Sequence[PlanEntry]) -> tuple[Part, ...]:
    """Entries, the agreed ones first; what is only offered stands there in its author's words."""
    circle = circle_of(scene)
    agreed = [entry for entry in entries if entry.state == EntryState.AGREED]
    offered = [
        entry_words(scene, circle, entry) for entry in entries if entry.state == EntryState.OFFERED
    ]
    parts: list[Part] = (
        [Heading(say("plan.agreed_heading")), *_readable(scene, circle, agreed)] if agreed else []
    )
    if offered:
        parts += [
            Heading(say("plan.offered_heading")),
            *(Quote("\n".join(words.lines), words.who) for words in offered),
        ]
    return tuple(parts)


def agreed_parts(
    scene: Scene, section: PlanSection, entries: Sequence[PlanEntry]
) -> tuple[Part, ...]:
    """Agreed entries to be read; actions under whose they are: the family's or the workers'."""
    circle, side = circle_of(scene), side_field(section)
    if side is None:
        return tuple(_readable(scene, circle, entries))
    parts: list[Part] = []
    for option in side.options:
        theirs = [entry for entry in entries if body_of(entry).get(side.id) == option.id]
        parts += [Heading(option.label), *_readable(scene, circle, theirs)] if theirs else []
    rest = [entry for entry in entries if not body_of(entry).get(side.id)]
    return (*parts, *_readable(scene, circle, rest))


def _readable(scene: Scene, circle: Circle, entries: Sequence[PlanEntry]) -> Iterator[Part]:
    """One list for entries of a line each; a longer entry has its main thing first and the rest
    below it.
    """
    words = [entry_words(scene, circle, entry) for entry in entries]
    if words and not any(entry.details for entry in words):
        yield Bullets(tuple(entry.main for entry in words))
        return
    for entry in words:
        yield Text(entry.main, strong=True)
        if entry.details:
            yield Bullets(entry.lines[1:])
