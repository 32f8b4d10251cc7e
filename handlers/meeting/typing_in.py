"""After a meeting that went on by hand: one form an item, with what each person said on paper, and
marked so (row B13).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import local_day
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.roles import SCRIBES
from handlers.grammar.scene import Turn
from handlers.questions.answering import keep_answer
from handlers.questions.kinds import kind_of
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.tables import Person, Response, Step

BY_HAND = "by_hand"


def ask_what_was_written(turn: Turn) -> Card:
    """The fields of the item we are on, for everybody who is here and has not answered."""
    step = _step(turn)
    return _form(turn, step, turn.missing(step))


@form("hand.form", "hand.submit", asks=ask_what_was_written, by=SCRIBES)
def type_in(turn: Turn) -> None:
    """Keeps what people said on paper; the record says that it was held by hand, and who typed it
    in when.
    """
    step = _step(turn)
    people = turn.missing(step)
    typed = checked(_form(turn, step, people), turn.values, _faults(turn, step, people))
    for person in people:
        if own := _of(person, typed):
            keep_answer(turn, step, person, Response.SAID, kind_of(turn, step).kept(turn, own))
    if not any(reason.target == step.id for reason in turn.book.reasons(BY_HAND)):
        day = full_day(local_day(turn.profile, turn.now))
        turn.keep_reason(BY_HAND, step.id, say("by_hand.mark", day=day, name=turn.person.name))


def _step(turn: Turn) -> Step:
    """The item we are on; the one that the form was opened for, where it was sent."""
    step = turn.book.current
    if step is None or (turn.target and step.id != turn.target):
        raise Refused(Card(say("answering.moved_on"), (Text(say("answering.moved_on_text")),)))
    if not kind_of(turn, step).asked or step.revealed_at:
        raise Refused(Card(say("answering.nothing_asked")))
    if not turn.missing(step):
        raise Refused(Card(say("by_hand.nobody"), (Text(say("by_hand.nobody_text")),)))
    return step


def _form(turn: Turn, step: Step, people: list[Person]) -> Card:
    lines = [turn.words(step, turn.question(step).ask), say("by_hand.text")]
    lines += [say("by_hand.sealed")] if step.under_seal else []
    fields = tuple(field for person in people for field in _fields(turn, step, person))
    send = Button(say("by_hand.send"), "hand.submit", step.id, "main")
    return Card(turn.title(step), tuple(Text(line) for line in lines), fields, (send,))


def _fields(turn: Turn, step: Step, person: Person) -> Iterator[Field]:
    for field in kind_of(turn, step).fields(turn, step, person):
        label = say("by_hand.of", name=person.name, label=field.label)
        yield replace(
            field,
            name=f"{person.id}__{field.name}",
            label=label,
            required=False,
            sometimes=field.required,
        )


def _faults(turn: Turn, step: Step, people: list[Person]) -> dict[str, str]:
    """Whoever has said something has said all that their answer needs; and somebody has."""
    found: dict[str, str] = {}
    for person in people:
        own = _of(person, turn.values)
        gaps = {
            f.name: say(f"forms.needed_{f.kind}")
            for f in kind_of(turn, step).fields(turn, step, person)
            if f.required and not own.get(f.name)
        }
        more = kind_of(turn, step).faults(turn, own)
        found |= (
            {f"{person.id}__{name}": fault for name, fault in {**gaps, **more}.items()}
            if own
            else {}
        )
    if not any(_of(person, turn.values) for person in people):
        first = next(_fields(turn, step, people[0]))
        return {first.name: say("by_hand.nothing")}
    return found


def _of(person: Person, values: Mapping[str, str]) -> dict[str, str]:
    """What stands in one person's fields."""
    mine = f"{person.id}__"
    return {
        name.removeprefix(mine): value
        for name, value in values.items()
        if name.startswith(mine) and value.strip()
    }
