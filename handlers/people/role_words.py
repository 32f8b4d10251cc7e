"""What somebody is called beside their name."""

from prompts.words import say
from storage.tables import Person


def role_words(person: Person) -> str:
    """Who somebody is: as the family knows them, or by their role."""
    return person.title or say(f"rollcall.role_{person.role}")
