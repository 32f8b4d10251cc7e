"""Revealing: all sealed answers to an item are shown together, on the chair's word (row B1)."""

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kinds import kind_of
from prompts.card import Button, Card, Part, Text
from prompts.words import say
from storage.tables import Step


def ask_before_revealing(turn: Turn) -> Card:
    """Says who would be left out."""
    step = _sealed_step(turn)
    text = Text(say("reveal.sure_text", names=[person.name for person in turn.missing(step)]))
    return Card(
        say("reveal.sure"),
        (text,),
        buttons=(Button(say("reveal.now"), "reveal", step.id, "main"),),
    )


@moving_form("reveal.form", "reveal", asks=ask_before_revealing, by=CHAIR)
def reveal(turn: Turn) -> None:
    """Opens the seal of the item we are on.

    From now on its answers are seen by all and cannot be changed.
    """
    step = _sealed_step(turn)
    step.revealed_at = turn.now
    turn.show(f"asked:{step.id}")
    turn.book.show_again(f"again:{step.id}/")
    turn.show(f"reveal:{step.id}")


@draws("reveal")
def revealed_card(scene: Scene, step_id: str) -> Card:
    """Everybody's own answer, the family's first, and who has not answered."""
    step = scene.step(step_id)
    parts = kind_of(scene, step).revealed(scene, step)
    return Card(say("reveal.title", item=scene.title(step)), (*parts, *_missing(scene, step)))


def _sealed_step(turn: Turn) -> Step:
    """The item we are on, if it has sealed answers to show. Raises `Refused`."""
    step = turn.book.current
    if step is None or not step.under_seal or (turn.target and turn.target != step.id):
        raise Refused(Card(say("reveal.nothing")))
    if step.revealed_at:
        raise Refused(Card(say("reveal.already")))
    if not turn.book.answered(step):
        raise Refused(Card(say("reveal.none_yet")))
    return step


def _missing(scene: Scene, step: Step) -> list[Part]:
    answered = scene.book.answered(step)
    names = [person.name for person in scene.asked(step) if person.id not in answered]
    return [Text(say("reveal.missing", names=names))] if names else []
