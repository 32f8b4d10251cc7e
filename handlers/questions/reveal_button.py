"""The chair's button that opens the seal."""

from handlers.grammar.scene import Scene
from prompts.card import Button
from prompts.words import say
from storage.tables import Step


def reveal_button(scene: Scene, step: Step) -> Button:
    """Reveals at once when all who are here have answered; otherwise asks first, since it cannot be
    undone.
    """
    return Button(
        say("reveal.button"), "reveal.form" if scene.missing(step) else "reveal", step.id, "main"
    )
