"""Ways out for somebody in trouble: the danger button where people look, and a silent one on all
that is one's own (row S3).

In the channel the danger button stands once: on the card of the item that is open, or on what ended
the meeting. Every
private card has it, and *I can't talk freely* as well, which every form has too. The chair needs
nobody to tell.
"""

from dataclasses import replace

from handlers.grammar.scene import Scene
from prompts.card import Button, Card
from prompts.words import say

DANGER, NOT_FREE = "danger.show", "overheard.say"
AT_THE_END = ("closed", "stopped")


def danger_button() -> Button:
    """Numbers to call, and the chair is told."""
    return Button(say("danger.button"), DANGER, style="danger")


def with_ways_out(scene: Scene, slot: str, card: Card) -> Card:
    """A card as it is posted: to everybody, or to one person."""
    if scene.viewer is not None:
        return replace(card, buttons=(*card.buttons, *own_ways_out(scene)))
    return (
        replace(card, buttons=(*card.buttons, danger_button()))
        if _is_looked_at(scene, slot)
        else card
    )


def on_form(scene: Scene, card: Card) -> Card:
    """A form as somebody gets it."""
    return replace(card, buttons=(*card.buttons, *_not_free(scene))) if card.fields else card


def own_ways_out(scene: Scene) -> tuple[Button, ...]:
    """What stands on all that one person alone sees."""
    return (*_not_free(scene), danger_button())


def _not_free(scene: Scene) -> tuple[Button, ...]:
    return (
        ()
        if scene.viewer is None or scene.leads
        else (Button(say("overheard.button"), NOT_FREE, style="quiet"),)
    )


def _is_looked_at(scene: Scene, slot: str) -> bool:
    """Whether it is the one card of the channel that has the danger button."""
    if scene.meeting.closed_at is None:
        return slot == f"asked:{scene.meeting.step_id}"
    return slot in AT_THE_END and not scene.meeting.followed
