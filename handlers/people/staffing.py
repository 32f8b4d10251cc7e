"""What is said to those whom the service has not named, and who can help them."""

from collections.abc import Sequence

from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import Person

# Those who take no part in the answers, and could lead.
TAKES_OVER = frozenset({Role.ADMINISTRATOR, Role.MINUTE_TAKER, Role.OBSERVER, Role.SERVICE_MANAGER})


def could_take_over(scene: Scene) -> list[Person]:
    """Those in the meeting who may take the chair."""
    return [
        person
        for person in scene.book.people
        if person.role in TAKES_OVER and scene.may_chair(person)
    ]


def not_named(managers: Sequence[str]) -> Card:
    """For somebody who needs to be named first."""
    return _card(say("staff.not_named"), _helps(managers))


def not_a_chair(name: str, managers: Sequence[str]) -> Card:
    """Somebody else was meant to chair, and may not."""
    return _card(say("staff.not_a_chair", name=name), _helps(managers))


def nobody_can_chair(scene: Scene) -> Card:
    """Nobody in the meeting may take the chair."""
    return _card(say("staff.nobody_can_chair"), _helps(scene.book.managers()))


def with_the_family() -> Card:
    """For somebody who has or had a part in the family in this room."""
    return _card(say("staff.with_the_family"))


def seat_gone(scene: Scene) -> Card:
    """For a chair or administrator who is not named, or not any more."""
    person = scene.viewer
    if person and scene.book.had_family_part(person.account):
        return with_the_family()
    return _card(say("staff.seat_gone"), _helps(scene.book.managers()))


def _helps(managers: Sequence[str]) -> str:
    return say("staff.helps", managers=", ".join(managers))


def _card(*lines: str) -> Card:
    return Card(say("dispatch.title"), tuple(Text(line) for line in lines))
