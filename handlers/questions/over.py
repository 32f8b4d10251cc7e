"""Items that are over: their cards are put right where they stand, and never posted late below
newer ones.
"""

from handlers.grammar.scene import Scene
from handlers.grammar.target import Target
from storage.tables import StepState

_OVER = frozenset({StepState.DONE, StepState.SKIPPED})


def item_is_over(scene: Scene, slot: str) -> bool:
    """Whether a slot belongs to an agenda item that is over ("asked:<step>",
    "again:<step>/<version>").
    """
    step = scene.book.step(Target.parse(slot.partition(":")[2]).head)
    return step is not None and step.state in _OVER
