"""Feedback over many conferences, to look at and to work with."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from io import StringIO

from handlers.after.feedback.results import BATCH, FEWEST, SIDES, Result, Said, results
from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day
from prompts.card import Bullets, Heading, Table, Text
from prompts.paper import Block, Chapter, Paper
from prompts.words import say

# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def results_paper(found: Sequence[Said], now: datetime) -> Paper:
    """The results as a document, a profile after the other. There is at least one."""
    today = local_day(found[0].profile, now)
    places = [said.profile.place for said in found]
    return Paper(
        name=f"feedback-{today.isoformat()}",
        title=say("feedback.results"),
        lead=tuple(
            Text(say(f"feedback.results_{n}", fewest=FEWEST, batch=BATCH)) for n in (1, 2, 3)
        ),
        chapters=tuple(
            Chapter(_chapter_title(said, side, places), tuple(_side(side, results(said))))
            for said in found
            for side in SIDES
        ),
        foot=say("feedback.foot", place=", ".join(places), day=full_day(today)),
    )


def results_csv(found: Sequence[Said]) -> str:
    """The same for a spreadsheet: a line for each answer, or each text."""
    file = StringIO()
    lines = csv.writer(file)
    place = ("place",) if len(found) > 1 else ()
    lines.writerow((*place, "side", "question", "answer", "count"))
    for said in found:
        at = (said.profile.place,) if place else ()
        for row in results(said):
            for answer, count in row.rows:
                lines.writerow(_harmless(*at, row.side, row.question, answer, count))
            for words in row.words:
                lines.writerow(_harmless(*at, row.side, row.question, words, ""))
    return file.getvalue()


def _chapter_title(said: Said, side: str, places: Sequence[str]) -> str:
    title = say(f"feedback.{side}")
    return (
        say("feedback.chapter", place=said.profile.place, who=title) if len(places) > 1 else title
    )


def _side(side: str, found: tuple[Result, ...]) -> Iterator[Block]:
    for row in found:
        if row.side == side:
            yield Heading(row.question)
            yield _answers(row)


def _answers(row: Result) -> Block:
    if row.rows:
        return Table((say("feedback.answer"), say("feedback.count")), row.rows)
    return Bullets(row.words) if row.words else Text(say("feedback.too_few"))


def _harmless(*cells: str) -> list[str]:
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells]
