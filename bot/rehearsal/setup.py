"""A sample family as the setup of a conference, with its dates counted from the day of the
rehearsal.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from bot.rehearsal.setup_ahead import ahead_of
from handlers.before.start import Setup, SetupPerson, SetupTrio
from handlers.grammar.roles import Role
from prompts.family import Family, SampleTrio
from prompts.profile import Profile
from storage.room import ROOM

_IN_DAYS = re.compile(r"in (\d+) days?")
_DAYS_AGO = re.compile(r"(\d+) days? ago")


def setup_of(family: Family, today: date, profile: str = "", *, ahead: bool = False) -> str:
    """The setup, as `conference.start` takes it, by the family's own profile or another. People on
    the phone have no account.

    `ahead` of the day, it is to be prepared.
    """
    places = {person.id: place for place, person in enumerate(family.person)}
    setup = Setup(
        profile=profile or family.profile,
        family=family.family,
        sample=family.id,
        children=family.child,
        people=tuple(
            SetupPerson(
                name=person.name,
                title=person.title,
                role=Role(person.role),
                agency=person.agency,
                account=None if person.phone else account_of(person.id),
            )
            for person in family.person
        ),
        trios=tuple(_trio(trio, places) for trio in family.trio),
        last_time=day(family.last_time, today) if family.last_time else None,
        ahead=ahead_of(family, family.ahead, today) if ahead and family.ahead else None,
    )
    return setup.model_dump_json()


def fits(family: Family, profile: Profile) -> bool:
    """Whether a family can be rehearsed with a profile: its own, or one that still has all that the
    family answers to.
    """
    asked = {key.partition("/")[0] for key in (*family.answers, *family.chair)}
    return family.profile == profile.id or (
        asked <= profile.questions.keys()
        and family.plan.keys() <= profile.sections.keys()
        and {person.agency for person in family.person}
        <= {"", *(agency.id for agency in profile.agency)}
    )


def _trio(trio: SampleTrio, places: Mapping[str, int]) -> SetupTrio:
    last = {places[who]: mark for who, mark in trio.last.items()}
    return SetupTrio(title=trio.title, danger=trio.danger, goal=trio.goal, last=last)


def account_of(sample_id: str) -> str:
    """The account of a sample person in a rehearsal."""
    return ROOM + sample_id


def day(words: str, today: date) -> date:
    """The day that "in 12 days" or "84 days ago" means. Raises `ValueError`."""
    if found := _IN_DAYS.fullmatch(words):
        return today + timedelta(days=int(found[1]))
    if found := _DAYS_AGO.fullmatch(words):
        return today - timedelta(days=int(found[1]))
    return date.fromisoformat(words)
