"""The items of an agenda: what the chair opens, shows and leaves as one. An item is one question,
or several that the profile puts together.
"""

from dataclasses import dataclass
from itertools import groupby

from handlers.grammar.scene import Scene
from storage.tables import Person, Step, StepState


@dataclass(frozen=True)
class Item:
    """The steps of one item, in order. Its first step stands for it: in slots, in what a button is
    about, and as the place where the meeting is.
    """

    steps: tuple[Step, ...]
    title: str
    minutes: int

    @property
    def first(self) -> Step:
        """The step that stands for the item."""
        return self.steps[0]

    @property
    def id(self) -> str:
        """The id of its first step."""
        return self.first.id

    @property
    def state(self) -> StepState:
        """Where it is; its steps move together."""
        return self.first.state


def items(scene: Scene) -> list[Item]:
    """The agenda's items in order.

    Where an agenda was begun before its questions were put together, those that are over are not
    of one item with those to come.
    """
    together = scene.profile.items

    def of_one(step: Step) -> tuple[str, StepState]:
        item = together.get(step.question)
        return (item.id if item else step.id, step.state)

    return [_item(scene, tuple(steps)) for _, steps in groupby(scene.meeting.steps, key=of_one)]


def item_of(scene: Scene, step: Step) -> Item:
    """The item that a step belongs to."""
    return next(item for item in items(scene) if step in item.steps)


def current_item(scene: Scene) -> Item | None:
    """The item that the meeting is on."""
    step = scene.book.current
    return item_of(scene, step) if step else None


def asked_in(scene: Scene, item: Item) -> list[Person]:
    """Those who have been asked any of it so far, in the order in which they were asked."""
    asked = {person.id: person for step in item.steps for person in scene.asked(step)}
    return list(asked.values())


def _item(scene: Scene, steps: tuple[Step, ...]) -> Item:
    together = scene.profile.items.get(steps[0].question)
    if len(steps) == 1 or together is None:
        return Item(steps, scene.title(steps[0]), scene.question(steps[0]).minutes)
    return Item(steps, scene.in_words(together.title), together.minutes)
