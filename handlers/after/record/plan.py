"""The plan in the record: by section and, once more by themselves, actions, the core group and its
first meeting.
"""

from datetime import date

from handlers.after.record.base import PersonName
from handlers.after.record.names import name_of_id
from handlers.after.record.plan_model import (
    Action,
    CoreGroupMember,
    Entry,
    FirstCoreGroup,
    PlanValue,
    Section,
)
from handlers.grammar.scene import Scene
from handlers.people.circle import Circle, circle_of
from handlers.plan.actions import DONE
from handlers.plan.words import due_field, owner_field, side_field, words_on_paper
from handlers.questions.options import label_of
from prompts.profile import FormField, PlanSection
from prompts.words import fill
from storage.book import body_of
from storage.tables import EntryState, PlanEntry


def sections(scene: Scene) -> tuple[Section, ...]:
    """Every section, with what is agreed and what was offered."""
    circle, entries = circle_of(scene), scene.book.plan()
    return tuple(
        Section(
            id=section.id,
            kind=section.kind,
            number=section.number,
            title=fill(section.title, **scene.names()),
            entries=tuple(
                _entry(scene, circle, section, entry)
                for entry in entries
                if entry.section == section.id
            ),
        )
        for section in scene.profile.plan_of(scene.meeting.kind)
    )


def actions(scene: Scene) -> tuple[Action, ...]:
    """Agreed actions."""
    section = scene.profile.section_of("actions")
    if section is None:
        return ()
    circle, owner, due, side = (
        circle_of(scene),
        owner_field(section),
        due_field(section),
        side_field(section),
    )
    return tuple(
        Action(
            entry=entry.thread,
            what=values[section.field[0].id],
            owners=_people(circle, values.get(owner.id, "") if owner else ""),
            by_when=_day(values, due),
            side=values.get(side.id, "") if side else "",
            side_words=label_of(side.options, values.get(side.id, "")) if side else "",
            done=values.get(DONE, ""),
            difference=values.get("difference", ""),
        )
        for entry, values in _agreed(scene, section)
    )


def core_group(scene: Scene) -> tuple[CoreGroupMember, ...]:
    """Agreed members, with what they bring: the section's person, and its other words."""
    section = scene.profile.section_of("core_group")
    if section is None:
        return ()
    circle, who, *others = circle_of(scene), *section.field
    return tuple(
        CoreGroupMember(
            person=person, part=" ".join(values[field.id] for field in others if field.id in values)
        )
        for _, values in _agreed(scene, section)
        for person in _people(circle, values[who.id])
    )


def agreed_meeting(scene: Scene, kind: str) -> FirstCoreGroup | None:
    """When and where the core group meets first, or next, as agreed last."""
    section = scene.profile.section_of(kind)
    agreed = _agreed(scene, section) if section else []
    due = due_field(section) if section else None
    if section is None or due is None or not agreed:
        return None
    values = agreed[-1][1]
    place = " ".join(
        values[field.id] for field in section.field if field is not due and field.id in values
    )
    return FirstCoreGroup(on=date.fromisoformat(values[due.id]), place=place)


def _entry(scene: Scene, circle: Circle, section: PlanSection, entry: PlanEntry) -> Entry:
    body = body_of(entry)
    filled = [field for field in section.field if body.get(field.id)]
    return Entry(
        id=entry.thread,
        carried=bool(entry.root_id) and entry.version == 1,
        agreed=entry.state == EntryState.AGREED,
        author=name_of_id(scene, entry.author_id),
        writer=name_of_id(scene, entry.writer_id),
        versions=entry.version,
        values=tuple(_value(scene, circle, field, body[field.id]) for field in filled),
    )


def _value(scene: Scene, circle: Circle, field: FormField, value: str) -> PlanValue:
    label = fill(field.label, **scene.names())
    words = words_on_paper(circle, field, value)
    return PlanValue(field=field.id, label=label, words=words, value=value)


def _agreed(scene: Scene, section: PlanSection) -> list[tuple[PlanEntry, dict[str, str]]]:
    return [
        (entry, body_of(entry))
        for entry in scene.book.plan()
        if entry.section == section.id and entry.state == EntryState.AGREED
    ]


def _people(circle: Circle, ids: str) -> tuple[PersonName, ...]:
    known = [member_id for member_id in ids.split(",") if member_id]
    return tuple(
        PersonName(id=member_id, name=name)
        for member_id, name in zip(known, circle.called(ids), strict=True)
    )


def _day(values: dict[str, str], field: FormField | None) -> date | None:
    return date.fromisoformat(values[field.id]) if field and values.get(field.id) else None
