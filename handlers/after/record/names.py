"""People in the record: always by id and name."""

from collections.abc import Iterable

from handlers.after.record.base import PersonName
from handlers.grammar.scene import Scene
from handlers.people.called import called
from storage.tables import Person

# While somebody sets up for a chair and has not said who that is.
NOBODY = PersonName(id="", name="")


def name_of(person: Person) -> PersonName:
    """Somebody of the conference."""
    return PersonName(id=person.id, name=called(person))


def name_of_id(scene: Scene, person_id: str) -> PersonName:
    """Somebody of the conference by id. Raises `LookupError` for anybody else."""
    person = scene.book.who(person_id)
    if person is None:
        raise LookupError(person_id)
    return name_of(person)


def names_of(people: Iterable[Person]) -> tuple[PersonName, ...]:
    """Several of them, in the same order."""
    return tuple(name_of(person) for person in people)
