"""Watching: what the platform says of the room becomes what the chair is told, and who has left
(row S2).
"""

from dataclasses import replace

from handlers.grammar.registry import BEGUN, RUNNING, handles
from handlers.grammar.roles import CLOCK
from handlers.grammar.room_seen import RoomSeen
from handlers.grammar.room_wrong import WrongMembers, goes_privately, what_is_wrong
from handlers.grammar.scene import Turn
from handlers.people.quorum import may_go_on, tell_when_lost
from storage.tables import Attendance, Coming, Person


@handles("room.seen", by=CLOCK, when=BEGUN, later="here")
def look_at_room(turn: Turn) -> None:
    """The platform said who can read the room."""
    watch = turn.book.add(turn.book.room_watch)
    before, seen = RoomSeen.from_json(watch.seen), RoomSeen.from_json(turn.value("seen"))
    known = seen if seen.members is not None else replace(seen, members=before.members)
    was_wrong = what_is_wrong(turn.book)
    watch.seen, watch.checked_at = known.to_json(), turn.now
    for person in _who_left(turn, before, known):
        _leaves(turn, person)
    tell_what_is_wrong(turn, was_wrong)


def tell_what_is_wrong(turn: Turn, was_wrong: WrongMembers) -> None:
    """The chair is told when something is wrong that was not, and when all is well again: then
    posts go on.
    """
    watch, wrong = turn.book.room_watch, what_is_wrong(turn.book)
    told = watch.told
    if not wrong and told:
        watch.told = ""
        turn.book.try_posts_now()
    elif wrong and (wrong != was_wrong or not told):
        watch.told = str(turn.meeting.version)
    if watch.told != told:
        turn.tell(f"room:{told}", *(turn.chairs if told else ()))
        turn.tell(f"room:{watch.told}", *(turn.chairs if watch.told else ()))


def _who_left(turn: Turn, before: RoomSeen, now: RoomSeen) -> list[Person]:
    """Those who are here and have left the room.

    While all goes by private messages, the room is not where they are.
    """
    if turn.meeting.state not in RUNNING or goes_privately(turn.book):
        return []
    gone = before.accounts - now.accounts
    return [
        person
        for person in turn.book.people
        if person.account in gone and person.attendance == Attendance.HERE
    ]


def _leaves(turn: Turn, person: Person) -> None:
    """Somebody left without a word: they are asked, the chair is told, and quorum moves."""
    before, person.attendance = may_go_on(turn), Attendance.LEFT
    turn.book.add(Coming(person_id=person.id, what=Attendance.LEFT, at=turn.now))
    turn.tell(f"went:{person.id}/{turn.meeting.version}", person, *turn.chairs)
    turn.show("here")
    if turn.meeting.step_id:
        turn.show(f"asked:{turn.meeting.step_id}")
    tell_when_lost(turn, before)
