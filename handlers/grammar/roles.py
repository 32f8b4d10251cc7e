"""Roles in a conference, and the groups that a question is put to."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in a conference."""

    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    ADMINISTRATOR = "administrator"
    SOCIAL_WORKER = "social_worker"
    MANAGER = "manager"
    PROFESSIONAL = "professional"
    PARENT = "parent"
    NETWORK = "network"
    CHILD = "child"
    ADVOCATE = "advocate"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"
    SERVICE_MANAGER = "service_manager"
    CLOCK = "clock"


CHAIR = frozenset({Role.CHAIR})
SETTING_UP = frozenset({Role.CHAIR, Role.ADMINISTRATOR})
SCRIBES = frozenset({Role.CHAIR, Role.MINUTE_TAKER})
PARENTS = frozenset({Role.PARENT})
NETWORK = frozenset({Role.NETWORK})
CHILDS_VOICE = frozenset({Role.CHILD, Role.ADVOCATE})
PROFESSIONALS = frozenset({Role.SOCIAL_WORKER, Role.MANAGER, Role.PROFESSIONAL})
FAMILY = PARENTS | NETWORK | CHILDS_VOICE
PARTICIPANTS = FAMILY | PROFESSIONALS
EVERYBODY = frozenset(Role) - {Role.CLOCK}
CLOCK = frozenset({Role.CLOCK})

GROUPS: dict[str, frozenset[Role]] = {
    "parents": PARENTS,
    "network": NETWORK,
    "child": CHILDS_VOICE,
    "professionals": PROFESSIONALS,
    "social_worker": frozenset({Role.SOCIAL_WORKER}),
    "chair": CHAIR,
}

# The family's own answers and marks are shown first (rows B2 and C2).
FAMILY_FIRST = (PARENTS, CHILDS_VOICE, NETWORK, PROFESSIONALS)


def family_first(role: str) -> int:
    """Sorts people as a conference hears them: parents, the child's voice, the network, then
    professionals.
    """
    return next(
        (place for place, group in enumerate(FAMILY_FIRST) if Role(role) in group),
        len(FAMILY_FIRST),
    )
