"""The form for one entry of the plan, and the clear questions back: nothing that was typed
is lost.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from handlers.dates.deadline_words import full_day
from handlers.grammar.forms import filled, typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.scene import Turn
from handlers.people.circle import Circle, circle_of, people_named, same_name
from handlers.plan.late import limit_lines
from handlers.plan.place import PlanPlace
from handlers.plan.words import entry_words, section_title
from prompts.card import Button, Card, Choice, Field, Text
from prompts.profile import FormField, PlanSection
from prompts.words import fill, say
from storage.book import body_of
from storage.tables import EntryState

_ELSE = "_else"


def entry_form(turn: Turn, place: PlanPlace) -> Card:
    """The form for an entry; with its words in it, if there is one."""
    body = body_of(place.entry) if place.entry else {}
    fields = tuple(_fields(turn, place.section, circle_of(turn), body))
    send = Button(
        say("plan.send_agreed" if place.agreed else "plan.send"),
        "plan.submit",
        place.target,
        "main",
    )
    lines = [say("plan.note_agreed" if place.agreed else "plan.note")]
    if place.author is not turn.person:
        lines.insert(
            0, say("plan.changing" if place.entry else "plan.writing_for", name=place.author.name)
        )
    buttons = (send, *_buttons(turn, place))
    parts = (*limit_lines(turn, place.section), *(Text(line) for line in lines))
    form = Card(section_title(turn, place.section), parts, fields, buttons)
    return filled(form, body)


def entry_values(turn: Turn, place: PlanPlace, form: Card) -> dict[str, str]:
    """What was typed, with people as ids.

    Raises `AskBack` with all that was typed and what to do about it.
    """
    circle = circle_of(turn)
    people, faults = {}, {**_past_dates(turn, place.section), **_known_already(turn, place)}
    for field in place.section.field:
        if field.kind in ("person", "people"):
            ids, fault = _who(turn, circle, field)
            people[field.id] = ",".join(ids)
            faults.update(fault)
    typed = {**read_by_others(turn, form, faults, place.author), **people}
    return {field.id: typed[field.id] for field in place.section.field if typed.get(field.id)}


def due_date(section: PlanSection, values: Mapping[str, str]) -> date | None:
    """By when: the day that the section's date in the future holds."""
    days = (
        values.get(field.id) for field in section.field if field.kind == "date" and field.future
    )
    return next((date.fromisoformat(day) for day in days if day), None)


def _fields(
    turn: Turn, section: PlanSection, circle: Circle, body: Mapping[str, str]
) -> Iterator[Field]:
    limits, names = turn.profile.limits, turn.names()
    for field in section.field:
        label, hint = fill(field.label, **names), fill(field.hint, **names)
        match field.kind:
            case "person" | "people":
                yield from _people_fields(
                    field, label, hint, circle.choices(body.get(field.id, ""))
                )
            case "line" | "lines":
                limit = field.limit or (limits.short if field.kind == "line" else limits.long)
                how_long = say("plan.hint", hint=hint, limit=limit)
                yield Field(field.id, label, field.kind, how_long, field.required, limit)
            case _:
                choices = tuple(Choice(option.id, option.label) for option in field.options)
                yield Field(field.id, label, field.kind, hint, field.required, choices=choices)


def _people_fields(
    field: FormField, label: str, hint: str, choices: tuple[Choice, ...]
) -> Iterator[Field]:
    """Who, from a list; and a line for a name, so neither alone is required."""
    yield Field(
        field.id, label, "choice" if field.kind == "person" else "choices", hint, choices=choices
    )
    yield Field(field.id + _ELSE, say("plan.somebody_else"), "line", say("plan.somebody_else_hint"))


def _buttons(turn: Turn, place: PlanPlace) -> Iterator[Button]:
    entry = place.entry
    if entry is None:
        yield from _own_offers(turn, place)
        return
    if entry.state == EntryState.OFFERED and turn.leads:
        yield Button(say("plan.agree_as_is"), "plan.agree", entry.thread)
    yield Button(say("plan.withdraw"), "plan.withdraw", entry.thread)


def _own_offers(turn: Turn, place: PlanPlace) -> Iterator[Button]:
    """What one offered here before can be opened and changed until it is agreed."""
    circle = circle_of(turn)
    for entry in turn.book.plan():
        if (
            entry.section == place.section.id
            and entry.author_id == place.author.id
            and entry.state == EntryState.OFFERED
        ):
            words = entry_words(turn, circle, entry).main
            yield Button(say("plan.change_own", words=words), "plan.form", f"entry:{entry.thread}")


def _who(turn: Turn, circle: Circle, field: FormField) -> tuple[list[str], dict[str, str]]:
    """The ids of those who were chosen or typed, each once, and what to ask back."""
    chosen = [member_id for member_id in turn.value(field.id).split(",") if member_id]
    found, unknown = circle.find(turn.value(field.id + _ELSE))
    ids = list(dict.fromkeys([*chosen, *found]))
    if unknown:
        return ids, {field.id + _ELSE: _unknown(turn, unknown)}
    if field.required and not ids:
        return ids, {field.id: say("plan.owner_needed" if field.owner else "plan.person_needed")}
    if field.kind == "person" and len(ids) > 1:
        return ids, {field.id + _ELSE: say("plan.one_person")}
    return ids, {}


def _unknown(turn: Turn, names: list[str]) -> str:
    section = turn.profile.section_of("people")
    return say("plan.unknown", names=names, section=section_title(turn, section) if section else "")


def _past_dates(turn: Turn, section: PlanSection) -> dict[str, str]:
    days = {
        field.id: turn.value(field.id)
        for field in section.field
        if field.kind == "date" and field.future
    }
    return {
        name: say("plan.past", day=full_day(date.fromisoformat(day)))
        for name, day in days.items()
        if _is_past(day, turn.now.date())
    }


def _is_past(typed: str, today: date) -> bool:
    day = typed_day(typed)
    return day is not None and day < today


def _known_already(turn: Turn, place: PlanPlace) -> dict[str, str]:
    """Nobody stands among the people of the plan twice: later, a name has to mean one person."""
    if place.section.kind != "people":
        return {}
    field = place.section.field[0].id
    thread = place.entry.thread if place.entry else ""
    twice = any(
        entry.thread != thread and same_name(name, turn.value(field))
        for entry, name in people_named(turn)
    )
    return {field: say("plan.named_already", name=turn.value(field))} if twice else {}
