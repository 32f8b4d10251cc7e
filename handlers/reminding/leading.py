"""What the lead does about actions: says yes or no to more time, gives one to somebody else, and
sees the list.
"""

from datetime import date

from handlers.dates.rhythm import Rhythm
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import BEGUN, draws, handles, shows
from handlers.grammar.scene import Scene, Turn
from handlers.people.circle import Circle, circle_of
from handlers.people.lead import LEADING, LOOKING, lead_of, only_for_the_lead
from handlers.plan.actions import ActionNow, action_now, actions_now, done_line
from handlers.plan.words import day_words
from handlers.reminding.keeping import remind_of_actions
from handlers.reminding.progress import show_again
from prompts.card import Bullets, Button, Card, Field, Heading, Quote, Table, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Progress, ProgressState


@shows("action.list", by=LOOKING, when=BEGUN, later="onwards")
def show_list(turn: Turn) -> Reply:
    """Every action and how it stands, for the chair and the lead alone."""
    return Reply(list_card(turn))


def list_card(scene: Scene) -> Card:
    """The actions as a table; what is late stands first."""
    circle, today = circle_of(scene), Rhythm.of(scene.profile).today(scene.now)
    actions = sorted(
        actions_now(scene), key=lambda action: (not action.is_late(today), action.is_done)
    )
    rows = tuple(_row(circle, action, today) for action in actions)
    table = Table(
        tuple(say(f"actions.head_{name}") for name in ("what", "who", "when", "now")), rows
    )
    give = tuple(
        Button(say("actions.give", what=a.what), "action.give_form", a.root)
        for a in actions
        if not a.is_done
    )
    done = tuple(done_line(action) for action in actions if action.is_done)
    parts = (
        Text(say("actions.list_text")),
        table if rows else Text(say("actions.none")),
        *((Heading(say("core_group.done_actions")), Bullets(done)) if done else ()),
    )
    return Card(say("actions.list_title"), parts, buttons=give if scene.may(*LEADING) else ())


@draws("wish")
def wish_card(scene: Scene, progress_id: str) -> Card:
    """Somebody asks for more time: the lead says yes or no."""
    if not scene.may(*LOOKING):
        return only_for_the_lead()
    row, action = _wish(scene, progress_id)
    words = say(
        "actions.wish", name=_whose(scene, row), what=action.what, day=day_words(str(row.until))
    )
    parts = (Text(words, strong=True), Quote(body_of(row).get("why", ""), _whose(scene, row)))
    if row.state != ProgressState.ASKED:
        return Card(
            say("actions.wish_title"),
            (*parts, Text(say(f"actions.{row.state}"))),
            notice=say("reminders.notice"),
        )
    yes = Button(say("actions.accept"), "action.accept", row.id, "main")
    buttons = (yes, Button(say("actions.decline"), "action.decline", row.id))
    return Card(say("actions.wish_title"), parts, buttons=buttons, notice=say("reminders.notice"))


@handles("action.accept", by=LEADING, when=BEGUN, later="onwards")
def accept(turn: Turn) -> None:
    """The new day holds; reminders begin anew from it."""
    _answer(turn, ProgressState.ACCEPTED)


@handles("action.decline", by=LEADING, when=BEGUN, later="onwards")
def decline(turn: Turn) -> None:
    """The day that was agreed stays."""
    _answer(turn, ProgressState.DECLINED)


@draws("answered")
def answered_card(scene: Scene, progress_id: str) -> Card:
    """What the lead said to somebody's wish for more time."""
    row, action = _wish(scene, progress_id)
    day = row.until if row.state == ProgressState.ACCEPTED else action.due
    words = say(
        f"actions.{row.state}_you",
        what=action.what,
        day=day_words(str(day)),
        lead=lead_of(scene).name,
    )
    return Card(say("reminders.title"), (Text(words),), notice=say("reminders.notice"))


@draws("cannot")
def cannot_card(scene: Scene, progress_id: str) -> Card:
    """Somebody cannot do what was agreed: the lead decides what to do."""
    if not scene.may(*LOOKING):
        return only_for_the_lead()
    row, action = _wish(scene, progress_id)
    who = _whose(scene, row)
    parts = (
        Text(say("actions.cannot_who", name=who, what=action.what), strong=True),
        Quote(body_of(row).get("why", ""), who),
    )
    give = (
        ()
        if action.is_done
        else (
            Button(say("actions.give", what=action.what), "action.give_form", action.root, "main"),
        )
    )
    return Card(say("actions.cannot_head"), parts, buttons=give, notice=say("reminders.notice"))


def ask_who_does_it(turn: Turn) -> Card:
    """Who does it from now on, and by when."""
    return _give_form(turn, _open_action(turn))


@form(
    "action.give_form", "action.give", asks=ask_who_does_it, by=LEADING, when=BEGUN, later="onwards"
)
def give(turn: Turn) -> Reply:
    """Somebody else does it, or it has another day. What was agreed first stays in the record."""
    action = _open_action(turn)
    typed = read_by_others(turn, _give_form(turn, action))
    if not _is_given(turn, action, typed):
        _give(turn, action, typed)
    return Reply(list_card(turn))


def _give(turn: Turn, action: ActionNow, typed: dict[str, str]) -> None:
    me = turn.person.id
    row = Progress(
        entry=action.root,
        person_id=me,
        writer_id=me,
        what="given",
        at=turn.now,
        body=as_body(typed),
    )
    row.until = date.fromisoformat(typed["until"])
    turn.book.add(row)
    show_again(turn)
    remind_of_actions(turn, anew=action.root)


def _is_given(turn: Turn, action: ActionNow, typed: dict[str, str]) -> bool:
    """Whether the same was sent before, and nothing came after it."""
    rows = [row for row in turn.book.progress() if row.entry == action.root]
    return bool(rows) and rows[-1].what == "given" and body_of(rows[-1]) == typed


def _answer(turn: Turn, state: ProgressState) -> None:
    row, _ = _wish(turn, turn.target)
    if row.state != ProgressState.ASKED:
        raise Refused(Card(say("actions.answered_already")))
    row.state = state
    remind_of_actions(turn)
    turn.tell(f"wish:{row.id}", lead_of(turn))
    owner = turn.book.person(row.person_id)
    if owner:
        turn.tell(f"answered:{row.id}", owner)


def _wish(scene: Scene, progress_id: str) -> tuple[Progress, ActionNow]:
    row = next((row for row in scene.book.progress() if row.id == progress_id), None)
    action = action_now(scene, row.entry) if row else None
    if row is None or action is None:
        raise Refused(Card(say("actions.gone"), (Text(say("actions.gone_text")),)))
    return row, action


def _open_action(turn: Turn) -> ActionNow:
    action = action_now(turn, turn.target)
    if action is None or action.is_done:
        raise Refused(Card(say("actions.gone"), (Text(say("actions.gone_text")),)))
    return action


def _give_form(scene: Scene, action: ActionNow) -> Card:
    owners, due = ",".join(action.owners), action.due.isoformat() if action.due else ""
    choices = circle_of(scene).choices(owners)
    fields = (
        Field(
            "owners", say("actions.who"), "choices", required=True, choices=choices, value=owners
        ),
        Field("until", say("actions.by_when"), "date", required=True, value=due),
    )
    send = Button(say("forms.save"), "action.give", action.root, "main")
    return Card(say("actions.give_title"), (Text(action.what, strong=True),), fields, (send,))


def _row(circle: Circle, action: ActionNow, today: date) -> tuple[str, ...]:
    names = say("plan.names", names=circle.called(",".join(action.owners)))
    day = day_words(action.due.isoformat()) if action.due else ""
    return action.what, names, day, say(f"actions.is_{_state(action, today)}")


def _state(action: ActionNow, today: date) -> str:
    if action.is_done:
        return "done"
    if action.asked:
        return "asked"
    if action.cannot:
        return "cannot"
    return "late" if action.is_late(today) else "open"


def _whose(scene: Scene, row: Progress) -> str:
    return circle_of(scene).called(body_of(row).get("owner", row.person_id))[0]
