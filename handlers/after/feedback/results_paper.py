"""Feedback over many conferences, to look at and to work with."""

import csv
from collections.abc import Iterator
from io import StringIO

from handlers.after.feedback.results import BATCH, FEWEST, SIDES, Result, results
from handlers.dates.deadline_words import day_of
from handlers.dates.deadlines import local_day
from handlers.grammar.scene import Scene
from prompts.card import Bullets, Heading, Table, Text
from prompts.paper import Block, Chapter, Paper
from prompts.words import say

# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def results_paper(scene: Scene) -> Paper:
    """The results as a document."""
    found = results(scene)
    today = local_day(scene.profile, scene.now)
    return Paper(
        name=f"feedback-{today.isoformat()}",
        title=say("feedback.results"),
        lead=tuple(
            Text(say(f"feedback.results_{n}", fewest=FEWEST, batch=BATCH)) for n in (1, 2, 3)
        ),
        chapters=tuple(
            Chapter(say(f"feedback.{side}"), tuple(_side(side, found))) for side in SIDES
        ),
        foot=say("feedback.foot", place=scene.profile.place, day=day_of(today)),
    )


def results_csv(scene: Scene) -> str:
    """The same for a spreadsheet: a line for each answer, or each text."""
    file = StringIO()
    lines = csv.writer(file)
    lines.writerow(("side", "question", "answer", "count"))
    for row in results(scene):
        for answer, count in row.rows:
            lines.writerow(_harmless(row.side, row.question, answer, count))
        for words in row.words:
            lines.writerow(_harmless(row.side, row.question, words, ""))
    return file.getvalue()


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
