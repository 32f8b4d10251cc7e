"""How somebody is called beside their words."""

from prompts.words import say
from storage.book import OFF
from storage.tables import Person


def called(person: Person) -> str:
    """Their name; that they take no part any more, where they were taken off the list before the
    day.
    """
    return say("rollcall.off", name=person.name) if person.attendance == OFF else person.name
