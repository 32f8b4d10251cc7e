"""Who has read which report, and on which day: workers say so themselves, authors say it for the
family.
"""

from datetime import date

from handlers.grammar.roles import PROFESSIONALS, SETTING_UP
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import day_in_short
from prompts.words import say
from storage.tables import Person, Report, ReportReader

READS = SETTING_UP | PROFESSIONALS


def has_read(scene: Scene, person: Person, report: Report) -> bool:
    """Whether somebody has read a report as it was sent last."""
    row = scene.book.report_readers(report).get(person.id)
    return row is not None and row.version >= scene.book.newest_sent(report)


def keep_reading(turn: Turn, report: Report, person: Person, on: date) -> None:
    """Keeps that somebody has read a report as it was sent last, and when they first did."""
    version, row = turn.book.newest_sent(report), turn.book.report_readers(report).get(person.id)
    if row is None:
        turn.book.add(
            ReportReader(report_id=report.id, person_id=person.id, on=on, version=version)
        )
    elif row.version < version:
        row.on, row.version = on, version


def shared_with(scene: Scene, report: Report) -> dict[str, ReportReader]:
    """Those of the family with whom a report was shared, by person."""
    return {person.id: row for person, row in _rows(scene, report) if person.role not in READS}


def share_with(turn: Turn, report: Report, people: list[Person], on: date) -> None:
    """These of the family have read a report, those who are new on that day.

    Nobody else of the family has.
    """
    chosen, before = {person.id for person in people}, shared_with(turn, report)
    for person_id, row in before.items():
        if person_id not in chosen:
            turn.book.forget(row)
    for person in people:
        if person.id not in before:
            turn.book.add(
                ReportReader(
                    report_id=report.id,
                    person_id=person.id,
                    on=on,
                    version=turn.book.newest_version(report),
                )
            )
    days = [row.on for row in before.values() if row.person_id in chosen] + [
        on for one in chosen if one not in before
    ]
    report.shared_on = min(days, default=None)


def readers_words(scene: Scene, report: Report) -> list[str]:
    """The workers who have read a report as it was sent last, each with the day."""
    return [
        _seen(person, row)
        for person, row in _rows(scene, report)
        if person.role in READS and has_read(scene, person, report)
    ]


def shared_words(scene: Scene, report: Report) -> list[str]:
    """Those of the family with whom it was shared; with the day, where there were several days."""
    rows = [(person, row) for person, row in _rows(scene, report) if person.role not in READS]
    several = len({row.on for _, row in rows}) > 1
    return [_seen(person, row) if several else person.name for person, row in rows]


def _seen(person: Person, row: ReportReader) -> str:
    return say("ready.seen", name=person.name, day=day_in_short(row.on))


def _rows(scene: Scene, report: Report) -> list[tuple[Person, ReportReader]]:
    rows = scene.book.report_readers(report)
    return [(person, rows[person.id]) for person in scene.by_family_first if person.id in rows]
