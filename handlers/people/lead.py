"""The lead: the social worker who holds the plan between meetings; the one who leads, where there
is none with an account.
"""

from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.people.told import is_preparing, setters
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import Person

LEADING = frozenset({Role.CHAIR, Role.SOCIAL_WORKER})
LOOKING = LEADING | {Role.ADMINISTRATOR}


def lead_of(scene: Scene) -> Person:
    """Who is told when something needs somebody's hand.

    In a core group that is who leads it; before the day, who sets up.
    """
    if scene.is_core_group:
        return scene.chair
    if is_preparing(scene):
        return min(
            setters(scene), key=lambda person: (person.account is None, person.role != Role.CHAIR)
        )
    workers = (
        person
        for person in scene.book.people
        if person.role == Role.SOCIAL_WORKER and person.account
    )
    return next(workers, scene.chair)


def only_for_the_lead() -> Card:
    """What a card for those who lead says to anybody else whom it reaches."""
    words = Text(say("core_group.lead_over"))
    return Card(say("core_group.lead"), (words,), notice=say("panel.notice"))
