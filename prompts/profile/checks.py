"""What can be wrong in a profile that is right in each of its tables: names that do not fit
together.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, TypeVar, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from prompts.profile.agenda import AgendaPart, FormField, PlanSection, Question
from prompts.profile.answer_kinds import RULES, Need
from prompts.profile.papers import FeedbackQuestion, Leaflet
from prompts.profile.preparation import PreparationItem, ReportForm
from prompts.profile.profile import Profile
from prompts.profile.rules import DeadlineRule
from prompts.profile.sources import KeyPath

Row = TypeVar("Row")
TABLES = (
    "box",
    "agency",
    "recommendation",
    "category",
    "clock",
    "feedback",
    "leaflet",
    "preparation",
    "report",
)
# The kinds of section that the program works with, and the kind of field that each cannot do
# without.
NEEDED = {
    "actions": ("people", "date"),
    "core_group": ("person",),
    "first_core_group": ("date",),
    "next_core_group": ("date",),
}


class Fault(NamedTuple):
    """What is wrong at a place of the profile: the table and the key, and what to put."""

    place: KeyPath
    text: str


def faults(profile: Profile) -> Iterator[Fault]:
    """Each fault, in the order of the tables."""
    yield from _at(("part",), _twice("question", list(_question_ids(profile))))
    yield from _at(("part",), _twice("part", [part.id for part in profile.every_part]))
    yield from _at(("plan",), _twice("plan", [one.id for one in profile.plan_of("core_group")]))
    for what in TABLES:
        yield from _at((what,), _twice(what, [row.id for row in getattr(profile, what)]))
    for place, question in _questions(profile):
        yield from _at(place, _in_question(profile, question))
    for place, section in _sections(profile):
        yield from _at(place, _in_section(section))
    yield from _at(("letter", "change"), _in_letter(profile))
    yield from _in_rows("preparation", profile.preparation, _in_preparation)
    yield from _in_rows("report", profile.report, partial(_in_report, profile))
    yield from _at(("report",), _roles_of_reports(profile))
    yield from _at(("quorum", "lead"), _in_quorum(profile))
    yield from _at(("trios",), _in_trios(profile))
    yield from _at(("zone",), _in_zone(profile))
    yield from _at(("holiday",), _twice("holiday day", [str(one.day) for one in profile.holiday]))
    yield from _in_rows("clock", profile.clock, partial(_in_clock, profile))
    yield from _in_rows("feedback", profile.feedback, _in_feedback)
    yield from _in_rows("leaflet", profile.leaflet, _in_leaflet)


def _in_rows(
    key: str, rows: Iterable[Row], faults_of: Callable[[Row], Iterable[str]]
) -> Iterator[Fault]:
    for index, row in enumerate(rows):
        yield from _at((key, index), faults_of(row))


def _at(place: KeyPath, texts: Iterable[str]) -> Iterator[Fault]:
    return (Fault(place, text) for text in texts)


def _question_ids(profile: Profile) -> Iterator[str]:
    return (question.id for part in profile.every_part for question in part.question)


def _questions(profile: Profile) -> Iterator[tuple[KeyPath, Question]]:
    yield from _asked_in(("part",), profile.part)
    if profile.core_group:
        yield from _asked_in(("core_group", "part"), profile.core_group.part)


def _asked_in(place: KeyPath, parts: Iterable[AgendaPart]) -> Iterator[tuple[KeyPath, Question]]:
    for number, part in enumerate(parts):
        for index, question in enumerate(part.question):
            yield (*place, number, "question", index), question


def _sections(profile: Profile) -> Iterator[tuple[KeyPath, PlanSection]]:
    for index, section in enumerate(profile.plan):
        yield ("plan", index), section
    for index, section in enumerate(profile.core_group.plan if profile.core_group else ()):
        yield ("core_group", "plan", index), section


def _in_letter(profile: Profile) -> Iterator[str]:
    for section_id in profile.letter.change if profile.letter else ():
        yield from _unknown("letter", "change", section_id, list(profile.sections))


def _in_quorum(profile: Profile) -> Iterator[str]:
    agencies = [agency.id for agency in profile.agency]
    yield from _unknown("quorum", "lead", profile.quorum.lead, agencies)


def _in_trios(profile: Profile) -> Iterator[str]:
    """Worries that nobody asks about are of no use, and questions about worries need some."""
    scoring = [question.id for question in profile.questions.values() if question.each == "trio"]
    if profile.trios == "none" and scoring:
        yield (
            f"key 'trios': question '{scoring[0]}' is asked for each trio; put "
            '"optional" or "needed", or take it out'
        )
    if profile.trios == "needed" and not scoring:
        yield (
            "key 'trios': no question is asked for each trio; put \"none\", or "
            'add a question with each = "trio"'
        )


def _in_zone(profile: Profile) -> Iterator[str]:
    try:
        ZoneInfo(profile.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield f"key 'zone': '{profile.zone}' is no time zone; put one like Europe/London"


def _in_clock(profile: Profile, clock: DeadlineRule) -> Iterator[str]:
    where = f"clock '{clock.id}'"
    for plan in clock.plans:
        yield from _unknown(where, "plans", plan, [row.id for row in profile.recommendation])
    if clock.unit == "hours" and clock.before:
        yield (
            f"{where}, key 'before': hours are counted from what has "
            "happened; put days, or take 'before' out"
        )


def _in_feedback(question: FeedbackQuestion) -> Iterator[str]:
    where = f"feedback '{question.id}'"
    if question.answer == "choice" and not question.options:
        yield f"{where}, key 'options': a choice needs options; add [[feedback.options]] tables"
    if question.answer == "number" and not (question.low and question.high):
        yield f"{where}: a number needs its ends; put the keys 'low' and 'high'"
    yield from _places(
        where, [question.ask, question.hint, question.low, question.high], {"child", "children"}
    )


def _in_leaflet(leaflet: Leaflet) -> Iterator[str]:
    texts = [
        leaflet.title,
        leaflet.for_whom,
        leaflet.lead,
        *(line for part in leaflet.part for line in (part.title, *part.say)),
    ]
    for text in texts:
        if "{{" in text or "{%" in text:
            yield (
                f"leaflet '{leaflet.id}': '{text}' has a place to fill in; it is the "
                "same for every family: put plain words"
            )


def _in_question(profile: Profile, question: Question) -> Iterator[str]:
    where = f"question '{question.id}'"
    yield from _unknown(where, "box", question.box, [box.id for box in profile.box])
    yield from _unknown(where, "section", question.section, list(profile.sections))
    yield from _asked(where, question)
    yield from _in_fields(where, question.fields)
    labels = [field.label for field in question.fields] + [field.hint for field in question.fields]
    texts = [question.title, question.ask, question.hint, question.example, *question.say, *labels]
    yield from _places(
        where, texts, {"child", "children"} | ({"about"} if question.each else set())
    )


def _asked(where: str, question: Question) -> Iterator[str]:
    rules = RULES[question.answer]
    if rules.asks and not question.waves:
        yield (
            f"{where}, key 'first': nobody is asked; put the groups to "
            'ask, for example ["parents"]'
        )
    for need in rules.needs:
        yield from _needed(where, question, need)
    each = rules.each or question.each
    if question.each != each:
        yield (
            f"{where}, key 'each': an answer of the kind '{question.answer}' is "
            f'given for each {each}; put "{each}"'
        )


def _needed(where: str, question: Question, need: Need) -> Iterator[str]:
    match need:
        case "options":
            if not question.options:
                yield (
                    f"{where}, key 'options': a choice needs options; add "
                    "[[part.question.options]] tables"
                )
        case "pictures":
            for option in question.options:
                if not option.picture:
                    yield (
                        f"{where}, option '{option.id}', key 'picture': put the character "
                        "to show before the words"
                    )
        case "section":
            if not question.section:
                yield f"{where}, key 'section': put the id of the plan section that it fills"
        case _:
            assert_never(need)


def _in_section(section: PlanSection) -> Iterator[str]:
    where = f"plan '{section.id}'"
    yield from _in_fields(where, section.field)
    labels = [field.label for field in section.field] + [field.hint for field in section.field]
    yield from _places(where, [section.title, *labels], {"child", "children"})
    kinds = [field.kind for field in section.field]
    for kind in NEEDED.get(section.kind, ()):
        if kind not in kinds:
            yield (
                f"{where}, key 'field': a section of the kind '{section.kind}' needs a "
                f"field of the kind '{kind}'; add one"
            )
    if section.kind == "actions" and not any(field.owner for field in section.field):
        yield f"{where}, key 'owner': put owner = true on the field that says who does it"


def _in_preparation(item: PreparationItem) -> Iterator[str]:
    known = {"children", "about"} if item.each else {"children"}
    yield from _places(f"preparation '{item.id}'", [item.task, item.short], known)


def _in_report(profile: Profile, form: ReportForm) -> Iterator[str]:
    where = f"report '{form.id}'"
    yield from _twice(f"{where}, field", [field.id for field in form.field])
    of_fields = [text for field in form.field for text in (field.label, field.hint, field.example)]
    yield from _places(where, [form.title, *form.say, *of_fields], {"child", "children"})
    for field in form.field:
        yield from _unknown(
            f"{where}, field '{field.id}'", "opens", field.opens, list(profile.questions)
        )


def _roles_of_reports(profile: Profile) -> Iterator[str]:
    roles = [role for form in profile.report for role in form.roles]
    for role in dict.fromkeys(roles):
        if roles.count(role) > 1:
            yield f"report, key 'roles': '{role}' has {roles.count(role)} forms; put it on one"


def _in_fields(where: str, fields: Iterable[FormField]) -> Iterator[str]:
    fields = tuple(fields)
    yield from _twice(f"{where}, field", [field.id for field in fields])
    for field in fields:
        if field.kind == "choice" and not field.options:
            yield f"{where}, field '{field.id}', key 'options': a choice needs options; add them"


def _places(where: str, texts: Iterable[str], known: set[str]) -> Iterator[str]:
    for text in texts:
        for name in re.findall(r"\{\{(.*?)\}\}", text):
            if name.strip() not in known:
                yield (
                    f"{where}: '{{{{{name}}}}}' cannot be filled in here; put "
                    f"one of {', '.join(sorted(known))}"
                )
        if re.sub(r"\{\{.*?\}\}", "", text).count("{{") or "{%" in text:
            yield (
                f"{where}: '{text}' has braces that do not close or a rule; put "
                f"plain words and {{{{ child }}}}"
            )


def _twice(what: str, ids: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(ids):
        if ids.count(name) > 1:
            yield f"{what} id '{name}' is used {ids.count(name)} times; give each its own id"


def _unknown(where: str, key: str, value: str, names: list[str]) -> Iterator[str]:
    if value and value not in names:
        yield f"{where}, key '{key}': '{value}' is not defined; put one of {', '.join(names)}"
