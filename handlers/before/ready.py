"""Are we ready?

What is missing before the day, for those who set up. Who and when, never what somebody wrote (I3,
I9).
"""

from collections.abc import Iterator
from datetime import date

from handlers.before import facts
from handlers.before.by_hand import agenda_button
from handlers.before.changing_the_day import cancelled_parts
from handlers.before.circulating import circulated, to_circulate
from handlers.before.day import when_words
from handlers.before.facts import ExpectedReport
from handlers.before.lists import Task, due_words, task_buttons, tasks
from handlers.before.readers import readers_words, shared_with, shared_words
from handlers.before.reading import reading_buttons
from handlers.before.reports import writing_for_others
from handlers.dates.preparing_days import reports_due
from handlers.grammar.after_command import says_troubles
from handlers.grammar.registry import draws
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Scene
from handlers.people.told import (
    NOT_BEGUN,
    day_in,
    day_in_short,
    is_cancelled,
    is_preparing,
    today,
)
from prompts.card import Bullets, Button, Card, Heading, Part, Table, Text
from prompts.words import say
from storage.book import Book
from storage.tables import Person


@says_troubles("ready")
def those_who_set_up(book: Book) -> list[Person]:
    """Before the meeting begins, this card says what could not be shown."""
    if book.meeting.state not in NOT_BEGUN:
        return []
    return [person for person in book.people if person.role in SETTING_UP]


@draws("ready")
def ready_card(scene: Scene, _: str) -> Card:
    """What is missing, by report and by task; and what those who set up can do about it."""
    title, notice = say("ready.title"), say("setting_up.notice")
    if not scene.may(*SETTING_UP):
        return Card(title, (Text(say("ready.not_yours")),), notice=notice)
    reports: list[Part] = (
        [Heading(say("ready.reports")), _reports(scene)] if facts.expected(scene) else []
    )
    if is_cancelled(scene):
        again = Button(say("setting_up.again"), "setup.day_form", style="main")
        whole = (*cancelled_parts(scene), *reports)
        return Card(
            say("ready.cancelled"), whole, buttons=(again, *reading_buttons(scene)), notice=notice
        )
    if not is_preparing(scene):
        return Card(
            say("ready.begun"), tuple(reports), buttons=reading_buttons(scene), notice=notice
        )
    found = tasks(scene)
    parts: list[Part] = [
        _how_many(scene),
        Text(say("ready.day", when=when_words(scene))),
        *_troubles(scene),
        *reports,
    ]
    parts += _lines("missing", _open_lines(scene, found))
    if done := _done_lines(scene, found):
        parts.append(Text(say("ready.done", items=done)))
    return Card(title, tuple(parts), buttons=_buttons(scene, found), notice=notice)


def missing_lines(scene: Scene) -> list[str]:
    """What is missing, a line each, for the chair who is about to begin."""
    late = [say("ready.no_day")] if not scene.book.occasion else []
    return late + [
        f"{task.short(scene)}{_whom(scene, task)}" for task in tasks(scene) if not task.done
    ]


def in_time(day: date | None, due: date | None) -> str:
    """yes, late, or still to come: whether something that should be there by a day is."""
    if day is None:
        return "missing"
    return "late" if due and day > due else "yes"


def _how_many(scene: Scene) -> Text:
    count = len(missing_lines(scene))
    return Text(
        say("ready.missing_count", count=count) if count else say("ready.all_there"), strong=True
    )


def _troubles(scene: Scene) -> list[Part]:
    """What could not be shown to people who were told: somebody has to ring them."""
    names = [
        person.name
        for post in scene.book.troubles()
        if (person := scene.book.person(post.audience))
    ]
    return (
        [Text(say("ready.not_shown", names=list(dict.fromkeys(names))), strong=True)]
        if names
        else []
    )


def _reports(scene: Scene) -> Table:
    due = reports_due(scene)
    head = (say("ready.who"), say("ready.came"), say("ready.shared"), say("ready.read"))
    return Table(head, tuple(_report_row(scene, row, due) for row in facts.expected(scene)))


def _report_row(scene: Scene, row: ExpectedReport, due: date | None) -> tuple[str, str, str, str]:
    report = row.report
    came = day_in(scene, report.received_at) if report and report.received_at else None
    shared = report.shared_on if report else None
    agency = next(
        (agency.label for agency in scene.profile.agency if agency.id == row.author.agency), ""
    )
    whom = shared_words(scene, report) if report else []
    return (
        say("ready.author", name=row.author.name, agency=agency),
        _state(scene, came, due),
        say(
            "ready.shared_with",
            state=_state(scene, shared, due),
            names=whom,
            left=_not_shared_with(scene, row),
        ),
        say("ready.read_by", names=readers_words(scene, report))
        if report and came
        else say("ready.not_here"),
    )


def _state(scene: Scene, day: date | None, due: date | None) -> str:
    past = day is None and due is not None and due < today(scene)
    return say(
        "ready.state",
        state=in_time(day, due),
        day=day_in_short(day),
        due=day_in_short(due),
        past=past,
    )


def _not_shared_with(scene: Scene, row: ExpectedReport) -> list[str]:
    """Parents who have not seen a report that others in the family have seen."""
    seen = shared_with(scene, row.report) if row.report else {}
    return (
        [
            person.name
            for person in scene.book.people
            if person.role == "parent" and person.id not in seen
        ]
        if seen
        else []
    )


def _lines(words: str, lines: list[str]) -> list[Part]:
    return [Heading(say(f"ready.{words}")), Bullets(tuple(lines))] if lines else []


def _open_lines(scene: Scene, found: list[Task]) -> list[str]:
    day = [] if scene.book.occasion else [say("ready.no_day")]
    return day + [
        say(
            "ready.open",
            task=task.short(scene) + _whom(scene, task),
            owner=_name(task.owner),
            due=due_words(scene, task),
            note=task.row.note if task.row else "",
        )
        for task in sorted(
            (task for task in found if not task.done), key=lambda task: task.due or date.max
        )
    ]


def _done_lines(scene: Scene, found: list[Task]) -> list[str]:
    return [
        say(
            "ready.is_done",
            task=task.short(scene),
            day=day_in_short(task.row.done_on if task.row and task.item.by == "tick" else None),
            note=task.row.note if task.row else "",
        )
        for task in found
        if task.done
    ]


def _whom(scene: Scene, task: Task) -> str:
    """Whose part is missing, where the facts show it."""
    return (
        say("ready.whom", names=facts.missing(scene, task.item.by))
        if task.item.by != "tick"
        else ""
    )


def _name(person: Person | None) -> str:
    return person.name if person else ""


def _buttons(scene: Scene, found: list[Task]) -> tuple[Button, ...]:
    return tuple(_each_button(scene, found))


def _each_button(scene: Scene, found: list[Task]) -> Iterator[Button]:
    if facts.not_told(scene):
        yield Button(say("preparing.tell"), "prepare.tell_form", style="main")
    yield from task_buttons(scene, found)
    if facts.not_tried(scene):
        yield Button(say("preparing.tried_others"), "prepare.tried_form")
    yield from agenda_button(scene)
    yield from reading_buttons(scene)
    if to_circulate(scene):
        yield Button(say("reports.circulate"), "report.circulate_form")
    if circulated(scene):
        yield Button(say("reports.hold_back"), "report.hold_back_form")
    if scene.viewer:
        yield from writing_for_others(scene, scene.viewer)
