"""Who has not been heard when the chair would go on, and what has not been agreed: it is said
before anything moves (row T4).
"""

from handlers.grammar.command import Refused
from handlers.grammar.roles import FAMILY
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kinds import kind_of
from prompts.card import Button, Card, Text
from prompts.words import say
from storage.tables import Person, Step

ANYWAY = "anyway"


def unheard(scene: Scene, step: Step) -> list[Person]:
    """Those who are here and have not answered, while nobody, or none of the family, has answered.

    A pass is an answer.
    """
    question = scene.question(step)
    if not kind_of(scene, step).asked or question.for_chair or step.revealed_at:
        return []
    answered, missing = scene.book.answered(step), scene.missing(step)
    family = [person for person in scene.asked(step) if person.role in FAMILY]
    none_of_them = any(p in missing for p in family) and not any(p.id in answered for p in family)
    return missing if not answered or none_of_them else []


def not_agreed(scene: Scene, step: Step) -> int:
    """How many suggestions for the plan wait in the section that the item is about."""
    return kind_of(scene, step).not_agreed(scene, scene.question(step))


def reach_button(people: list[Person]) -> Button:
    """The way to those who have not answered: a nudge; somebody without an account needs somebody
    to write for them.
    """
    if any(person.account for person in people):
        return Button(say("panel.nudge"), "ask.nudge", style="main")
    return Button(say("panel.write_for"), "phone.form", style="main")


def ask_before_going_on(turn: Turn, step: Step, *, leaves: bool) -> None:
    """Asks once whether to go on without them, or without agreeing. Raises `Refused`."""
    if turn.target == ANYWAY:
        return
    if people := unheard(turn, step):
        raise Refused(
            _card(
                say("unheard.title"),
                say("unheard.text", names=_names(people)),
                reach_button(people),
            )
        )
    if leaves and (number := not_agreed(turn, step)):
        see = Button(say("panel.see_plan"), "plan.list", turn.question(step).section, "main")
        raise Refused(
            _card(say("unheard.not_agreed"), say("unheard.not_agreed_text", number=number), see)
        )


def _card(title: str, words: str, first: Button) -> Card:
    go_on = Button(say("unheard.go_on"), "agenda.next", ANYWAY)
    return Card(title, (Text(words),), buttons=(first, go_on))


def _names(people: list[Person]) -> list[str]:
    return [person.name for person in people]
