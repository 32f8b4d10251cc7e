"""Letting the workers read the reports: it is asked first, and can be taken back for those who have
not read one yet.
"""

import zlib

from handlers.before.reading import is_agencys
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.roles import PROFESSIONALS, SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import BEFORE_CLOSE, tell_invited, tell_setters
from prompts.card import Bullets, Button, Card, Text
from prompts.words import say
from storage.tables import Report


def which(scene: Scene, _: str) -> str:
    """The reports that have come, and since when the workers may read each."""
    told = ",".join(f"{report.id} {report.circulated_at}" for report in _received(scene))
    return f"{zlib.crc32(told.encode()):x}"


def ask_before_circulating(turn: Turn) -> Card:
    """Says whose reports, and who can then read them."""
    waiting = to_circulate(turn)
    if not waiting:
        raise Refused(Card(say("reports.none_to_circulate")))
    workers = [person.name for person in turn.by_family_first if person.role in PROFESSIONALS]
    parts = (
        Bullets(tuple(_names(turn, waiting))),
        Text(say("reports.circulate_text", names=workers)),
    )
    send = Button(say("reports.circulate_now"), "report.circulate", style="main")
    return Card(say("reports.circulate_sure"), parts, buttons=(send,))


@form(
    "report.circulate_form",
    "report.circulate",
    asks=ask_before_circulating,
    by=SETTING_UP,
    when=BEFORE_CLOSE,
    drawn_for=which,
)
def circulate(turn: Turn) -> None:
    """The workers may read the reports that have come. A parent's own words are never passed on."""
    waiting = to_circulate(turn)
    if not waiting:
        raise Refused(Card(say("reports.none_to_circulate")))
    for report in waiting:
        report.circulated_at = turn.now
    tell_setters(turn)
    tell_invited(turn)


def ask_before_holding_back(turn: Turn) -> Card:
    """Says whose reports are taken back, and that whoever has read one can still read it."""
    parts = (Bullets(tuple(_names(turn, circulated(turn)))), Text(say("reports.hold_back_text")))
    send = Button(say("reports.hold_back_now"), "report.hold_back", style="main")
    return Card(say("reports.hold_back"), parts, buttons=(send,))


@form(
    "report.hold_back_form",
    "report.hold_back",
    asks=ask_before_holding_back,
    by=SETTING_UP,
    when=BEFORE_CLOSE,
    drawn_for=which,
)
def hold_back(turn: Turn) -> None:
    """Nobody may read a report now who has not read it; it can be circulated again."""
    if not circulated(turn):
        raise Refused(Card(say("reports.none_to_hold_back")))
    for report in circulated(turn):
        report.circulated_at = None
    tell_setters(turn)
    tell_invited(turn)


def to_circulate(scene: Scene) -> list[Report]:
    """The agencies' reports that have come and that the workers may not read yet."""
    return [report for report in _received(scene) if not report.circulated_at]


def circulated(scene: Scene) -> list[Report]:
    """The agencies' reports that the workers may read."""
    return [report for report in _received(scene) if report.circulated_at]


def _received(scene: Scene) -> list[Report]:
    return [
        report
        for report in scene.book.reports()
        if report.received_at and is_agencys(scene, report)
    ]


def _names(scene: Scene, reports: list[Report]) -> list[str]:
    authors = (scene.book.person(report.author_id) for report in reports)
    return [say("reports.from", name=author.name) for author in authors if author]
