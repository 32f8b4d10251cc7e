"""The day: what kind of conference it is, when and where, why it is called, and the date that the
time limits run from.
"""

import re

from handlers.before.changing_the_day import is_moved, is_told, tell_of_move
from handlers.dates.preparing_days import past_limit
from handlers.grammar.form_commands import form
from handlers.grammar.forms import filled, typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.roles import SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import (
    NOT_BEGUN,
    check_room_is_free,
    day_said,
    is_cancelled,
    occasion_of,
    tell_invited,
    tell_setters,
    today,
)
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.tables import MeetingState, Occasion

KINDS = ("initial", "first_review", "review", "before_birth", "moved_in")
LATE = "held_by"
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


def ask_for_day(turn: Turn) -> Card:
    """The form for the day, with what is known."""
    _check_room(turn)
    occasion = turn.book.occasion
    form = _form(turn)
    return filled(form, _known(turn, occasion)) if occasion else form


@form("setup.day_form", "setup.day", asks=ask_for_day, by=SETTING_UP, when=NOT_BEGUN)
def keep_day(turn: Turn) -> None:
    """Keeps the day; all that is counted back from it moves with it, and those who were told of it
    are told, with the reason.

    A conference that was called off takes place after all, on the day that is given.
    """
    _check_room(turn)
    typed = read_by_others(turn, _form(turn), _faults(turn))
    occasion = occasion_of(turn)
    new = _typed(turn)
    moved = is_told(turn) and is_moved(turn, occasion, new)
    before = f"{occasion.on} {occasion.at}"
    _copy(new, occasion)
    turn.meeting.state = MeetingState.PREPARING
    if typed.get("why_late"):
        turn.keep_reason_once("late", LATE, typed["why_late"])
    if moved:
        tell_of_move(turn, before, typed["why_moved"])
    tell_setters(turn)
    tell_invited(turn)


def when_words(scene: Scene) -> str:
    """The day and the time, as people say it; that there is none yet, where there is none."""
    occasion = scene.book.occasion
    return say(
        "preparing.when",
        day=day_said(occasion.on if occasion else None),
        at=occasion.at if occasion else "",
    )


def kind_words(scene: Scene) -> str:
    """What kind of conference it is."""
    occasion = scene.book.occasion
    return say(f"setting_up.kind_{occasion.kind}") if occasion else ""


def why_late(scene: Scene) -> str:
    """Why the day is later than a limit, as the one who set it up said last; nothing where it is
    not.
    """
    said = [reason.words for reason in scene.book.reasons("late") if reason.target == LATE]
    occasion = scene.book.occasion
    return said[-1] if said and occasion and past_limit(scene, occasion) else ""


def _check_room(turn: Turn) -> None:
    """What was called off may find another conference in its room meanwhile."""
    if is_cancelled(turn):
        check_room_is_free(turn)


def _form(turn: Turn) -> Card:
    kinds = tuple(Choice(kind, say(f"setting_up.kind_{kind}")) for kind in KINDS)
    short = turn.profile.limits.short
    moved = (_why("why_moved", short),)
    fields = (
        Field("kind", say("setting_up.kind"), "choice", required=True, choices=kinds),
        Field("on", say("setting_up.on"), "date", required=True),
        Field(
            "at", say("setting_up.at"), "line", say("setting_up.at_hint"), required=True, limit=5
        ),
        Field(
            "place",
            say("setting_up.place"),
            "lines",
            say("setting_up.place_hint"),
            required=True,
            limit=300,
        ),
        *(moved if is_told(turn) else ()),
        Field(
            "reason",
            say("setting_up.reason"),
            "lines",
            say("setting_up.reason_hint"),
            limit=turn.profile.limits.long,
        ),
        Field(
            "clock_from", say("setting_up.clock_from"), "date", say("setting_up.clock_from_hint")
        ),
        Field("birth_on", say("setting_up.birth_on"), "date", say("setting_up.birth_on_hint")),
        _why("why_late", short),
    )
    send = Button(say("setting_up.keep"), "setup.day", style="main")
    return Card(say("setting_up.day"), (Text(say("setting_up.day_text")),), fields, (send,))


def _why(name: str, limit: int) -> Field:
    return Field(
        name,
        say(f"setting_up.{name}"),
        "lines",
        say(f"setting_up.{name}_hint"),
        limit=limit,
        sometimes=True,
    )


def _known(turn: Turn, occasion: Occasion) -> dict[str, str]:
    days = {"on": occasion.on, "clock_from": occasion.clock_from, "birth_on": occasion.birth_on}
    known = {
        "kind": occasion.kind,
        "at": occasion.at,
        "place": occasion.place,
        "reason": occasion.reason,
    }
    return (
        known
        | {"why_late": why_late(turn)}
        | {name: day.isoformat() for name, day in days.items() if day}
    )


def _typed(turn: Turn) -> Occasion:
    """The occasion as it was typed; never kept."""
    days = {name: typed_day(turn.value(name)) for name in ("on", "clock_from", "birth_on")}
    return Occasion(
        kind=turn.value("kind"),
        at=_clock(turn.value("at")),
        place=turn.value("place"),
        reason=turn.value("reason"),
        **days,
    )


def _copy(typed: Occasion, occasion: Occasion) -> None:
    occasion.kind, occasion.on, occasion.at, occasion.place = (
        typed.kind,
        typed.on,
        typed.at,
        typed.place,
    )
    occasion.reason, occasion.clock_from, occasion.birth_on = (
        typed.reason,
        typed.clock_from,
        typed.birth_on,
    )


def _faults(turn: Turn) -> dict[str, str]:
    faults = {}
    new, known = _typed(turn), turn.book.occasion
    if new.on and new.on < today(turn):
        faults["on"] = say("setting_up.past")
    if new.clock_from and new.clock_from > today(turn):
        faults["clock_from"] = say("setting_up.not_yet")
    if turn.value("at") and not _TIME.fullmatch(turn.value("at")):
        faults["at"] = say("setting_up.at_needed")
    if known and is_told(turn) and is_moved(turn, known, new) and not turn.value("why_moved"):
        faults["why_moved"] = say("setting_up.why_moved_needed")
    if past_limit(turn, new) and not turn.value("why_late"):
        faults["why_late"] = say("setting_up.why_late_needed")
    return faults


def _clock(typed: str) -> str:
    """ "9.30" and "9:30" are 09:30; what is no time stays as it was typed."""
    found = _TIME.fullmatch(typed)
    return f"{int(found[1]):02}:{found[2]}" if found else typed
