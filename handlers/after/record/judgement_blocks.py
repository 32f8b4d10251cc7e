"""Judgement and decision in the record's document: each person's own number, then for each child
four different things.
"""

from collections.abc import Iterator

from handlers.after.record.judgement_model import (
    ChildRecord,
    DecisionRecord,
    Disagreement,
    PersonsScore,
    Recommended,
    TrioRecord,
    Wish,
)
from handlers.after.record.model import Record
from prompts.card import Facts, Heading, Part, Quote, Table, Text
from prompts.words import say


def trio_blocks(kept: Record, trio: TrioRecord) -> Iterator[Part]:
    """A worry, its goal, and everybody's own number with reasons. Never an average."""
    first, last = trio.wordings[0], trio.wordings[-1]
    in_meeting = [
        row for row in trio.wordings if kept.closed_at is None or row.at <= kept.closed_at
    ]
    yield Heading(trio.title)
    yield Facts(((say("record_paper.danger"), last.danger), (say("record_paper.goal"), last.goal)))
    if len(in_meeting) > 1:
        yield Text(say("record_paper.reworded", danger=first.danger, goal=first.goal))
    yield from _scores(trio)


def overall_blocks(kept: Record) -> Iterator[Part]:
    """The chair's own overall number."""
    if row := kept.overall:
        yield Heading(kept.headings["overall"])
        yield Text(say("record_paper.overall", score=row.score), strong=True)
        yield Quote(row.why, row.by.name)


def child_blocks(kept: Record, child: ChildRecord) -> Iterator[Part]:
    """Wishes, what workers thought, the decision, and who disagreed."""
    if len(kept.decisions) > 1:
        yield Heading(child.child.name)
    yield from views_blocks(child)
    yield from _decision(child)
    if child.disagreements:
        yield Text(say("record_paper.dissent"), strong=True)
        yield from (Quote(row.words, _who(row)) for row in child.disagreements)


def _scores(trio: TrioRecord) -> Iterator[Part]:
    if trio.shown_at is None:
        yield Text(say("record_paper.hidden"))
        return
    yield Text(say("record_paper.ends", low=trio.low, high=trio.high))
    if trio.scores:
        first = (
            ("at_conference",) if any(row.at_conference is not None for row in trio.scores) else ()
        )
        head = tuple(
            say(f"record_paper.{name}") for name in ("who", "now", "last", *first, "why", "up")
        )
        yield Table(head, tuple(_score(row, first=bool(first)) for row in trio.scores))
    else:
        yield Text(say("record_paper.no_numbers"))
    if trio.missing:
        yield Text(say("record_paper.missing", names=[name.name for name in trio.missing]))


def _score(row: PersonsScore, *, first: bool) -> tuple[str, ...]:
    now = say("record_paper.pass") if row.score is None else str(row.score)
    before = (row.last_time, row.at_conference) if first else (row.last_time,)
    return (
        _who(row),
        now,
        *("" if score is None else str(score) for score in before),
        row.why,
        row.up,
    )


def views_blocks(child: ChildRecord) -> Iterator[Part]:
    """What the family wished for, and what workers thought, once it was shown."""
    if child.shown_at is None:
        yield Text(say("record_paper.hidden_views"))
        return
    for what, head, rows in (
        ("wishes", ("who", "wish"), [_wish(row) for row in child.wishes]),
        (
            "recommended",
            ("who", "which_plan", "reason"),
            [_recommended(row) for row in child.recommendations],
        ),
    ):
        yield Text(say(f"record_paper.{what}", child=child.child.name), strong=True)
        if rows:
            yield Table(tuple(say(f"record_paper.{name}") for name in head), tuple(rows))
        else:
            yield Text(say("record_paper.nobody"))
    if child.missing:
        yield Text(say("record_paper.missing", names=[name.name for name in child.missing]))


def _wish(row: Wish) -> tuple[str, ...]:
    return _who(row), row.wish or say("record_paper.pass")


def _recommended(row: Recommended) -> tuple[str, ...]:
    return _who(row), row.words or say("record_paper.pass"), row.why


def _decision(child: ChildRecord) -> Iterator[Part]:
    yield Text(say("record_paper.decision"), strong=True)
    if not child.decisions:
        yield Text(say("record_paper.none_decided", child=child.child.name))
        return
    *before, last = child.decisions
    yield Text(_plan(last), strong=True)
    yield Quote(last.why, last.by.name)
    if last.missing:
        yield Text(say("record_paper.decision_missing", names=[name.name for name in last.missing]))
    yield from (
        Text(say("record_paper.decided_before", plan=_plan(row)))
        for row in before
        if _plan(row) != _plan(last)
    )


def _plan(row: DecisionRecord) -> str:
    return say("kinds.recommended", plan=row.plan_words, category=row.category_words)


def _who(row: PersonsScore | Wish | Recommended | Disagreement) -> str:
    if row.author == row.writer:
        return row.author.name
    return say("record_paper.written_for", author=row.author.name, writer=row.writer.name)
