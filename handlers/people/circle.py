"""The family's circle: the people of the conference, and those whom the plan names though they may
not be at the meeting.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.people.role_words import role_words
from prompts.card import Choice
from prompts.words import say
from storage.book import body_of
from storage.tables import Attendance, PlanEntry

NAMED = "named:"
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;\n]|\band\b)\s*")
_LOOKING_ON = frozenset({Role.OBSERVER, Role.INTERPRETER})


@dataclass(frozen=True)
class PlanMember:
    """Somebody who can be given a part in the plan.

    `id` is a person's id, or "named:<thread>" for somebody who is only named in the plan's section
    of people.
    """

    id: str
    name: str
    about: str = ""


@dataclass(frozen=True)
class Circle:
    """Everybody who can be given a part.

    `names` knows more ids than `members`: somebody both here and named is one member.
    """

    members: tuple[PlanMember, ...]
    names: Mapping[str, str]

    def called(self, ids: str) -> list[str]:
        """The names that kept ids (joined by commas) stand for."""
        return [
            self.names.get(member_id, say("circle.somebody"))
            for member_id in ids.split(",")
            if member_id
        ]

    def choices(self, kept: str = "") -> tuple[Choice, ...]:
        """Who can be chosen in a form; with those chosen before, whatever they are called now."""
        known = {member.id for member in self.members}
        before = [
            Choice(member_id, self.names[member_id])
            for member_id in kept.split(",")
            if member_id in self.names.keys() - known
        ]
        return (
            *(
                Choice(member.id, say("circle.choice", name=member.name, about=member.about))
                for member in self.members
            ),
            *before,
        )

    def find(self, typed: str) -> tuple[list[str], list[str]]:
        """The ids of those whose names were typed, and the names that nobody, or more than one,
        goes by.
        """
        whole = self._known_as(typed)
        if len(whole) == 1:
            return whole, []
        names = [name for name in _BETWEEN_NAMES.split(typed.strip()) if name]
        found = {name: self._known_as(name) for name in names}
        return [ids[0] for ids in found.values() if len(ids) == 1], [
            name for name, ids in found.items() if len(ids) != 1
        ]

    def _known_as(self, name: str) -> list[str]:
        return [member.id for member in self.members if same_name(member.name, name)]


def circle_of(scene: Scene) -> Circle:
    """The circle as it is now."""
    people = [
        PlanMember(p.id, p.name, role_words(p))
        for p in scene.by_family_first
        if p.role not in _LOOKING_ON and p.attendance != Attendance.APART
    ]
    named = [PlanMember(NAMED + entry.thread, name) for entry, name in people_named(scene)]
    others = [
        member
        for member in named
        if not any(same_name(member.name, person.name) for person in people)
    ]
    return Circle((*people, *others), {member.id: member.name for member in (*people, *named)})


def people_named(scene: Scene) -> list[tuple[PlanEntry, str]]:
    """The plan's entries about people, each with the person's name: the first field of the
    section.
    """
    section = scene.profile.section_of("people")
    if section is None:
        return []
    return [
        (entry, body_of(entry)[section.field[0].id])
        for entry in scene.book.plan()
        if entry.section == section.id
    ]


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same to a reader."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
