"""An item's questions together: who has answered any of them, who has not, and the buttons that
answer them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from handlers.grammar.items import Item, asked_in
from handlers.grammar.scene import Scene
from handlers.questions.kinds import answer_buttons, kind_of
from handlers.questions.reveal_button import reveal_buttons
from prompts.card import Button
from prompts.words import say
from storage.tables import Attendance, Person, Step


def answered_in(scene: Scene, item: Item) -> set[str]:
    """The ids of those who answered some of it. Who, never what."""
    return set[str]().union(*(scene.book.answered(step) for step in item.steps))


def asked_of(scene: Scene, item: Item, person: Person) -> list[Step]:
    """The questions of it that somebody is asked now."""
    return [step for step in item.steps if person in scene.asked(step)]


def missing_in(scene: Scene, item: Item) -> list[Person]:
    """Those who are here, were asked, and have answered none of it. Says who, never what."""
    answered = answered_in(scene, item)
    return [
        person
        for person in asked_in(scene, item)
        if person.id not in answered and person.attendance == Attendance.HERE
    ]


def item_buttons(scene: Scene, item: Item) -> tuple[Button, ...]:
    """The buttons on its cards. What opens or answers the whole item stands there once; what is
    about something of its own, such as a section of the plan, says which.
    """
    found: dict[tuple[str, str], tuple[Step, Button]] = {}
    for step in item.steps:
        for button in answer_buttons(scene, step):
            about = "" if button.target == step.id else button.target
            found.setdefault((button.command, about), (step, button))
    return _told_apart(scene, found.values())


def chairs_buttons(scene: Scene, item: Item) -> tuple[Button, ...]:
    """What the chair's panel offers for it, before going on."""
    of_questions = (
        (step, button)
        for step in item.steps
        for button in kind_of(scene, step).chairs_buttons(scene, step)
    )
    return (*reveal_buttons(scene, item), *_told_apart(scene, of_questions))


def _told_apart(scene: Scene, found: Iterable[tuple[Step, Button]]) -> tuple[Button, ...]:
    """Where several buttons would read the same, each says which question it is for."""
    pairs = list(found)
    labels = Counter(button.label for _, button in pairs)
    return tuple(
        replace(button, label=say("asking.button_for", label=button.label, item=scene.title(step)))
        if labels[button.label] > 1
        else button
        for step, button in pairs
    )
