"""Who is in a conference, and who came."""

from collections.abc import Sequence
from functools import cached_property

from storage.book.posts import PostPages
from storage.tables import Alert, Attendance, Child, Coming, Person, Trio

OFF = Attendance.OFF


class PeoplePages(PostPages):
    """People, and what is taken off the lists with them."""

    @property
    def people(self) -> list[Person]:
        """Everybody in the conference, in the order they were listed."""
        return self.meeting.people

    @property
    def taken_off(self) -> Sequence[Person]:
        """Those who were taken off the list before the day."""
        return self._all(Person, Person.attendance == OFF, order=(Person.position,))

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.meeting.people}

    def person(self, person_id: str) -> Person | None:
        """Somebody of this conference by id; nobody of another."""
        return self._by_id.get(person_id)

    def who(self, person_id: str) -> Person | None:
        """Whose words something is, by id: also somebody who was taken off the list since."""
        return self.person(person_id) or self._one(Person, person_id)

    def alerts(self) -> Sequence[Alert]:
        """What people let the chair know unseen, in order of time. For the chair's eyes alone."""
        return self._all(Alert, order=(Alert.at, Alert.id))

    def comings(self) -> Sequence[Coming]:
        """Who came and left, in order of time."""
        return self._all(Coming, order=(Coming.at, Coming.id))

    def take_off(self, person: Person) -> None:
        """Takes somebody off the list.

        Nothing that they sent or wrote down goes with them; what they were shown does.
        """
        self.forget_lines(person)
        person.attendance = OFF
        self._list_again("people")

    def bring_back(self, person: Person) -> None:
        """Somebody who was taken off the list takes part after all."""
        person.attendance = Attendance.EXPECTED
        self._list_again("people")

    def give_up_account(self, person: Person) -> None:
        """An account belongs to one person of a conference: somebody else has it from now on."""
        person.account = None
        self._session.flush()

    def lay_aside(self, row: Child | Trio) -> None:
        """Takes a child or a worry off the list; what was written about it is kept."""
        row.taken_off = True
        self._list_again("trios" if isinstance(row, Trio) else "children")

    def _list_again(self, name: str) -> None:
        self._session.flush()
        self._session.expire(self.meeting, [name])
        self.__dict__.pop("_by_id", None)
