"""After a meeting that went on by hand: one form an item, with what each person said on paper, and
marked so (row B13).
"""

from collections.abc import Iterator
from dataclasses import replace

from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.items import Item, current_item
from handlers.grammar.roles import SCRIBES
from handlers.grammar.scene import Turn
from handlers.questions.answering import keep_answer
from handlers.questions.kinds import kind_of
from handlers.questions.shares import Share, all_faults, people_shared
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.tables import Response, Step

BY_HAND = "by_hand"


def ask_what_was_written(turn: Turn) -> Card:
    """The fields of the item we are on, for everybody who is here and has not answered."""
    item = _item(turn)
    return _form(turn, item, _shares(turn, item))


@form("hand.form", "hand.submit", asks=ask_what_was_written, by=SCRIBES)
def type_in(turn: Turn) -> None:
    """Keeps what people said on paper; the record says that it was held by hand, and who typed it
    in when.
    """
    item = _item(turn)
    shares = _shares(turn, item)
    faults = all_faults(turn, shares, turn.values, say("by_hand.nothing"))
    typed = checked(_form(turn, item, shares), turn.values, faults)
    for share in shares:
        if own := share.said(typed):
            kept = kind_of(turn, share.step).kept(turn, own)
            keep_answer(turn, share.step, share.author, Response.SAID, kept)
            _mark(turn, share.step)


def _mark(turn: Turn, step: Step) -> None:
    if not any(reason.target == step.id for reason in turn.book.reasons(BY_HAND)):
        day = full_day(local_day(turn.profile, turn.now))
        turn.keep_reason(BY_HAND, step.id, say("by_hand.mark", day=day, name=turn.person.name))


def _item(turn: Turn) -> Item:
    """The item we are on; the one that the form was opened for, where it was sent."""
    item = current_item(turn)
    if item is None or (turn.target and item.id != turn.target):
        raise Refused(Card(say("answering.moved_on"), (Text(say("answering.moved_on_text")),)))
    if not _steps(turn, item):
        raise Refused(Card(say("answering.nothing_asked")))
    if not _shares(turn, item):
        raise Refused(Card(say("by_hand.nobody"), (Text(say("by_hand.nobody_text")),)))
    return item


def _steps(turn: Turn, item: Item) -> list[Step]:
    """Its questions that can still be answered."""
    return [step for step in item.steps if kind_of(turn, step).asked and not step.revealed_at]


def _shares(turn: Turn, item: Item) -> list[Share]:
    return people_shared(turn, _steps(turn, item))


def _form(turn: Turn, item: Item, shares: list[Share]) -> Card:
    steps = _steps(turn, item)
    lines = [turn.words(step, turn.question(step).ask) for step in steps]
    lines.append(say("by_hand.text"))
    lines += [say("by_hand.sealed")] if any(step.under_seal for step in steps) else []
    fields = tuple(field for share in shares for field in _fields(turn, share))
    send = Button(say("by_hand.send"), "hand.submit", item.id, "main")
    return Card(item.title, tuple(Text(line) for line in lines), fields, (send,))


def _fields(turn: Turn, share: Share) -> Iterator[Field]:
    for field in share.fields(turn):
        label = say("by_hand.of", name=share.author.name, label=field.label)
        yield replace(field, label=label)
