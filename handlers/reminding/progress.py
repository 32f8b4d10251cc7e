"""What people say about their actions, in private: done, not yet, I cannot.

The channel is told nothing.
"""

from dataclasses import dataclass
from datetime import date

from handlers.dates.deadline_words import full_day
from handlers.dates.rhythm import Rhythm
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import ALWAYS, BEGUN, handles
from handlers.grammar.roles import PARTICIPANTS, SCRIBES, Role
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.people.circle import circle_of
from handlers.people.lead import lead_of
from handlers.plan.actions import ActionNow, action_now
from handlers.reminding.keeping import remind_of_actions, stop
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.book import as_body
from storage.tables import Progress, ProgressState

OWNING = PARTICIPANTS | SCRIBES | {Role.ADMINISTRATOR}


@dataclass(frozen=True)
class MyAction:
    """An action and whose part in it is meant; `target` names both in buttons."""

    action: ActionNow
    owner: str
    name: str
    target: str


def ask_how_it_was_done(turn: Turn) -> Card:
    """How, when, and what difference it made (row C14)."""
    return _done_form(turn, _mine(turn))


@form(
    "action.done_form",
    "action.done",
    asks=ask_how_it_was_done,
    by=OWNING,
    when=BEGUN,
    later="onwards",
)
def say_it_is_done(turn: Turn) -> Reply:
    """It is done, for everybody who had a part in it: nobody is reminded any more."""
    mine = _mine(turn)
    typed = read_by_others(turn, _done_form(turn, mine))
    _keep(turn, mine, "done", typed)
    show_again(turn)
    remind_of_actions(turn)
    return _thanks("done_thanks")


def ask_for_another_day(turn: Turn) -> Card:
    """Another day, and why."""
    return _not_yet_form(turn, _mine(turn))


@form(
    "action.not_yet_form",
    "action.not_yet",
    asks=ask_for_another_day,
    by=OWNING,
    when=BEGUN,
    later="onwards",
)
def ask_for_more_time(turn: Turn) -> Reply:
    """Somebody asks for another day.

    The lead says yes or no; until then nobody is reminded of it for a while.
    """
    mine, rhythm = _mine(turn), Rhythm.of(turn.profile)
    until = turn.value("until")
    past = (
        {"until": say("plan.past", day=full_day(date.fromisoformat(until)))}
        if _before(until, rhythm.today(turn.now))
        else {}
    )
    typed = read_by_others(turn, _not_yet_form(turn, mine), past)
    row = _keep(
        turn,
        mine,
        "not_yet",
        typed,
        state=ProgressState.ASKED,
        until=date.fromisoformat(typed["until"]),
    )
    _wait(turn, mine)
    turn.tell(f"wish:{row.id}", lead_of(turn))
    show_again(turn)
    return _thanks("not_yet_thanks", lead=lead_of(turn).name)


def ask_why_not(turn: Turn) -> Card:
    """What is in the way."""
    return _cannot_form(turn, _mine(turn))


@form(
    "action.cannot_form", "action.cannot", asks=ask_why_not, by=OWNING, when=BEGUN, later="onwards"
)
def say_one_cannot(turn: Turn) -> Reply:
    """Somebody cannot do it. It goes to the lead, and they are not reminded of it any more."""
    mine = _mine(turn)
    row = _keep(turn, mine, "cannot", read_by_others(turn, _cannot_form(turn, mine)))
    show_again(turn)
    stop(turn, mine.owner, mine.action.root)
    turn.tell(f"cannot:{row.id}", lead_of(turn))
    return _thanks("cannot_thanks", lead=lead_of(turn).name)


@handles("reminder.snooze", by=OWNING, when=ALWAYS, later="onwards")
def snooze(turn: Turn) -> Reply:
    """All that a message was about comes again on the next working day."""
    rhythm = Rhythm.of(turn.profile)
    for row in turn.book.reminders(turn.person):
        if row.due_at is not None and row.told_on and row.told_on.isoformat() == turn.target:
            row.due_at = rhythm.tomorrow(turn.now)
    return Reply(Card(say("reminders.title"), (Text(say("reminders.snoozed")),)))


def show_again(turn: Turn) -> None:
    """The last messages that stand in people's private places say from now on how it is.

    Before reminders are changed.
    """
    for day, person_id in {
        (row.told_on, row.person_id) for row in turn.book.reminders() if row.told_on
    }:
        slot, person = f"reminder:{day.isoformat()}", turn.book.person(person_id)
        if person and turn.book.was_shown(slot, person.id):
            turn.tell(slot, person)


def _wait(turn: Turn, mine: MyAction) -> None:
    rhythm = Rhythm.of(turn.profile)
    for row in turn.book.reminders():
        if row.target == mine.action.root and row.due_at:
            row.due_at = rhythm.moment(
                rhythm.after(rhythm.today(turn.now), rhythm.rules.late_every)
            )


def _mine(turn: Turn) -> MyAction:
    """The action that the turn is about, if it is theirs, or they may speak for its owner.

    Raises `Refused`.
    """
    named = Target.parse(turn.target)
    other = named.part
    action = action_now(turn, named.head)
    owner = _owner_now(turn, other) or turn.person.id
    if action is None or action.is_done:
        raise Refused(Card(say("actions.gone"), (Text(say("actions.gone_text")),)))
    speaks = not other or turn.may(*SCRIBES) or turn.person is lead_of(turn)
    if owner not in action.owners or not speaks:
        raise Refused(Card(say("dispatch.not_yours")))
    return MyAction(action, owner, circle_of(turn).called(owner)[0], turn.target)


def _owner_now(turn: Turn, other: str) -> str:
    """Whom a button means here; a button of an earlier meeting names somebody by who they were
    there.
    """
    before = next((person for book in turn.book.earlier if (person := book.person(other))), None)
    here = next(
        (person for person in turn.book.people if before and person.root == before.root), None
    )
    return here.id if here else other


def _keep(
    turn: Turn,
    mine: MyAction,
    what: str,
    typed: dict[str, str],
    state: ProgressState = ProgressState.SAID,
    until: date | None = None,
) -> Progress:
    owner, body = turn.book.person(mine.owner), as_body({**typed, "owner": mine.owner})
    same = (mine.action.root, turn.person.id, what, body)
    for last in turn.book.progress()[-1:]:
        if (last.entry, last.writer_id, last.what, last.body) == same:
            return last  # pressed twice
    row = Progress(
        entry=mine.action.root,
        person_id=owner.id if owner else turn.person.id,
        writer_id=turn.person.id,
        what=what,
        state=state,
        until=until,
        at=turn.now,
        body=body,
    )
    return turn.book.add(row)


def _done_form(scene: Scene, mine: MyAction) -> Card:
    limit, today = scene.profile.limits.long, Rhythm.of(scene.profile).today(scene.now)
    fields = (
        Field("how", say("actions.how"), "lines", required=True, limit=limit),
        Field("on", say("actions.when_done"), "date", required=True, value=today.isoformat()),
        Field(
            "difference",
            say("actions.difference"),
            "lines",
            say("actions.difference_hint"),
            limit=limit,
        ),
    )
    return _form(mine, "action.done", say("actions.done_title"), fields)


def _not_yet_form(scene: Scene, mine: MyAction) -> Card:
    fields = (
        Field("until", say("actions.until"), "date", required=True),
        Field(
            "why",
            say("actions.why_later"),
            "lines",
            required=True,
            limit=scene.profile.limits.short,
        ),
    )
    return _form(
        mine,
        "action.not_yet",
        say("actions.not_yet_title"),
        fields,
        say("actions.not_yet_text", lead=lead_of(scene).name),
    )


def _cannot_form(scene: Scene, mine: MyAction) -> Card:
    field = Field(
        "why", say("actions.why_cannot"), "lines", required=True, limit=scene.profile.limits.short
    )
    return _form(
        mine,
        "action.cannot",
        say("actions.cannot_title"),
        (field,),
        say("actions.cannot_text", lead=lead_of(scene).name),
    )


def _form(mine: MyAction, command: str, title: str, fields: tuple[Field, ...], *lines: str) -> Card:
    send = Button(say("forms.save"), command, mine.target, "main")
    head = say("actions.of", name=mine.name, what=mine.action.what)
    return Card(
        title,
        (Text(head, strong=True), *(Text(line) for line in lines)),
        fields,
        (send,),
    )


def _thanks(key: str, **facts: str) -> Reply:
    return Reply(Card(say("actions.thanks"), (Text(say(f"actions.{key}", **facts)),)))


def _before(typed: str, today: date) -> bool:
    day = typed_day(typed)
    return day is not None and day < today
