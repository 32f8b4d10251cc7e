"""The chair's buttons that open the seal."""

from collections.abc import Iterator

from handlers.grammar.items import Item
from handlers.grammar.scene import Scene
from handlers.questions.sealed_steps import hidden_in
from prompts.card import Button
from prompts.words import say
from storage.tables import Step

ONE = "one"


def reveal_button(scene: Scene, item: Item) -> Button:
    """Shows all answers to an item at once."""
    steps = hidden_in(scene, item)
    return Button(say("reveal.button"), _command(scene, steps), item.id, "main")


def reveal_buttons(scene: Scene, item: Item) -> Iterator[Button]:
    """All together, or question by question, as the chair likes."""
    hidden = hidden_in(scene, item)
    if hidden:
        yield reveal_button(scene, item)
    for step in hidden if item.steps[1:] else ():
        label = say("reveal.one", item=scene.title(step))
        yield Button(label, _command(scene, [step]), f"{ONE}:{step.id}")


def _command(scene: Scene, steps: list[Step]) -> str:
    """Reveals when all who are here have answered; otherwise asks first, since it cannot be
    undone.
    """
    return "reveal.form" if any(scene.missing(step) for step in steps) else "reveal"
