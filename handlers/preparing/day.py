"""The day: what kind of conference it is, when and where, why it is called, and the date that the time limits run from."""

import re

from handlers.command import Reply
from handlers.forms import checked, filled
from handlers.preparing.before import PREPARING, day_of, day_said, occasion_of, tell_invited, tell_setters, today
from handlers.registry import handles, shows
from handlers.roles import SETTING_UP
from handlers.scene import Scene, Turn
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.tables import Occasion

KINDS = ("initial", "review", "before_birth", "moved_in")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@shows("setup.day_form", by=SETTING_UP, when=PREPARING)
def ask_for_day(turn: Turn) -> Reply:
    """The form for the day, with what is known."""
    occasion = turn.book.occasion
    form = _form(turn)
    return Reply(filled(form, _known(occasion)) if occasion else form, done=False)


@handles("setup.day", by=SETTING_UP, when=PREPARING)
def keep_day(turn: Turn) -> None:
    """Keeps the day; all that is counted back from it moves with it, and those who were told of it are told."""
    typed = checked(_form(turn), turn.values, _faults(turn))
    occasion = occasion_of(turn)
    occasion.kind, occasion.on, occasion.at = typed["kind"], day_of(typed["on"]), _clock(typed["at"])
    occasion.place, occasion.reason = typed["place"], typed.get("reason", "")
    occasion.clock_from = day_of(typed.get("clock_from", ""))
    tell_setters(turn)
    tell_invited(turn)


def when_words(scene: Scene) -> str:
    """The day and the time, as people say it; that there is none yet, where there is none."""
    occasion = scene.book.occasion
    return say("preparing.when", day=day_said(occasion.on if occasion else None), at=occasion.at if occasion else "")


def kind_words(scene: Scene) -> str:
    """What kind of conference it is."""
    occasion = scene.book.occasion
    return say(f"setting_up.kind_{occasion.kind}") if occasion else ""


def _form(turn: Turn) -> Card:
    kinds = tuple(Choice(kind, say(f"setting_up.kind_{kind}")) for kind in KINDS)
    fields = (
        Field("kind", say("setting_up.kind"), "choice", required=True, choices=kinds),
        Field("on", say("setting_up.on"), "date", required=True),
        Field("at", say("setting_up.at"), "line", say("setting_up.at_hint"), required=True, limit=5),
        Field("place", say("setting_up.place"), "lines", say("setting_up.place_hint"), required=True, limit=300),
        Field("reason", say("setting_up.reason"), "lines", say("setting_up.reason_hint"), limit=turn.profile.limits.long),
        Field("clock_from", say("setting_up.clock_from"), "date", say("setting_up.clock_from_hint")),
    )
    send = Button(say("setting_up.keep"), "setup.day", style="main")
    return Card(say("setting_up.day"), (Text(say("setting_up.day_text")),), fields, (send,))


def _known(occasion: Occasion) -> dict[str, str]:
    days = {"on": occasion.on, "clock_from": occasion.clock_from}
    known = {"kind": occasion.kind, "at": occasion.at, "place": occasion.place, "reason": occasion.reason}
    return known | {name: day.isoformat() for name, day in days.items() if day}


def _faults(turn: Turn) -> dict[str, str]:
    faults = {}
    on, start = day_of(turn.value("on")), day_of(turn.value("clock_from"))
    if on and on < today(turn):
        faults["on"] = say("setting_up.past")
    if start and start > today(turn):
        faults["clock_from"] = say("setting_up.not_yet")
    if turn.value("at") and not _TIME.fullmatch(turn.value("at")):
        faults["at"] = say("setting_up.at_needed")
    return faults


def _clock(typed: str) -> str:
    """ "9.30" and "9:30" are 09:30."""
    hours, minutes = re.split(r"[:.]", typed)
    return f"{int(hours):02}:{minutes}"
