"""Moving through the agenda: next, back, park and come back, skip with a reason. The chair does."""

from handlers.agenda.timer import stop_timer
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import moves
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kinds import kind_of
from handlers.questions.own_words import offer_own_words
from handlers.questions.reveal_button import reveal_button
from handlers.questions.sealed_steps import end_of, sealed_steps
from handlers.questions.unheard import ask_before_going_on
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.tables import Step, StepState


@moves("agenda.next", by=CHAIR)
def go_on(turn: Turn) -> None:
    """Asks the next people; when all have been asked, goes on to the next item."""
    step = _now(turn)
    leaves = moves_on(turn, step)
    if leaves:
        _check_finished(turn, step)
    ask_before_going_on(turn, step, leaves=leaves)
    if leaves:
        _open_next(turn, step)
    else:
        _ask_others(turn, step)


@moves("agenda.back", by=CHAIR)
def go_back(turn: Turn) -> None:
    """Goes back to the item before; answers to it can be changed again, unless they were sealed and
    have been revealed.
    """
    step = _now(turn)
    before = [
        other
        for other in turn.meeting.steps
        if other.position < step.position and other.state in (StepState.DONE, StepState.SKIPPED)
    ]
    if not before:
        raise Refused(Card(title=say("agenda.at_start")))
    _leave(turn, step, StepState.WAITING)
    _open(turn, before[-1])


@moves("agenda.park", by=CHAIR)
def park(turn: Turn) -> None:
    """Leaves an item for later and goes on."""
    step = _now(turn)
    following = next_step(turn, step)
    if following is None:
        raise Refused(Card(title=say("agenda.nothing_after")))
    _leave(turn, step, StepState.PARKED)
    _open(turn, following)


@moves("agenda.resume", by=CHAIR)
def come_back_to(turn: Turn) -> None:
    """Comes back to a parked item; the one we are on is taken up again after it."""
    parked = turn.book.step(turn.target)
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
    step = _now(turn)
    if turn.target and turn.target != step.id:
        raise Refused(Card(title=say("agenda.moved_on")))
    typed = read_by_others(turn, _skip_form(turn))
    following = next_step(turn, step)
    if following is None:
        raise Refused(Card(title=say("agenda.nothing_after")))
    turn.keep_reason("skip", step.id, typed["reason"])
    _leave(turn, step, StepState.SKIPPED)
    _open(turn, following)


def next_step(scene: Scene, step: Step) -> Step | None:
    """The item that comes after this one: the first that has not been taken yet."""
    return next(
        (
            other
            for other in scene.meeting.steps
            if other.state == StepState.WAITING and other is not step
        ),
        None,
    )


def moves_on(scene: Scene, step: Step) -> bool:
    """Whether the chair's next goes on to another item, not to other people for the same
    question.
    """
    return not scene.question(step).waves[step.wave + 1 :]


def _now(turn: Turn) -> Step:
    step = turn.book.current
    if step is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    return step


def _check_finished(turn: Turn, step: Step) -> None:
    """What the chair should do before going on. Park and skip always stay possible."""
    if card := kind_of(turn, step).unfinished(turn, step):
        raise Refused(card)
    if step.under_seal and step.revealed_at is None and turn.book.answered(step):
        text, button = Text(say("agenda.still_sealed_text")), reveal_button(turn, step)
        raise Refused(Card(say("agenda.still_sealed"), (text,), buttons=(button,)))


def _open_next(turn: Turn, step: Step) -> None:
    following = next_step(turn, step)
    if following is None:
        raise Refused(Card(title=say("agenda.at_end"), parts=(Text(_what_is_left(turn)),)))
    _leave(turn, step, end_of(turn, step))
    _open(turn, following)


def _ask_others(turn: Turn, step: Step) -> None:
    step.wave += 1
    turn.show(f"asked:{step.id}")
    turn.show(f"again:{step.id}/{turn.meeting.version}")
    offer_own_words(turn, step)


def _leave(turn: Turn, step: Step, state: StepState) -> None:
    stop_timer(turn)
    step.state, step.closed_at = state, turn.now
    turn.show(f"asked:{step.id}")
    # Nobody should find a button there that does not work any more.
    for reminder in ("again", "nudge"):
        turn.book.show_again(f"{reminder}:{step.id}/")


def _open(turn: Turn, step: Step) -> None:
    step.state, step.closed_at, step.opened_at = StepState.OPEN, None, step.opened_at or turn.now
    turn.meeting.step_id = step.id
    turn.show(f"asked:{step.id}")
    if turn.question(step).ahead and not step.under_seal and turn.book.answered(step):
        turn.show(f"said:{step.id}")
    offer_own_words(turn, step)


def _what_is_left(turn: Turn) -> str:
    parked = [turn.title(step) for step in turn.meeting.steps if step.state == StepState.PARKED]
    return say("agenda.parked_left", items=parked) if parked else say("agenda.close_now")


def _skip_form(turn: Turn) -> Card:
    step = _now(turn)
    field = Field(
        "reason", say("agenda.skip_why"), "lines", required=True, limit=turn.profile.limits.short
    )
    send = Button(say("agenda.skip"), "agenda.skip", step.id, "main")
    hidden = (Text(say("agenda.skip_hidden"), strong=True),) if step in sealed_steps(turn) else ()
    return Card(say("agenda.skip_title", item=turn.title(step)), hidden, (field,), (send,))
