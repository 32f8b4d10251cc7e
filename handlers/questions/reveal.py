"""Revealing: all sealed answers to an item are shown together, on the chair's word, or those to one
of its questions after another (row B1).
"""

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.items import current_item, item_of
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.questions.kinds import kind_of
from handlers.questions.reveal_button import ONE
from prompts.card import Button, Card, Heading, Part, Text
from prompts.words import say
from storage.tables import Step


def ask_before_revealing(turn: Turn) -> Card:
    """Says who would be left out."""
    steps = _sealed_steps(turn)
    missing = {person.id: person.name for step in steps for person in turn.missing(step)}
    text = Text(say("reveal.sure_text", names=list(missing.values())))
    send = Button(say("reveal.now"), "reveal", turn.target or steps[0].id, "main")
    return Card(say("reveal.sure"), (text,), buttons=(send,))


@moving_form("reveal.form", "reveal", asks=ask_before_revealing, by=CHAIR)
def reveal(turn: Turn) -> None:
    """Opens the seal of the item we are on, or of one of its questions ("one:<step>").

    From now on its answers are seen by all and cannot be changed.
    """
    steps = _sealed_steps(turn)
    for step in steps:
        step.revealed_at = turn.now
    item = item_of(turn, steps[0])
    turn.show(f"asked:{item.id}")
    turn.book.show_again(f"again:{item.id}/")
    turn.show(f"reveal:{item.id}")


@draws("reveal")
def revealed_card(scene: Scene, step_id: str) -> Card:
    """Everybody's own answer, the family's first, and who has not answered."""
    item = item_of(scene, scene.step(step_id))
    shown = [step for step in item.steps if step.revealed_at]
    parts: list[Part] = []
    for step in shown:
        parts += [Heading(scene.title(step))] if item.steps[1:] else []
        parts += kind_of(scene, step).revealed(scene, step)
        parts += _missing(scene, step)
    return Card(say("reveal.title", item=item.title), tuple(parts))


def _sealed_steps(turn: Turn) -> list[Step]:
    """The questions of the item we are on that the press is about, if they have sealed answers to
    show. Raises `Refused`.
    """
    item, named = current_item(turn), Target.parse(turn.target)
    one = named.tail if named.head == ONE else ""
    steps = [step for step in item.steps if step.under_seal] if item else []
    steps = [step for step in steps if one in ("", step.id)]
    if item is None or not steps or (turn.target and not one and turn.target != item.id):
        raise Refused(Card(say("reveal.nothing")))
    if all(step.revealed_at for step in steps):
        raise Refused(Card(say("reveal.already")))
    hidden = [step for step in steps if not step.revealed_at and turn.book.answered(step)]
    if not hidden:
        raise Refused(Card(say("reveal.none_yet")))
    return hidden


def _missing(scene: Scene, step: Step) -> list[Part]:
    answered = scene.book.answered(step)
    names = [person.name for person in scene.asked(step) if person.id not in answered]
    return [Text(say("reveal.missing", names=names))] if names else []
