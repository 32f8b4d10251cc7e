"""Words that not everybody knows: their author hears of them before anybody else reads them, and
chooses (rows C1, S5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.grammar.command import AskBack, Command, WordsToLookAt
from handlers.grammar.forms import OURS, checked, filled
from handlers.grammar.roles import FAMILY, Role
from handlers.grammar.scene import Turn
from handlers.grammar.target import Target
from prompts.card import Button, Card, Field, Part, Quote, Text
from prompts.jargon import Hint, hints, listed
from prompts.words import say
from storage.tables import Person

CHOICE = f"{OURS}words"
_SEND, _CHANGE = "send", "change"
AS_IT_IS = {CHOICE: _SEND}


def read_by_others(
    turn: Turn, form: Card, errors: Mapping[str, str] | None = None, author: Person | None = None
) -> dict[str, str]:
    """What was typed into a form that others will read, once all is in order and its author has
    seen the hints.

    There is no hint for a child, nor for words that were written down for somebody else, `author`.
    Raises `AskBack`, and `WordsToLookAt` with a card for the author alone.
    """
    typed = checked(form, turn.values, errors)
    chosen = turn.values.get(CHOICE)
    if chosen == _CHANGE:
        raise AskBack(filled(form, typed))
    if chosen != _SEND and author in (None, turn.person):
        _look_at(turn, form, typed)
    return typed


def with_choice(card: Card, command: Command, held: str) -> Card:
    """The hint, with both ways to go on; `held` is where the words wait meanwhile."""
    pressed = Target.parse(command.target)
    change = str(replace(pressed, chosen=_CHANGE, held=held))
    send = str(replace(pressed, chosen=_SEND, held=held))
    buttons = (
        Button(say("hints.change"), command.name, change, "main"),
        Button(say("hints.send"), command.name, send),
    )
    return Card(card.title, card.parts, buttons=buttons)


def choice_of(command: Command) -> tuple[str, str, str]:
    """What a press is about, what its author has chosen, and where the words wait; the last two may
    be empty.
    """
    pressed = Target.parse(command.target)
    return str(replace(pressed, chosen="", held="")), pressed.chosen, pressed.held


def _look_at(turn: Turn, form: Card, typed: Mapping[str, str]) -> None:
    role = Role(turn.person.role)
    if role is Role.CHILD:
        return
    find = listed if role in FAMILY else hints
    names = _names(turn)
    found = {
        field: find(typed.get(field.name, ""), names)
        for field in form.fields
        if field.kind in ("line", "lines")
    }
    if any(found.values()):
        to_whom = "family" if role in FAMILY else "professionals"
        raise WordsToLookAt(Card(say("hints.title"), tuple(_parts(found, typed, to_whom))))


def _parts(
    found: Mapping[Field, tuple[Hint, ...]], typed: Mapping[str, str], to_whom: str
) -> Iterator[Part]:
    yield Text(say(f"hints.{to_whom}"))
    told = set()
    for field, some in found.items():
        if some:
            yield Quote(typed[field.name], field.label)
        for hint in some:
            if hint.suggestion not in told:
                yield Text(say("hints.hint", word=hint.word, suggestion=hint.suggestion))
            told.add(hint.suggestion)
    yield Text(say("hints.choice"))


def _names(turn: Turn) -> frozenset[str]:
    """What people and children are called here: initials are no abbreviations."""
    called = [*(person.name for person in turn.book.people), *turn.children]
    return frozenset(word.strip("()’'.,") for name in called for word in name.split())
