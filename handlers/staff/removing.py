"""Taking somebody off the list: their links end, nothing more reaches them, and others are told who
must take over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handlers.grammar.registry import RUNNING
from handlers.grammar.roles import SETTING_UP, Role
from handlers.grammar.scene import Scene, Turn
from handlers.meeting.closed_part import end_part
from handlers.meeting.taking_over import is_chairless
from handlers.people.staffing import could_take_over
from handlers.people.told import has_not_begun, setters
from handlers.staff.office import Office
from handlers.staff.rooms import meeting_line
from prompts.words import say
from storage.book import Book
from storage.staff_book import NOT_OVER
from storage.tables import MeetingState, Person, Power


@dataclass(frozen=True)
class MeetingWithoutChair:
    """A meeting that nobody may chair now; `words` say which it is, and who there could
    take over.
    """

    room: str
    words: str


def name_staff(
    office: Office, account: str, name: str, may: Iterable[Power]
) -> list[MeetingWithoutChair]:
    """Names somebody, or changes what they may: where that takes their seat, others must
    take over.
    """
    row, powers = office.staff.find(account), frozenset(may)
    office.staff.name(account, name, powers, office.actor, office.now)
    return _leave(office, account) if row and row.powers - powers else []


def remove_staff(office: Office, account: str) -> list[MeetingWithoutChair]:
    """Takes somebody off the list.

    What they wrote stays; where they chaired, somebody must take over.
    """
    office.staff.end(account, office.actor, office.now)
    return _leave(office, account)


def _leave(office: Office, account: str) -> list[MeetingWithoutChair]:
    office.staff.end_links(account, office.now)
    parts = office.staff.parts_of(account)
    without: dict[str, MeetingWithoutChair] = {}
    for book, person in parts:
        if not _has_lost_seat(office, book, person):
            continue
        office.staff.end_posts(person)
        for reminder in book.reminders(person):
            reminder.due_at = None
        if _is_led_by(office, book, person) and not book.part_of:
            turn = office.turn(book)
            tell_nobody_chairs(turn)
            without[book.meeting.room] = MeetingWithoutChair(book.meeting.room, meeting_line(turn))
    for one in _leave_closed_parts(office, parts):
        without.setdefault(one.room, one)
    return list(without.values())


def _has_lost_seat(office: Office, book: Book, person: Person) -> bool:
    if person.role not in SETTING_UP:
        return False
    known = book.meeting.profile in office.profiles
    return not known or not office.scene(book).keeps_seat(person)


def _is_led_by(office: Office, book: Book, person: Person) -> bool:
    known = book.meeting.profile in office.profiles
    return known and person.role == Role.CHAIR and book.meeting.state in NOT_OVER


def _leave_closed_parts(
    office: Office, parts: list[tuple[Book, Person]]
) -> Iterator[MeetingWithoutChair]:
    """A closed part that nobody leads now goes to somebody who was in it, or else ends.

    What is told of it names who must take over, and never says that it is a closed part.
    """
    for book, person in parts:
        known = book.meeting.profile in office.profiles
        if not (book.part_of and known and book.meeting.state in RUNNING):
            continue
        if not is_chairless(scene := office.scene(book)):
            continue
        names = [other.name for other in could_take_over(scene)]
        _go_on_without(office.turn(book))
        if names:
            words = say("staff.asked_to_take_over", names=names, name=person.name)
            yield MeetingWithoutChair(book.whole.meeting.room, words)


def _go_on_without(turn: Turn) -> None:
    if could_take_over(turn):
        tell_nobody_chairs(turn)
    else:
        end_part(turn)


def tell_nobody_chairs(turn: Turn) -> None:
    """The meeting says who must take over: everybody sees it while it runs, those who set up before
    and after.
    """
    if turn.meeting.state in (MeetingState.OPEN, MeetingState.PAUSED):
        turn.show("chairless")
    turn.tell("take_over", *_to_be_told(turn))


def _to_be_told(scene: Scene) -> list[Person]:
    told = {person.id: person for person in could_take_over(scene)}
    helpers = (
        setters(scene)
        if has_not_begun(scene)
        else [p for p in scene.book.people if p.role == Role.ADMINISTRATOR]
    )
    told |= {person.id: person for person in helpers if person.role != Role.CHAIR}
    return list(told.values())
