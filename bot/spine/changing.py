"""One command, one transaction: receipt, permission, change, queued posts, audit line."""

from datetime import datetime

from bot.spine.drawn import check_drawn, done
from bot.spine.holding import check_waited
from bot.spine.looking import Looking
from bot.spine.permission import (
    CLOCK,
    check,
    check_manages,
    check_may_open,
    check_opened,
    still_open,
    there,
)
from handlers.grammar.after_command import do_after
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import RegisteredCommand, what_it_is_about
from handlers.grammar.roles import FAMILY
from handlers.grammar.scene import Turn
from handlers.staff.office import Office, OfficeEntry
from storage.book import Book
from storage.database import Transaction
from storage.held import let_go
from storage.inbox import find_meeting, find_meeting_of_alarm, keep_receipt, open_meeting
from storage.room_names import room_alone
from storage.staff import keep_family_parts, look_up
from storage.staff_book import StaffBook
from storage.tables import Meeting
from storage.trail import keep_audit_line, keep_paper_opened


def change(here: Looking, command: Command, entry: RegisteredCommand, held: str) -> Reply:
    """Does what changes a meeting, or opens one. `held` are words that waited for a second look.

    Raises `Refused`, and what the handler raises.
    """
    now = here.now()
    with here.database.session() as session:
        keep_receipt(session, command.key, now)
        meeting = _meeting_to_change(here, session, command, entry, now)
        turn = _turn(here, Book(session, meeting), command, entry)
        check_waited(not held or let_go(session, held))
        before, family = turn.meeting.state, _family(turn.book)
        reply = done(turn, entry)
        check_opened(turn, entry)
        keep_family_parts(session, turn.meeting.room, _family(turn.book) - family)
        _close(session, turn, entry, before, now)
        return reply


def show(here: Looking, command: Command, entry: RegisteredCommand) -> Reply:
    """Does what only shows a form or a private line; a paper that somebody reads so is a line of
    the audit. Raises `Refused`.
    """
    with here.database.read() as session:
        onwards = entry.later == "onwards"
        found = find_meeting(session, command.room, to_change=False, onwards=onwards)
        meeting = still_open(there(found), entry)
        turn = _turn(here, Book(session, meeting), command, entry)
        reply, read = done(turn, entry), (meeting.id, turn.viewer.id if turn.viewer else None)
    if turn.paper:
        with here.database.session() as session:
            keep_paper_opened(session, *read, turn.paper, here.now())
    return reply


def do_in_office(here: Looking, command: Command, entry: OfficeEntry) -> Reply:
    """Does what a manager does for the whole service. Raises `Refused`."""
    now = here.now()
    with here.database.session() if entry.changes else here.database.read() as session:
        check_manages(look_up(session, command.actor, ""))
        if entry.changes:
            keep_receipt(session, command.key, now)
        staff, who = StaffBook(session), command.actor
        office = Office(staff, here.profiles, now, who, command.target, command.values)
        reply = entry.handler(office)
        office.close(command.name)
        return reply


def _meeting_to_change(
    here: Looking, session: Transaction, command: Command, entry: RegisteredCommand, now: datetime
) -> Meeting:
    if entry.opening:
        room = room_alone(command.room)
        check_may_open(look_up(session, command.actor, room))
        profile, family = entry.opening(command.values, here.profiles)
        return open_meeting(session, room, profile, family, now)
    if command.actor == CLOCK and command.target:
        return there(find_meeting_of_alarm(session, command.target))
    onwards = entry.later == "onwards"
    found = find_meeting(session, command.room, to_change=True, onwards=onwards)
    return still_open(there(found), entry)


def _turn(here: Looking, book: Book, command: Command, entry: RegisteredCommand) -> Turn:
    """The actor's turn, if they have a part in this conference and may do this now.

    Raises `Refused`.
    """
    person = next((p for p in book.people if p.account == command.actor), None)
    scene = here.scene(book, person)
    if not entry.opening:
        check(scene, command, entry)
        check_drawn(scene, command, entry)
    about = what_it_is_about(command.target) if entry.drawn_for else command.target
    return Turn(book, scene.profile, person, scene.now, command.actor, about, command.values)


def _close(
    session: Transaction, turn: Turn, entry: RegisteredCommand, before: str, now: datetime
) -> None:
    """Queues what is to be shown, with an audit line in each meeting that was changed; what is
    quiet leaves no trace.
    """
    who = turn.viewer.id if turn.viewer else None
    for opened in turn.opened:
        opened.queue_posts(now)
        keep_audit_line(session, opened.meeting, who, entry.noted, opened.meeting.id, now)
    if not (entry.quiet or turn.private):
        turn.meeting.version += 1
        do_after(turn, before)
    turn.book.queue_posts(now)
    if not entry.quiet:
        keep_audit_line(session, turn.meeting, who, entry.noted, turn.target, now)


def _family(book: Book) -> set[str]:
    return {person.account for person in book.people if person.account and person.role in FAMILY}
