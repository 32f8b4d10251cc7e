"""Before a conference: who owes a report or has something on a preparation list is reminded, until
it is there or it begins.
"""

from collections.abc import Iterator
from datetime import date

from handlers.before.facts import expected
from handlers.before.lists import Task, tasks
from handlers.dates.preparing_days import reports_due
from handlers.dates.rhythm import Rhythm
from handlers.grammar.after_command import after_command
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import is_preparing, setters, today, told_people
from handlers.reminding.keeping import ToDo, keep
from handlers.reminding.progress import show_again
from storage.tables import MeetingState

KINDS = ("report", "task")


@after_command
def remind_before_the_day(turn: Turn, before: str) -> None:
    """Brings the reminders in step with what is still to come, while a meeting is prepared and when
    it begins.

    Nobody is reminded of what they have not been told of.
    """
    if MeetingState.PREPARING in (before, turn.meeting.state):
        _bring_in_step(turn)


def _bring_in_step(turn: Turn) -> None:
    todos = list(_owed(turn)) if is_preparing(turn) else []
    if {(one.what, one.owner, one.target, one.due_on) for one in todos} == _kept(turn):
        return
    show_again(turn)
    for kind in KINDS:
        keep(turn, kind, (todo for todo in todos if todo.what == kind))


def awaited(scene: Scene) -> bool:
    """Whether anything is still of use: the conference has not begun, and its day is not over."""
    occasion = scene.book.occasion
    return is_preparing(scene) and bool(occasion and occasion.on and occasion.on >= today(scene))


def report_is_missing(scene: Scene, owner: str) -> bool:
    """Whether somebody's report is still awaited."""
    return awaited(scene) and any(
        row.author.id == owner and not row.came for row in expected(scene)
    )


def tasks_soon(scene: Scene, owner: str) -> list[Task]:
    """What somebody has still to do that is late, or due within the days of a reminder."""
    rhythm = Rhythm.of(scene.profile)
    soon = rhythm.after(today(scene), rhythm.rules.before)
    mine = (
        task for task in tasks(scene) if task.owner and task.owner.id == owner and not task.done
    )
    return [task for task in mine if task.due and task.due <= soon] if awaited(scene) else []


def _owed(turn: Turn) -> Iterator[ToDo]:
    known, due = {*setters(turn), *told_people(turn)}, reports_due(turn)
    for row in expected(turn):
        if due and row.author in known and not row.came:
            yield ToDo("report", turn.meeting.id, row.author.id, due)
    # A list is one thing to be reminded of: by its first day, and by the next when that is done.
    first: dict[str, date] = {}
    for task in tasks(turn):
        if task.owner and task.owner in known and task.due and not task.done:
            first[task.owner.id] = min(task.due, first.get(task.owner.id, task.due))
    yield from (ToDo("task", turn.meeting.id, owner, day) for owner, day in first.items())


def _kept(turn: Turn) -> set[tuple[str, str, str, object]]:
    rows = [
        row for row in turn.book.reminders() if row.what in KINDS and (row.due_at or row.told_on)
    ]
    return {(row.what, row.owner, row.target, row.due_on) for row in rows}
