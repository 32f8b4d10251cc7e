"""Keeping reminders in step with what is to be done: one for each who has it to do, none for what
is done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handlers.dates.rhythm import Rhythm
from handlers.grammar.scene import Turn
from handlers.people.lead import lead_of
from handlers.plan.actions import ActionNow, actions_now
from storage.tables import Person, Reminder


@dataclass(frozen=True)
class ToDo:
    """Something that somebody has to do by a day. `owner` is an id of the circle."""

    what: str
    target: str
    owner: str
    due_on: date


def remind_of_actions(turn: Turn, anew: str = "") -> None:
    """Brings the reminders in step with the agreed actions as they are now; those of the action
    `anew` begin again.
    """
    keep(turn, "action", (todo for action in actions_now(turn) for todo in _to_do(action)), anew)


def keep(turn: Turn, what: str, todos: Iterable[ToDo], anew: str = "") -> None:
    """Brings the reminders of a kind in step: new ones begin, those with another day or that had
    ended begin anew.

    The rest ends.
    """
    rhythm = Rhythm.of(turn.profile)
    kept = {(row.owner, row.target): row for row in turn.book.reminders() if row.what == what}
    for todo in todos:
        row = kept.pop((todo.owner, todo.target), None)
        if row is None:
            _begin(turn, rhythm, todo)
        elif row.due_on != todo.due_on or row.target == anew or _ended(row):
            row.due_on, row.late = todo.due_on, 0
            row.due_at = rhythm.next_time(todo.due_on, turn.now, row.told_on)
    for row in kept.values():
        row.due_at = row.told_on = None


def _ended(row: Reminder) -> bool:
    """Whether nobody was to be reminded of it any more; what is over after the last reminder stays
    so.
    """
    return row.due_at is None and row.told_on is None


def stop(turn: Turn, owner: str, target: str) -> None:
    """Somebody is not reminded of something any more."""
    for row in turn.book.reminders():
        if (row.owner, row.target) == (owner, target):
            row.due_at = row.told_on = None


def told_instead(turn: Turn, owner: str) -> Person:
    """Who is told: the owner; the lead, where the owner has no account."""
    person = turn.book.person(owner)
    return person if person and person.account else lead_of(turn)


def _begin(turn: Turn, rhythm: Rhythm, todo: ToDo) -> None:
    told = told_instead(turn, todo.owner)
    due_at = rhythm.next_time(todo.due_on, turn.now)
    row = Reminder(
        owner=todo.owner,
        person_id=told.id,
        what=todo.what,
        target=todo.target,
        due_on=todo.due_on,
        due_at=due_at,
    )
    turn.book.add(row)


def _to_do(action: ActionNow) -> Iterable[ToDo]:
    if action.is_done or action.due is None:
        return
    cannot = {row.person_id for row in action.cannot}
    for owner in action.owners:
        if owner not in cannot:
            yield ToDo("action", action.root, owner, action.due)
