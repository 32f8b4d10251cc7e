"""The plan in words: an entry's ids, dates and choices as a person reads them."""

from dataclasses import dataclass
from datetime import date

from handlers.dates.deadline_words import full_day, spoken_day
from handlers.grammar.roles import SCRIBES
from handlers.grammar.scene import Scene
from handlers.people.circle import Circle
from handlers.questions.options import label_of
from prompts.profile import FormField, PlanSection
from prompts.words import fill, say
from storage.book import body_of
from storage.tables import EntryState, PlanEntry


@dataclass(frozen=True)
class EntryWords:
    """An entry of the plan to be read: the main thing, then what was added, each with its label.

    `who` offered it.
    """

    main: str
    details: tuple[tuple[str, str], ...]
    who: str
    agreed: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """The entry line by line."""
        return (
            self.main,
            *(say("plan.detail", label=label, value=value) for label, value in self.details),
        )


def entry_words(scene: Scene, circle: Circle, entry: PlanEntry) -> EntryWords:
    """An entry in words. An action is one sentence: what, who, by when."""
    section = scene.profile.sections[entry.section]
    values = _in_words(scene, circle, section, body_of(entry))
    author = scene.book.person(entry.author_id)
    main, told = (
        _action(section, values) if section.kind == "actions" else _first(scene, section, values)
    )
    rest = [field for field in section.field if field.id in values and field.id not in told]
    details = tuple((fill(field.label, **scene.names()), values[field.id]) for field in rest)
    who = author.name if author else ""
    # What was offered stands there as a quotation; agreed words are in a list, where "I" has to
    # mean somebody.
    if (
        entry.state == EntryState.AGREED
        and section.kind == "entries"
        and author
        and author.role not in SCRIBES
    ):
        main = say("plan.from", words=main, who=who)
    return EntryWords(main, details, who, entry.state == EntryState.AGREED)


def section_title(scene: Scene, section: PlanSection) -> str:
    """A section's title. The number that the guidance gives it is for the record only."""
    return fill(section.title, **scene.names())


def owner_field(section: PlanSection) -> FormField | None:
    """The field that says who does it."""
    return next((field for field in section.field if field.owner), None)


def due_field(section: PlanSection) -> FormField | None:
    """The field that says by when."""
    return next((field for field in section.field if field.kind == "date" and field.future), None)


def side_field(section: PlanSection) -> FormField | None:
    """The field that says whether an action is for the family or for workers."""
    return (
        next((field for field in section.field if field.kind == "choice"), None)
        if section.kind == "actions"
        else None
    )


def day_words(iso: str) -> str:
    """A calendar date as people say it: "Monday 1 December"."""
    return spoken_day(date.fromisoformat(iso))


def words_on_paper(circle: Circle, field: FormField, value: str) -> str:
    """One field's value in the record: a date has its year there."""
    if field.kind == "date":
        return full_day(date.fromisoformat(value))
    return value_words(circle, field, value)


def value_words(circle: Circle, field: FormField, value: str) -> str:
    """One field's value as a person reads it."""
    match field.kind:
        case "person" | "people":
            return say("plan.names", names=circle.called(value))
        case "date":
            return day_words(value)
        case "choice":
            return label_of(field.options, value)
        case "tick":
            return say("plan.tick")
        case _:
            return value


def _in_words(
    scene: Scene, circle: Circle, section: PlanSection, body: dict[str, str]
) -> dict[str, str]:
    return {
        field.id: value_words(circle, field, body[field.id])
        for field in section.field
        if body.get(field.id)
    }


def _action(section: PlanSection, values: dict[str, str]) -> tuple[str, set[str]]:
    """What, who and by when as one sentence, and the fields that are told with it; the side is told
    by the heading.
    """
    what, owner, due, side = (
        section.field[0],
        owner_field(section),
        due_field(section),
        side_field(section),
    )
    told = {field.id for field in (what, owner, due, side) if field}
    words = say(
        "plan.action",
        what=values[what.id],
        who=owner and values.get(owner.id),
        when=due and values.get(due.id),
    )
    return words, told


def _first(scene: Scene, section: PlanSection, values: dict[str, str]) -> tuple[str, set[str]]:
    """The first thing that was filled in; a choice needs its question beside it."""
    field = next(field for field in section.field if field.id in values)
    label = fill(field.label, **scene.names())
    return say(
        "plan.main", label=label, value=values[field.id], chosen=field.kind in ("choice", "tick")
    ), {field.id}
