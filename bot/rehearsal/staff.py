"""In rehearsals, the sample people who lead are named as a service names its own: in the database,
like anybody.
"""

from datetime import datetime

from bot.rehearsal.setup import account_of
from handlers.grammar.roles import PARTICIPANTS, Role
from prompts.family import Family, family_names, load_family
from storage.database import Database
from storage.staff import find_staff, name_staff
from storage.tables import Power

_NEVER = PARTICIPANTS | {Role.INTERPRETER}


def name_sample_staff(database: Database, now: datetime) -> None:
    """Names the chairs, minute takers and the like of all sample families.

    Only for databases that hold rehearsals.
    """
    leading = [
        person
        for family in _families()
        for person in family.person
        if Role(person.role) not in _NEVER
    ]
    with database.session() as session:
        for account, name in {account_of(person.id): person.name for person in leading}.items():
            if find_staff(session, account) is None:
                name_staff(session, account, name, Power, "rehearsal", now)


def _families() -> list[Family]:
    return [load_family(name) for name in family_names()]
