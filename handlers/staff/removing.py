"""Taking somebody off the list: their links end, nothing more reaches them, and others are told who
must take over.
"""

from dataclasses import dataclass

from handlers.grammar.roles import SETTING_UP, Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.staffing import could_take_over
from handlers.people.told import has_not_begun, setters
from handlers.staff.office import Office
from handlers.staff.rooms import meeting_line
from storage.staff_book import NOT_OVER
from storage.tables import Person


@dataclass(frozen=True)
class Without:
    """A meeting that nobody may chair now; `words` say which it is, and who there could
    take over.
    """

    room: str
    words: str


def remove_staff(office: Office, account: str) -> list[Without]:
    """Takes somebody off the list.

    What they wrote stays; where they chaired, somebody must take over.
    """
    office.staff.end(account, office.actor, office.now)
    office.staff.end_links(account, office.now)
    without = []
    for book, person in office.staff.parts_of(account):
        if person.role not in SETTING_UP:
            continue
        office.staff.end_posts(person)
        for reminder in book.reminders(person):
            reminder.due_at = None
        if person.role == Role.CHAIR and book.meeting.state in NOT_OVER and not book.part_of:
            turn = office.turn(book)
            tell_nobody_chairs(turn)
            without.append(Without(book.meeting.room, meeting_line(turn)))
    return without


def tell_nobody_chairs(turn: Turn) -> None:
    """The meeting says who must take over: everybody sees it while it runs, those who set up before
    and after.
    """
    if turn.meeting.state in ("open", "paused"):
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
