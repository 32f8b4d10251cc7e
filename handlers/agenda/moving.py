"""Moving through the agenda: next, back, park and come back, skip with a reason. The chair does."""

from handlers.agenda.timer import stop_timer
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.hints import read_by_others
from handlers.grammar.items import Item, current_item, items
from handlers.grammar.registry import moves
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kinds import kind_of
from handlers.questions.own_words import offer_own_words
from handlers.questions.reveal_button import reveal_button
from handlers.questions.sealed_steps import end_of, hidden_in
from handlers.questions.unheard import ask_before_going_on
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.tables import Step, StepState


@moves("agenda.next", by=CHAIR)
def go_on(turn: Turn) -> None:
    """Asks the next people; when all have been asked, goes on to the next item."""
    item = _now(turn)
    leaves = moves_on(turn, item)
    if leaves:
        _check_finished(turn, item)
    ask_before_going_on(turn, item, leaves=leaves)
    if leaves:
        _open_next(turn, item)
    else:
        _ask_others(turn, item)


@moves("agenda.back", by=CHAIR)
def go_back(turn: Turn) -> None:
    """Goes back to the item before; answers to it can be changed again, unless they were sealed and
    have been revealed.
    """
    item = _now(turn)
    before = [
        other
        for other in items(turn)
        if other.first.position < item.first.position
        and other.state in (StepState.DONE, StepState.SKIPPED)
    ]
    if not before:
        raise Refused(Card(title=say("agenda.at_start")))
    _leave(turn, item, StepState.WAITING)
    _open(turn, before[-1])


@moves("agenda.park", by=CHAIR)
def park(turn: Turn) -> None:
    """Leaves an item for later and goes on."""
    item = _now(turn)
    following = next_item(turn, item)
    if following is None:
        raise Refused(Card(title=say("agenda.nothing_after")))
    _leave(turn, item, StepState.PARKED)
    _open(turn, following)


@moves("agenda.resume", by=CHAIR)
def come_back_to(turn: Turn) -> None:
    """Comes back to a parked item; the one we are on is taken up again after it."""
    parked = next((item for item in items(turn) if item.id == turn.target), None)
    if parked is None or parked.state != StepState.PARKED:
        raise Refused(Card(title=say("agenda.not_parked")))
    _leave(turn, _now(turn), StepState.WAITING)
    _open(turn, parked)


def ask_why_skip(turn: Turn) -> Card:
    """Asks the chair for the reason."""
    return _skip_form(turn)


@moving_form("agenda.skip_form", "agenda.skip", asks=ask_why_skip, by=CHAIR)
def skip(turn: Turn) -> None:
    """Leaves an item out, with a reason that goes into the record."""
    item = _now(turn)
    if turn.target and turn.target != item.id:
        raise Refused(Card(title=say("agenda.moved_on")))
    typed = read_by_others(turn, _skip_form(turn))
    following = next_item(turn, item)
    if following is None:
        raise Refused(Card(title=say("agenda.nothing_after")))
    for step in item.steps:
        turn.keep_reason("skip", step.id, typed["reason"])
    _leave(turn, item, StepState.SKIPPED)
    _open(turn, following)


def next_item(scene: Scene, item: Item) -> Item | None:
    """The item that comes after this one: the first that has not been taken yet."""
    return next(
        (
            other
            for other in items(scene)
            if other.state == StepState.WAITING and other.id != item.id
        ),
        None,
    )


def moves_on(scene: Scene, item: Item) -> bool:
    """Whether the chair's next goes on to another item, not to other people for the same
    questions.
    """
    return not any(_asks_others(scene, step) for step in item.steps)


def _asks_others(scene: Scene, step: Step) -> bool:
    return bool(scene.question(step).waves[step.wave + 1 :])


def _now(turn: Turn) -> Item:
    item = current_item(turn)
    if item is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    return item


def _check_finished(turn: Turn, item: Item) -> None:
    """What the chair should do before going on. Park and skip always stay possible."""
    for step in item.steps:
        if card := kind_of(turn, step).unfinished(turn, step):
            raise Refused(card)
    if hidden_in(turn, item):
        text, button = Text(say("agenda.still_sealed_text")), reveal_button(turn, item)
        raise Refused(Card(say("agenda.still_sealed"), (text,), buttons=(button,)))


def _open_next(turn: Turn, item: Item) -> None:
    following = next_item(turn, item)
    if following is None:
        raise Refused(Card(title=say("agenda.at_end"), parts=(Text(_what_is_left(turn)),)))
    _leave(turn, item, end_of(turn, item))
    _open(turn, following)


def _ask_others(turn: Turn, item: Item) -> None:
    for step in item.steps:
        step.wave += _asks_others(turn, step)
    turn.show(f"asked:{item.id}")
    turn.show(f"again:{item.id}/{turn.meeting.version}")
    offer_own_words(turn, item)


def _leave(turn: Turn, item: Item, state: StepState) -> None:
    stop_timer(turn)
    for step in item.steps:
        step.state, step.closed_at = state, turn.now
    turn.show(f"asked:{item.id}")
    # Nobody should find a button there that does not work any more.
    for reminder in ("again", "nudge"):
        turn.book.show_again(f"{reminder}:{item.id}/")


def _open(turn: Turn, item: Item) -> None:
    for step in item.steps:
        step.state, step.closed_at = StepState.OPEN, None
        step.opened_at = step.opened_at or turn.now
    turn.meeting.step_id = item.id
    turn.show(f"asked:{item.id}")
    if any(_was_answered_ahead(turn, step) for step in item.steps):
        turn.show(f"said:{item.id}")
    offer_own_words(turn, item)


def _was_answered_ahead(turn: Turn, step: Step) -> bool:
    return turn.question(step).ahead and not step.under_seal and bool(turn.book.answered(step))


def _what_is_left(turn: Turn) -> str:
    parked = [item.title for item in items(turn) if item.state == StepState.PARKED]
    return say("agenda.parked_left", items=parked) if parked else say("agenda.close_now")


def _skip_form(turn: Turn) -> Card:
    item = _now(turn)
    field = Field(
        "reason", say("agenda.skip_why"), "lines", required=True, limit=turn.profile.limits.short
    )
    send = Button(say("agenda.skip"), "agenda.skip", item.id, "main")
    hidden = (Text(say("agenda.skip_hidden"), strong=True),) if hidden_in(turn, item) else ()
    return Card(say("agenda.skip_title", item=item.title), hidden, (field,), (send,))
