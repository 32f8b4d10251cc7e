"""What the chair may put right in the record: agreed words, the plan, names and reasons.

People's own words stay theirs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from handlers.grammar.scene import Scene
from handlers.grammar.target import Target
from handlers.people.circle import Circle, circle_of
from handlers.plan.words import section_title, words_on_paper
from prompts.card import Choice, Field
from prompts.profile import FormField, PlanSection
from prompts.words import fill, say
from storage.book import body_of
from storage.tables import EntryState, PlanEntry

_SUMMARY = 2000
_NAME = 80


@dataclass(frozen=True)
class Correctable:
    """One thing in the record. `value` is what is kept, `words` how it reads, `field` asks for it
    anew.

    `id` names it: "summary", "person:<id>", "point:<id>", "danger:<trio>", "goal:<trio>",
    "decision:<child>" or
    "entry:<thread>/<field>".
    """

    id: str
    group: str
    label: str
    value: str
    words: str
    field: Field


def groups(scene: Scene) -> dict[str, str]:
    """The kinds of things that there are to put right here, by name, with what people read."""
    names = dict.fromkeys(item.group for item in correctables(scene))
    return {name: _group_words(scene, name) for name in names}


def correctables(scene: Scene) -> Iterator[Correctable]:
    """All that can be put right, as the viewer may see it."""
    yield _lines(
        scene, "summary", "summary", say("correcting.item_summary"), scene.meeting.summary, _SUMMARY
    )
    yield from _people(scene)
    for point in scene.book.points():
        yield _lines(
            scene, f"point:{point.id}", "points", say("correcting.item_point"), point.words
        )
    for trio in scene.meeting.trios:
        for name in ("danger", "goal"):
            label = say(f"correcting.item_{name}", title=trio.title)
            yield _lines(
                scene, f"{name}:{trio.id}", "worries", label, getattr(trio.wordings[-1], name)
            )
    yield from _decisions(scene)
    circle = circle_of(scene)
    for entry in scene.book.plan():
        if entry.state == EntryState.AGREED:
            yield from _entry(scene, circle, scene.profile.sections[entry.section], entry)


def find(scene: Scene, item_id: str) -> Correctable | None:
    """One thing by its name, if it is there."""
    return next((item for item in correctables(scene) if item.id == item_id), None)


def _group_words(scene: Scene, name: str) -> str:
    named = Target.parse(name)
    kind, section = named.head, named.tail
    about = section_title(scene, scene.profile.sections[section]) if section else ""
    return say(f"correcting.group_{kind}", section=about)


def _people(scene: Scene) -> Iterator[Correctable]:
    for person in scene.book.people:
        field = Field(
            "words", say("correcting.words"), "line", required=True, limit=_NAME, value=person.name
        )
        yield Correctable(
            f"person:{person.id}",
            "people",
            say("correcting.item_person"),
            person.name,
            person.name,
            field,
        )


def _decisions(scene: Scene) -> Iterator[Correctable]:
    for child in scene.meeting.children:
        rows = [row for row in scene.book.decisions() if row.child_id == child.id]
        if rows:
            label = say("correcting.item_decision", child=child.name)
            yield _lines(
                scene, f"decision:{child.id}", "decisions", label, body_of(rows[-1])["why"]
            )


def _entry(
    scene: Scene, circle: Circle, section: PlanSection, entry: PlanEntry
) -> Iterator[Correctable]:
    body = body_of(entry)
    for field in section.field:
        value = body.get(field.id, "")
        if value and field.kind != "tick":
            label = say("correcting.item_entry", label=fill(field.label, **scene.names()))
            words = words_on_paper(circle, field, value)
            asked = _field(scene, circle, field, value)
            yield Correctable(
                f"entry:{entry.thread}/{field.id}", f"plan:{section.id}", label, value, words, asked
            )


def _field(scene: Scene, circle: Circle, field: FormField, value: str) -> Field:
    label, limits = say("correcting.words"), scene.profile.limits
    match field.kind:
        case "person" | "people":
            kind: Literal["choice", "choices"] = "choice" if field.kind == "person" else "choices"
            return Field(
                "words", label, kind, required=True, choices=circle.choices(value), value=value
            )
        case "choice":
            options = tuple(Choice(option.id, option.label) for option in field.options)
            return Field("words", label, "choice", required=True, choices=options, value=value)
        case "date":
            return Field("words", label, "date", required=True, value=value)
        case _:
            limit = field.limit or limits.long
            return Field(
                "words",
                label,
                "lines",
                say("kinds.limit", limit=limit),
                required=True,
                limit=limit,
                value=value,
            )


def _lines(
    scene: Scene, item_id: str, group: str, label: str, words: str, limit: int = 0
) -> Correctable:
    most = limit or scene.profile.limits.long
    field = Field(
        "words",
        say("correcting.words"),
        "lines",
        say("kinds.limit", limit=most),
        required=True,
        limit=most,
        value=words,
    )
    return Correctable(item_id, group, label, words, words, field)
