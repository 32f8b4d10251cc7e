"""The danger statement and goal that an item is about."""

from handlers.grammar.scene import Scene
from prompts.card import Part, Text
from prompts.words import say
from storage.tables import Step, Trio, TrioWording


def trio_of(scene: Scene, step: Step) -> tuple[Trio, TrioWording]:
    """The trio with its wording now. Raises `LookupError` for an item about something else."""
    trio = scene.about(step)
    if not isinstance(trio, Trio):
        raise LookupError(step.id)
    return trio, trio.wordings[-1]


def statements(scene: Scene, step: Step) -> list[Part]:
    """Both, in words."""
    return statement_lines(trio_of(scene, step)[1])


def statement_lines(wording: TrioWording) -> list[Part]:
    """A danger statement and its goal, in words."""
    return [
        Text(say("asking.danger", words=wording.danger)),
        Text(say("asking.goal", words=wording.goal)),
    ]
