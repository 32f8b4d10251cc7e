"""What somebody is: as a title beside their name, and as it is asked for in forms."""

from collections.abc import Iterable

from prompts.card import Choice, Field
from prompts.profile import Profile
from prompts.words import say
from storage.tables import Person


def role_words(person: Person) -> str:
    """Who somebody is: as the family knows them, or by their role."""
    return person.title or say(f"rollcall.role_{person.role}")


def part_fields(profile: Profile, roles: Iterable[str]) -> tuple[Field, ...]:
    """Asks for somebody's role, who they are to the child, and their agency."""
    return (
        Field(
            "role",
            say("setting_up.role"),
            "choice",
            required=True,
            choices=tuple(Choice(role, say(f"rollcall.role_{role}")) for role in roles),
        ),
        Field(
            "title", say("setting_up.who_to_child"), "line", say("setting_up.who_hint"), limit=80
        ),
        Field(
            "agency",
            say("setting_up.agency"),
            "choice",
            say("setting_up.agency_hint"),
            choices=tuple(Choice(agency.id, agency.label) for agency in profile.agency),
            sometimes=True,
        ),
    )
