"""What is wrong with a room: who can read it and should not."""

import json
from dataclasses import dataclass

from handlers.grammar.room_seen import RoomMember, RoomSeen
from storage.book import Book
from storage.tables import Attendance, Person, RoomUse


@dataclass(frozen=True)
class WrongMembers:
    """Who can read a room and should not: everybody at work, people from elsewhere, somebody
    without a part, somebody apart.
    """

    public: bool = False
    shared: bool = False
    strangers: tuple[RoomMember, ...] = ()
    apart: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != WrongMembers()

    @property
    def who_could_belong(self) -> tuple[RoomMember, ...]:
        """Those who can be given a part: people, not other programs."""
        return tuple(member for member in self.strangers if not member.app)


def what_is_wrong(book: Book) -> WrongMembers:
    """What is wrong with the meeting's room, by what its platform said last and by who takes part
    now.
    """
    seen, known = RoomSeen.from_json(book.room_watch.seen), let_in_by_chair(book)
    people = {person.account: person for person in book.people if person.account}
    strangers = (
        member
        for member in seen.members or ()
        if member.account not in people and member.account not in known
    )
    apart = (
        person.name
        for person in book.people
        if person.attendance == Attendance.APART and person.account in seen.accounts
    )
    return WrongMembers(seen.public, seen.shared, tuple(strangers), tuple(apart))


def let_in(book: Book, accounts: list[str]) -> None:
    """Keeps whom the chair let in by name, without a part, when the meeting begins."""
    book.add(book.room_watch).let_in = json.dumps(accounts)


def let_in_by_chair(book: Book) -> frozenset[str]:
    """The accounts of those whom the chair let in by name when the meeting began."""
    return frozenset(json.loads(book.room_watch.let_in or "[]"))


def goes_privately(book: Book) -> bool:
    """Whether the chair chose to go on by private messages only."""
    return book.room_watch.use == RoomUse.PRIVATE


def everybody_at_the_table(book: Book) -> list[Person]:
    """Those who are shown what the channel would show: all but those who are away or
    attend apart.
    """
    return [
        person
        for person in book.people
        if person.attendance not in (Attendance.AWAY, Attendance.APART)
    ]
