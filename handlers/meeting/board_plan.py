"""The plan on the board, as it grows: what is agreed, and what is offered and not agreed yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.grammar.scene import Scene
from handlers.people.circle import circle_of
from handlers.plan.words import EntryWords, entry_words, section_title
from prompts.words import say


@dataclass(frozen=True)
class BoardSection:
    """A section of the plan with its entries, the agreed ones first."""

    id: str
    title: str
    entries: tuple[EntryWords, ...]


def plan_sections(scene: Scene) -> tuple[tuple[BoardSection, ...], tuple[str, ...], str]:
    """The sections that have entries; the agreed members of the core group; and when and where it
    first meets, as agreed.
    """
    circle = circle_of(scene)
    words = [(entry.section, entry_words(scene, circle, entry)) for entry in scene.book.plan()]
    by_section = {
        section.id: [entry for name, entry in words if name == section.id]
        for section in scene.profile.plan_of(scene.meeting.kind)
    }
    sections = tuple(
        BoardSection(
            section.id,
            section_title(scene, section),
            tuple(sorted(entries, key=lambda entry: not entry.agreed)),
        )
        for section in scene.profile.plan_of(scene.meeting.kind)
        if (entries := by_section[section.id])
    )
    members, first = (
        scene.profile.section_of("core_group"),
        scene.profile.section_of("first_core_group"),
    )
    names = tuple(entry.main for entry in _agreed(by_section[members.id])) if members else ()
    meets = (
        [
            say("plan.meets", when=entry.main, rest=[value for _, value in entry.details])
            for entry in _agreed(by_section[first.id])
        ]
        if first
        else []
    )
    return sections, names, meets[-1] if meets else ""


def _agreed(entries: Sequence[EntryWords]) -> list[EntryWords]:
    return [entry for entry in entries if entry.agreed]
