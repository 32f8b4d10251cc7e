"""The agenda in the record's document: a chapter for each part, with what belongs to each of its
items.
"""

from collections.abc import Iterator, Sequence
from typing import assert_never

from handlers.after.record.agenda_model import AgendaPart, AgreedPoint, Item, Said
from handlers.after.record.base import PersonName
from handlers.after.record.judgement_blocks import child_blocks, overall_blocks, trio_blocks
from handlers.after.record.model import Record
from handlers.after.record.plan_blocks import changed_blocks, changed_entries, section_blocks
from handlers.grammar.scene import Scene
from handlers.questions.kind import InRecord
from handlers.questions.kinds import kinds
from prompts.card import Bullets, Heading, Part, Quote, Text
from prompts.paper import Block, Chapter, SideBySide
from prompts.profile import Question
from prompts.words import say


def agenda_chapters(scene: Scene, kept: Record) -> Iterator[Chapter]:
    """The parts in the order of the guidance. The roll-call and the summary stand elsewhere."""
    shown: set[str] = set()
    for part in kept.agenda:
        blocks = tuple(_part(scene, kept, part, shown))
        if blocks:
            number = f"{part.number}. " if part.number is not None else ""
            yield Chapter(f"{number}{part.title}", blocks)
    rest = [
        section for section in kept.plan if section.id not in shown and changed_entries(section)
    ]
    if rest:
        carried = any(entry.carried for section in kept.plan for entry in section.entries)
        title = say("record_paper.plan_changes") if carried else kept.headings["plan"]
        yield Chapter(
            title, tuple(block for section in rest for block in changed_blocks(kept, section))
        )


def _part(scene: Scene, kept: Record, part: AgendaPart, shown: set[str]) -> Iterator[Block]:
    """The items in their order.

    What worries and what works stand beside each other, where the first of them comes.
    """
    beside = {
        name: [item for item in part.items if _column(scene, item) == name]
        for name in ("worries", "works")
    }
    first = next((item for item in part.items if _column(scene, item)), None)
    for item in part.items:
        if item is first:
            yield SideBySide(
                _beside(scene, "worries", beside["worries"]),
                _beside(scene, "works", beside["works"]),
            )
        if not _column(scene, item):
            yield from _blocks(
                scene, kept, item, scene.profile.every_question[item.question], shown
            )


def _column(scene: Scene, item: Item) -> str:
    """The column of the board that an item stands in; "" for what stands in neither."""
    question = scene.profile.every_question[item.question]
    box = next((box for box in scene.profile.box if box.id == question.box), None)
    return (
        box.column
        if box and box.column != "wide" and kinds[question.answer].in_record is InRecord.ITEM
        else ""
    )


def _beside(scene: Scene, name: str, items: Sequence[Item]) -> tuple[Part, ...]:
    return (
        Text(say(f"record_paper.{name}"), strong=True),
        *(part for item in items for part in item_blocks(scene, item)),
    )


def _blocks(
    scene: Scene, kept: Record, item: Item, question: Question, shown: set[str]
) -> Iterator[Part]:
    step = scene.book.step(item.id)
    about = step.about_id if step else None
    match kinds[question.answer].in_record:
        case InRecord.ITEM:
            yield from item_blocks(scene, item)
        case InRecord.TRIO:
            yield from (
                block
                for trio in kept.trios
                if trio.id == about
                for block in trio_blocks(kept, trio)
            )
        case InRecord.OVERALL:
            yield from overall_blocks(kept)
        case InRecord.CHILD:
            yield from (
                block
                for child in kept.decisions
                if child.child.id == about
                for block in child_blocks(kept, child)
            )
        case InRecord.PLAN:
            yield from _section(kept, question.section, shown)
        case InRecord.ELSEWHERE:
            return
        case place:
            assert_never(place)


def _section(kept: Record, section: str, shown: set[str]) -> Iterator[Part]:
    """A section of the plan, once."""
    if section in shown:
        return
    shown.add(section)
    for row in kept.plan:
        if row.id == section:
            yield from section_blocks(kept, row)


def item_blocks(scene: Scene, item: Item) -> Iterator[Part]:
    """What was agreed on an item; where nothing was, what people said.

    All that was said is in the data.
    """
    yield Heading(item.title)
    if item.state in ("skipped", "parked", "waiting"):
        yield Text(say(f"record_paper.{item.state}"))
    if item.points:
        yield Bullets(tuple(_point(point) for point in item.points))
    elif item.said:
        if scene.profile.every_question[item.question].box:
            yield Text(say("record_paper.said"))
        yield from (Quote(said.words, who_spoke(said)) for said in item.said)
    elif item.state not in ("skipped", "parked", "waiting"):
        yield Text(say("record_paper.nothing"))
    yield from _lines(item)


def who_spoke(said: Said) -> str:
    """Who said it and, where another wrote, who wrote (row B6)."""
    if said.author == said.writer:
        return said.author.name
    return say("record_paper.written_for", author=said.author.name, writer=said.writer.name)


def _point(point: AgreedPoint) -> str:
    return say(
        "record_paper.point", words=point.words, who=point.author.name if point.author else ""
    )


def _lines(item: Item) -> Iterator[Part]:
    """In one line: who agreed with others, who passed, and who was asked and did not answer."""
    groups = (
        ("agrees", item.agreed_with_others),
        ("passed", item.passed),
        ("missing", item.missing),
    )
    if lines := [
        say(f"record_paper.{what}", names=_names(names)) for what, names in groups if names
    ]:
        yield Text(" ".join(lines))


def _names(names: Sequence[PersonName]) -> list[str]:
    return [name.name for name in names]
