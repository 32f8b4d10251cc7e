"""What people are shown when they are reminded: one message for all that is due together, in
private, with what they can press.

The lock screen says nothing about the family (row B10).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from handlers.dates.rhythm import Rhythm
from handlers.grammar.registry import NothingToShow, draws
from handlers.grammar.scene import Scene
from handlers.people.circle import Circle, circle_of
from handlers.people.lead import LOOKING, only_for_the_lead
from handlers.people.told import is_preparing
from handlers.plan.actions import ActionNow, action_now, actions_now
from handlers.plan.members import is_past, meeting_words, member_for
from handlers.plan.words import day_words
from handlers.reminding.before_the_day import report_is_missing, tasks_soon
from prompts.card import Bullets, Button, Card, Part, Text
from prompts.words import say
from storage.tables import MeetingKind, Reminder

Line = tuple[Text, tuple[Button, ...]]


@draws("reminder")
def reminder_card(scene: Scene, day: str) -> Card:
    """All that somebody was reminded of on a day and that is still to do.

    When nothing is left, nothing is shown.
    """
    if scene.viewer is None:
        raise LookupError("nobody is reminded in the channel")
    on, today = date.fromisoformat(day), Rhythm.of(scene.profile).today(scene.now)
    rows = [row for row in scene.book.reminders(scene.viewer) if row.told_on == on]
    lines = [(row.due_on, line) for row in rows if (line := _KINDS[row.what](scene, row, today))]
    found = [line for _, line in sorted(lines, key=lambda due: (due[0], due[1][0].text))]
    if not found:
        words = (
            "reminders.day_gone"
            if any(row.what == "checkin" for row in rows)
            else "reminders.nothing"
        )
        raise NothingToShow(
            Card(say("reminders.title"), (Text(say(words)),), notice=say("reminders.notice"))
        )
    parts = [Text(say(_intro(rows, len(found)))), *(part for part, _ in found)]
    buttons = [button for _, buttons in found for button in buttons]
    snooze = Button(say("reminders.snooze"), "reminder.snooze", day)
    return Card(
        say("reminders.title"),
        tuple(parts),
        buttons=(*buttons, snooze),
        notice=say("reminders.notice"),
    )


def _intro(rows: Sequence[Reminder], found: int) -> str:
    """Only an action is something that they said they would do."""
    if any(row.what != "action" for row in rows):
        return "reminders.private"
    return "reminders.several" if found > 1 else "reminders.one"


@draws("overdue")
def overdue_card(scene: Scene, _: str) -> Card:
    """For the lead: what is late after the last reminder, in private."""
    if not scene.may(*LOOKING):
        return only_for_the_lead()
    rhythm, circle = Rhythm.of(scene.profile), circle_of(scene)
    today = rhythm.today(scene.now)
    told_last = [row for row in scene.book.reminders() if row.due_at is None and row.told_on]
    given_up = {row.target for row in told_last if row.what == "action"}
    late = [
        action for action in actions_now(scene) if action.is_late(today) and action.root in given_up
    ]
    ahead = scene.book.planned(MeetingKind.CORE_GROUP)
    awaited = (
        ahead.meeting.id
        if ahead and ahead.meeting.held_on and ahead.meeting.held_on >= today
        else ""
    )
    mine = scene.viewer.id if scene.viewer else ""
    awaits = {row.owner for row in told_last if row.target == awaited and row.owner != mine}
    silent = [member.name for member in circle.members if member.id in awaits]
    parts: list[Part] = [Text(say("reminders.silent", names=silent))] if silent else []
    if owing := [
        row.owner
        for row in told_last
        if row.what in ("report", "task") and _KINDS[row.what](scene, row, today)
    ]:
        parts.append(
            Text(say("reminders.still_owing", names=circle.called(",".join(dict.fromkeys(owing)))))
        )
    if late:
        parts += [
            Text(say("reminders.overdue_text")),
            Bullets(tuple(_late_words(circle, action) for action in late)),
        ]
    if not parts:
        raise NothingToShow(
            Card(
                say("reminders.overdue"),
                (Text(say("reminders.nothing")),),
                notice=say("reminders.notice"),
            )
        )
    give = tuple(
        Button(say("actions.give", what=action.what), "action.give_form", action.root)
        for action in late
    )
    buttons = () if is_preparing(scene) else (*give, _list_button())
    return Card(
        say("reminders.overdue"), tuple(parts), buttons=buttons, notice=say("reminders.notice")
    )


def _list_button() -> Button:
    return Button(say("actions.list"), "action.list")


def _late_words(circle: Circle, action: ActionNow) -> str:
    names = circle.called(",".join(action.owners))
    return say("reminders.late_line", what=action.what, names=names, day=day_words(str(action.due)))


def _action(scene: Scene, row: Reminder, today: date) -> Line | None:
    action = action_now(scene, row.target)
    if action is None or action.is_done or action.asked:
        return None
    mine = scene.viewer is not None and row.owner == scene.viewer.id
    when = _when(row.due_on, today)
    words = say(
        "reminders.action",
        what=action.what,
        name=_name(scene, row),
        day=day_words(str(row.due_on)),
        when=when,
    )
    return Text(words, strong=True), tuple(_presses(action, row, mine))


def _presses(action: ActionNow, row: Reminder, mine: bool) -> Iterator[Button]:
    target = action.root if mine else f"{action.root}/{row.owner}"
    yield Button(say("actions.done", what=action.what), "action.done_form", target, "main")
    yield Button(say("actions.not_yet"), "action.not_yet_form", target)
    yield Button(say("actions.cannot"), "action.cannot_form", target)


def _checkin(scene: Scene, row: Reminder, today: date) -> Line | None:
    ahead = scene.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None or ahead.meeting.id != row.target or is_past(scene, ahead.meeting):
        return None
    mine = scene.viewer is not None and row.owner == scene.viewer.id
    member = member_for(scene, ahead, row.owner)
    if member is None:
        return None
    name, last = "" if mine else member.name, row.due_on <= today
    words = say("reminders.checkin", name=name, when=meeting_words(ahead.meeting), last=last)
    button = Button(
        say("checkin.open", name=name), "checkin.form", "" if mine else member.root, "main"
    )
    return Text(words, strong=True), (button,)


def _report(scene: Scene, row: Reminder, today: date) -> Line | None:
    if not report_is_missing(scene, row.owner):
        return None
    words = say(
        "reminders.report",
        name=_name(scene, row),
        day=day_words(str(row.due_on)),
        when=_when(row.due_on, today),
    )
    own = scene.viewer is not None and scene.viewer.id == row.owner
    return Text(words, strong=True), (
        Button(say("reports.go_on"), "report.form", style="main"),
    ) if own else ()


def _task(scene: Scene, row: Reminder, today: date) -> Line | None:
    """A list has several things on it: what is late or soon is said together."""
    found = tasks_soon(scene, row.owner)
    if not found:
        return None
    rows = [
        (task.words(scene, task.item.task), str(task.due), _when(task.due, today))
        for task in found
        if task.due
    ]
    lines = [
        say("reminders.task", what=what, day=day_words(day), when=when) for what, day, when in rows
    ]
    words = say("reminders.tasks", name=_name(scene, row), lines=lines)
    return Text(words, strong=True), (
        Button(say("preparing.tick"), "task.tick_form", style="main"),
    )


def _name(scene: Scene, row: Reminder) -> str:
    """Whom to speak to, where it is not the viewer's own."""
    mine = scene.viewer is not None and scene.viewer.id == row.owner
    return "" if mine else circle_of(scene).called(row.owner)[0]


def _when(due_on: date, today: date) -> str:
    return "today" if due_on == today else "late" if due_on < today else "soon"


_KINDS: dict[str, Callable[[Scene, Reminder, date], Line | None]] = {
    "action": _action,
    "checkin": _checkin,
    "report": _report,
    "task": _task,
}
