"""Revealing: all sealed answers to an item are shown together, on the chair's word (row B1)."""

from handlers.command import Refused
from handlers.danger import danger_button
from handlers.recommendations import recommendations_parts
from handlers.registry import draws, handles
from handlers.roles import CHAIR
from handlers.scaling import scaling_parts
from handlers.scene import Scene, Turn
from prompts.card import Card, Part, Text
from prompts.words import say
from storage.tables import Step


@handles("reveal", by=CHAIR)
def reveal(turn: Turn) -> None:
    """Opens the seal of the item we are on. From now on its answers are seen by all and cannot be changed."""
    step = turn.book.current
    if step is None or not step.under_seal or (turn.target and turn.target != step.id):
        raise Refused(Card(say("reveal.nothing")))
    if step.revealed_at:
        raise Refused(Card(say("reveal.already")))
    if not turn.book.answered(step):
        raise Refused(Card(say("reveal.none_yet")))
    step.revealed_at = turn.now
    turn.show(f"asked:{step.id}")
    turn.show(f"reveal:{step.id}")


@draws("reveal")
def revealed_card(scene: Scene, step_id: str) -> Card:
    """Everybody's own answer, the family's first, and who has not answered."""
    step = scene.book.step(step_id)
    if step is None:
        raise LookupError(step_id)
    scores = scene.question(step).answer == "score"
    parts = scaling_parts(scene, step) if scores else recommendations_parts(scene, step)
    return Card(say("reveal.title", item=scene.title(step)), (*parts, *_missing(scene, step)), buttons=(danger_button(),))


def _missing(scene: Scene, step: Step) -> list[Part]:
    answered = scene.book.answered(step)
    names = [person.name for person in scene.asked(step) if person.id not in answered]
    return [Text(say("reveal.missing", names=names))] if names else []
