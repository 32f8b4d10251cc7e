"""The lead: the social worker who holds the plan between meetings; the one who leads, where there
is none with an account.
"""

from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene
from handlers.people.told import is_preparing, setters
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
