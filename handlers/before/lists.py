"""Preparation lists: what has to be done before the day, by whom and by when; ticked from a private
message (row I3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handlers.before import facts
from handlers.dates.preparing_days import days_before, reports_due
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked, filled, typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import shows
from handlers.grammar.roles import PROFESSIONALS, SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.invitations import needing
from handlers.people.told import PREPARING, day_in_short, tell_invited, tell_setters, today
from prompts.card import Button, Card, Choice, Field
from prompts.profile.preparation import PreparationItem
from prompts.words import fill, say
from storage.tables import Child, Person, PreparedItem

PREPARES = SETTING_UP | PROFESSIONALS


@dataclass(frozen=True)
class Task:
    """One thing to do before the day.

    It was `given` to somebody, or the `owner` is the first of its list.
    """

    item: PreparationItem
    about: Person | Child | None
    row: PreparedItem | None
    given: Person | None
    owner: Person | None
    due: date | None
    done: bool

    @property
    def key(self) -> str:
        """The item, and whom it is about."""
        return f"{self.item.id}:{self.about.id if self.about else ''}"

    def words(self, scene: Scene, text: str) -> str:
        """A sentence of the item with the names in it."""
        return fill(
            text, children=scene.names()["children"], about=self.about.name if self.about else ""
        )

    def short(self, scene: Scene) -> str:
        """What it is called on a list."""
        return self.words(scene, self.item.short)


def ask_what_is_done(turn: Turn) -> Card:
    """What is open and can be ticked: one's own list; for those who set up, everybody's."""
    return _tick_form(turn)


@form("task.tick_form", "task.tick", asks=ask_what_is_done, by=PREPARES, when=PREPARING)
def tick(turn: Turn) -> None:
    """These are done, today."""
    chosen = checked(_tick_form(turn), turn.values)["done"].split(",")
    for task in _open(turn):
        if task.key in chosen:
            _row(turn, task).done_on = today(turn)
    _tell(turn)


@shows("task.choose_form", by=PREPARES, when=PREPARING)
def ask_which(turn: Turn) -> Reply:
    """Asks which thing to write a note about, give to somebody else, or take a tick from."""
    return Reply(_choose(turn), done=False)


def ask_about_one(turn: Turn) -> Card:
    """The form for one thing, with what is known."""
    task = _mine(turn, checked(_choose(turn), turn.values)["which"])
    return filled(_form(turn, task), _known(task))


@form("task.choose", "task.submit", asks=ask_about_one, by=PREPARES, when=PREPARING)
def keep_task(turn: Turn) -> None:
    """Keeps who does it, whether it is done and when, and a note."""
    task = _mine(turn, turn.target)
    day = typed_day(turn.value("done_on"))
    typed = read_by_others(
        turn,
        _form(turn, task),
        {"done_on": say("setting_up.not_yet")} if day and day > today(turn) else {},
    )
    row = _row(turn, task)
    row.note, row.owner_id = typed.get("note", ""), typed.get("owner") or row.owner_id
    if task.item.by == "tick":
        row.done_on = (day or today(turn)) if typed.get("done") else None
    _tell(turn)


def tasks(scene: Scene) -> list[Task]:
    """All that this conference needs done before the day, in the profile's order."""
    rows = scene.book.prepared()
    return [
        _task(scene, item, about, rows)
        for item in scene.profile.preparation
        for about in _about(scene, item)
    ]


def my_tasks(scene: Scene, person: Person) -> list[Task]:
    """What somebody was given, and what stands on the list of their role and was given to nobody
    else.
    """
    return [
        task
        for task in tasks(scene)
        if (task.given is person if task.given else person.role in task.item.roles)
    ]


def due_words(scene: Scene, task: Task) -> str:
    """By when, and whether that is past."""
    return say("preparing.due", day=day_in_short(task.due), late=is_late(scene, task))


def is_late(scene: Scene, task: Task) -> bool:
    """Whether something should have been done before today."""
    return task.due is not None and not task.done and task.due < today(scene)


def task_buttons(scene: Scene, mine: list[Task]) -> tuple[Button, ...]:
    """What can be done about a list."""
    if not mine:
        return ()
    can_tick = any(not task.done and task.item.by == "tick" for task in mine)
    ticks = (Button(say("preparing.tick"), "task.tick_form"),) if can_tick else ()
    return (*ticks, Button(say("preparing.note"), "task.choose_form"))


def _task(
    scene: Scene,
    item: PreparationItem,
    about: Person | Child | None,
    rows: dict[tuple[str, str], PreparedItem],
) -> Task:
    row = rows.get((item.id, about.id if about else ""))
    given = scene.book.person(row.owner_id) if row and row.owner_id else None
    owner = given or next(
        (p for role in item.roles for p in scene.book.people if p.role == role), None
    )
    done = bool(row and row.done_on) if item.by == "tick" else not facts.missing(scene, item.by)
    return Task(item, about, row, given, owner, _due(scene, item), done)


def _due(scene: Scene, item: PreparationItem) -> date | None:
    """Reports have a limit of their own, by the kind of conference, where the profile has one."""
    return (reports_due(scene) if item.by in ("reports", "shared") else None) or days_before(
        scene, item.when
    )


def _about(scene: Scene, item: PreparationItem) -> Iterator[Person | Child | None]:
    match item.each:
        case "":
            yield None
        case "child":
            yield from scene.meeting.children
        case "parent":
            yield from (person for person in scene.book.people if person.role == "parent")
        case need:
            yield from needing(scene, need)


def _may(turn: Turn) -> list[Task]:
    return tasks(turn) if turn.may(*SETTING_UP) else my_tasks(turn, turn.person)


def _open(turn: Turn) -> list[Task]:
    return [task for task in _may(turn) if not task.done and task.item.by == "tick"]


def _mine(turn: Turn, key: str) -> Task:
    found = next((task for task in _may(turn) if task.key == key), None)
    if found is None:
        raise Refused(Card(say("dispatch.not_yours")))
    return found


def _row(turn: Turn, task: Task) -> PreparedItem:
    row = task.row
    if row is None:
        row = turn.book.add(
            PreparedItem(
                item=task.item.id,
                about_id=task.about.id if task.about else "",
                owner_id=None,
                note="",
            )
        )
    row.by_id, row.at = turn.person.id, turn.now
    return row


def _tell(turn: Turn) -> None:
    tell_setters(turn)
    tell_invited(turn)


def _tick_form(turn: Turn) -> Card:
    choices = tuple(Choice(task.key, _line(turn, task)) for task in _open(turn))
    if not choices:
        raise Refused(Card(say("preparing.all_done")))
    field = Field("done", say("preparing.tick_what"), "choices", required=True, choices=choices)
    return Card(
        say("preparing.tick"),
        fields=(field,),
        buttons=(Button(say("setting_up.keep"), "task.tick", style="main"),),
    )


def _choose(turn: Turn) -> Card:
    choices = tuple(Choice(task.key, _line(turn, task)) for task in _may(turn))
    if not choices:
        raise Refused(Card(say("preparing.all_done")))
    field = Field("which", say("setting_up.which"), "choice", required=True, choices=choices)
    return Card(
        say("preparing.note"),
        fields=(field,),
        buttons=(Button(say("plan.go_on"), "task.choose", style="main"),),
    )


def _line(turn: Turn, task: Task) -> str:
    return task.short(turn) if turn.may(*SETTING_UP) else task.words(turn, task.item.task)


def _form(turn: Turn, task: Task) -> Card:
    done = (
        Field("done", say("preparing.is_done"), "tick"),
        Field("done_on", say("preparing.done_on"), "date", say("preparing.done_on_hint")),
    )
    note = Field(
        "note",
        say("preparing.note_words"),
        "lines",
        say("preparing.note_hint"),
        limit=turn.profile.limits.short,
    )
    people = tuple(Choice(p.id, p.name) for p in turn.book.people if p.role in PREPARES)
    owner = (
        (Field("owner", say("preparing.owner"), "choice", choices=people),)
        if turn.may(*SETTING_UP)
        else ()
    )
    fields = (*(done if task.item.by == "tick" else ()), note, *owner)
    send = Button(say("setting_up.keep"), "task.submit", task.key, "main")
    return Card(task.words(turn, task.item.task), fields=fields, buttons=(send,))


def _known(task: Task) -> dict[str, str]:
    known = {"owner": task.owner.id} if task.owner else {}
    if task.row is None:
        return known
    done = {"done": "yes", "done_on": task.row.done_on.isoformat()} if task.row.done_on else {}
    return {**known, **done, "note": task.row.note}
