"""Closed parts in the record's document: a chapter each, in the copies of those who were in it, and
in no other (row B8).
"""

from collections.abc import Iterator
from typing import assert_never

from handlers.after.record.agenda_chapters import item_blocks
from handlers.after.record.agenda_model import Item
from handlers.after.record.judgement_blocks import trio_blocks, views_blocks
from handlers.after.record.model import Record
from handlers.after.record.record import parts_of
from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day, local_time
from handlers.grammar.scene import Scene
from handlers.questions.kind import InRecord
from handlers.questions.kinds import kinds
from prompts.card import Heading, Part, Text
from prompts.paper import Chapter
from prompts.words import say


def closed_chapters(scene: Scene, kept: Record) -> Iterator[Chapter]:
    """The parts in order of time: who was there, why, and what was said."""
    for part, told in zip(parts_of(scene), kept.closed_parts, strict=True):
        names = [row.person.name for row in told.attendance]
        yield Chapter(say("record_paper.closed_part", names=names), tuple(_chapter(part, told)))


def _chapter(part: Scene, told: Record) -> Iterator[Part]:
    day = full_day(local_day(part.profile, told.started_at))
    end = told.closed_at and local_time(part.profile, told.closed_at)
    yield Text(say("record_paper.closed_kept"), strong=True)
    yield Text(
        say(
            "record_paper.from_to",
            day=day,
            start=local_time(part.profile, told.started_at),
            end=end or "",
        )
    )
    yield from (
        Text(say("record_paper.closed_why", why=row.words))
        for row in told.reasons
        if row.what == "closed"
    )
    for agenda_part in told.agenda:
        for item in agenda_part.items:
            yield from _item(part, told, item)


def _item(part: Scene, told: Record, item: Item) -> Iterator[Part]:
    step = part.book.step(item.id)
    about = step.about_id if step else None
    match kinds[part.profile.every_question[item.question].answer].in_record:
        case InRecord.TRIO:
            yield from (
                block
                for trio in told.trios
                if trio.id == about
                for block in trio_blocks(told, trio)
            )
        case InRecord.CHILD:
            yield Heading(item.title)
            yield from (
                block
                for child in told.decisions
                if child.child.id == about
                for block in views_blocks(child)
            )
        case InRecord.ITEM | InRecord.OVERALL | InRecord.PLAN | InRecord.ELSEWHERE:
            yield from item_blocks(part, item)
        case place:
            assert_never(place)
