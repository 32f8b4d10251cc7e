"""A conference that people know of moves to another day, or is called off: they are told so, each
in private, with the reason.

Whoever was told by voice has to be told again. Nothing is lost: what was written before stays where
it is.
"""

from handlers.grammar.form_commands import form
from handlers.grammar.forms import typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.links import close_pages
from handlers.grammar.registry import draws
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.called import called
from handlers.people.told import (
    PREPARING,
    day_said,
    is_cancelled,
    is_hidden_from,
    tell_invited,
    tell_setters,
    told_people,
)
from prompts.card import Bullets, Button, Card, Facts, Field, Part, Quote, Text
from prompts.words import say
from storage.tables import MeetingState, Occasion, Person, Reason


def is_told(scene: Scene) -> bool:
    """Whether somebody knows of the day."""
    return bool(told_people(scene)) and scene.book.occasion is not None


def is_moved(scene: Scene, before: Occasion, after: Occasion) -> bool:
    """Whether people have to come at another time or to another place, or may come after all."""
    known = (before.on, before.at, before.place)
    return is_cancelled(scene) or known != (after.on, after.at, after.place)


def tell_of_move(turn: Turn, before: str, why: str) -> None:
    """Those who know of the conference are told of its new day.

    `before` is the old one, as "2026-03-05 09:30".
    """
    reason = turn.keep_reason("moved", before, why)
    turn.tell(f"moved:{reason.id}", *told_people(turn))
    _tell_again_by_voice(turn)


@draws("moved")
def moved_card(scene: Scene, reason_id: str) -> Card:
    """The conference has a new day, and why. Who is not to know of it any more sees nothing."""
    reason, occasion = _reason(scene, reason_id), scene.book.occasion
    if reason is None or occasion is None or _knows_nothing(scene):
        return _nothing()
    day, _, at = reason.target.partition(" ")
    rows = [
        (say("preparing.day"), say("preparing.when", day=day_said(occasion.on), at=occasion.at))
    ]
    rows += [(say("preparing.place"), occasion.place)]
    before = say("preparing.when", day=day_said(typed_day(day)), at=at)
    parts: tuple[Part, ...] = (
        Facts(tuple(rows)),
        Text(say("preparing.moved_text", before=before)),
        *_why(scene, reason),
    )
    return Card(say("preparing.moved"), parts, notice=say("preparing.notice"))


def ask_before_cancelling(turn: Turn) -> Card:
    """Asks why, and says who will be told."""
    return _form(turn)


@form(
    "setup.cancel_form", "setup.cancel", asks=ask_before_cancelling, by=SETTING_UP, when=PREPARING
)
def cancel_conference(turn: Turn) -> None:
    """The conference will not take place.

    It is kept, for those who set it up; those who know of it are told.
    """
    call_off(turn, read_by_others(turn, _form(turn))["reason"])


def call_off(turn: Turn, why: str) -> None:
    """Calls off a prepared conference, for a reason that those who were told of it can read."""
    reason = turn.keep_reason("cancelled", "", why)
    turn.meeting.state = MeetingState.CANCELLED
    end_what_runs(turn)
    turn.tell(f"cancelled:{reason.id}", *told_people(turn))
    tell_setters(turn)
    tell_invited(turn)


def end_what_runs(turn: Turn) -> None:
    """No link opens any more, and nobody is reminded of anything."""
    close_pages(turn)
    for reminder in turn.book.reminders():
        reminder.due_at = None


@draws("cancelled")
def cancelled_card(scene: Scene, reason_id: str) -> Card:
    """It will not take place, and why; or it does after all.

    Nothing for those who are not to know of it.
    """
    reason = _reason(scene, reason_id)
    if reason is None or _knows_nothing(scene):
        return _nothing()
    if not is_cancelled(scene):
        return Card(
            say("preparing.not_cancelled"),
            (Text(say("preparing.not_cancelled_text")),),
            notice=say("preparing.notice"),
        )
    about = Text(say("preparing.cancelled_text", children=scene.children))
    parts = (about, *_why(scene, reason), Text(say("preparing.cancelled_kept")))
    return Card(say("preparing.cancelled"), parts, notice=say("preparing.notice"))


def cancelled_parts(scene: Scene) -> tuple[Part, ...]:
    """For those who set it up: why it was called off, and whom nobody could write to."""
    reason = next(iter(reversed(scene.book.reasons("cancelled"))), None)
    by_voice = [person.name for person in told_people(scene) if not person.account]
    ring = (Text(say("preparing.cancelled_ring")), Bullets(tuple(by_voice))) if by_voice else ()
    return (*(_why(scene, reason) if reason else ()), *ring, Text(say("preparing.cancelled_again")))


def _tell_again_by_voice(turn: Turn) -> None:
    """Whoever has no account was told of the old day: somebody has to ring them."""
    rows = turn.book.invitations()
    for person in told_people(turn):
        if not person.account:
            rows[person.id].told_at = None


def _why(scene: Scene, reason: Reason) -> tuple[Part, ...]:
    by = scene.book.who(reason.by_id)
    return (Quote(reason.words, called(by) if by else ""),)


def _reason(scene: Scene, reason_id: str) -> Reason | None:
    return next((reason for reason in scene.book.reasons() if reason.id == reason_id), None)


def _knows_nothing(scene: Scene) -> bool:
    person: Person | None = scene.viewer
    return person is None or is_hidden_from(scene, person)


def _nothing() -> Card:
    return Card(
        say("preparing.not_now"),
        (Text(say("preparing.not_now_text")),),
        notice=say("preparing.notice"),
    )


def _form(turn: Turn) -> Card:
    told = tuple(person.name for person in told_people(turn) if person.account)
    parts: list[Part] = [Text(say("setting_up.cancel_text"))]
    parts += [Text(say("setting_up.cancel_told")), Bullets(told)] if told else []
    hint = say("setting_up.cancel_why_hint")
    fields = (
        Field(
            "reason",
            say("setting_up.cancel_why"),
            "lines",
            hint,
            required=True,
            limit=turn.profile.limits.short,
        ),
    )
    return Card(
        say("setting_up.cancel"),
        tuple(parts),
        fields,
        (Button(say("setting_up.cancel_now"), "setup.cancel", style="danger"),),
    )
