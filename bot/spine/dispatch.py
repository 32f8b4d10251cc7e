"""Dispatch: one command, one transaction.

Seen before? May they? Then the handler, its posts and an audit line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.spine.drawn import check_drawn, done
from bot.spine.faults import where
from bot.spine.holding import Holding, check_waited
from bot.spine.permission import (
    CLOCK,
    check,
    check_manages,
    check_may_open,
    check_opened,
    line,
    still_open,
    there,
)
from bot.spine.ways_out import WAYS_OUT, never_refused
from handlers import catalogue  # noqa: F401  (registers every handler)
from handlers.before.setting_up import start_form
from handlers.grammar.command import AskBack, Command, Refused, Reply, WordsToLookAt
from handlers.grammar.forms import with_what_was_typed
from handlers.grammar.hints import with_choice
from handlers.grammar.registry import Entry, commands, what_it_is_about
from handlers.grammar.roles import FAMILY
from handlers.grammar.scene import NotInProfile, Scene, Turn
from handlers.people.told import NOT_BEGUN, is_hidden_from
from handlers.reminding.before_the_day import remind_before_the_day
from handlers.staff.office import Office, OfficeEntry, office_commands
from prompts.card import Card
from prompts.profile import Profile
from prompts.words import say
from storage.book import Book
from storage.database import AWAY, Database
from storage.held import let_go
from storage.inbox import (
    RoomTaken,
    SeenBefore,
    find_meeting,
    find_meeting_of_alarm,
    find_parts,
    find_person,
    keep_receipt,
    open_meeting,
)
from storage.marks import Changed
from storage.room_names import room_alone
from storage.staff import keep_family_parts, look_up
from storage.staff_book import StaffBook
from storage.tables import Person, Power
from storage.trail import keep_audit_line

log = logging.getLogger(__name__)
T = TypeVar("T")

_LONGEST_ID = 300


def utc_now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


class Dispatcher:
    """Takes commands from the platforms and does them, each once, each whole or not at all."""

    def __init__(
        self,
        database: Database,
        profiles: Mapping[str, Profile],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.database = database
        self.profiles = profiles
        self.now = now
        self._holding = Holding(database)
        # One writer at a time keeps SQLite's waits short; PostgreSQL serialises by conference.
        self._threads = ThreadPoolExecutor(
            1 if database.dialect == "sqlite" else 8, thread_name_prefix="dispatch"
        )
        self._told: set[str] = set()
        self._listeners: list[Callable[[], None]] = []

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Calls `listener` after each committed command, from whichever thread did it."""
        self._listeners.append(listener)

    def wake(self) -> None:
        """Tells the listeners that something was committed."""
        for listener in self._listeners:
            listener()

    async def send(self, command: Command) -> Reply:
        """`dispatch`, without holding up the event loop."""
        return await self.run(lambda: self.dispatch(command))

    async def run(self, work: Callable[[], T]) -> T:
        """Runs synchronous work on the dispatch threads."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def dispatch(self, command: Command) -> Reply:
        """Does a command and says what the one who sent it sees.

        When this returns, what was done is kept.
        """
        try:
            reply = self._dispatch(command)
        except AWAY as fault:
            if command.name not in WAYS_OUT:
                raise  # the platform sends it again
            log.error("%s could not be kept: %s", command.name, where(fault))
            reply = Reply(done=False)
        return never_refused(command, reply, self.profiles.values())

    def _dispatch(self, command: Command) -> Reply:
        entry = commands.get(command.name) or office_commands.get(command.name)
        if entry is None or not _is_one_of_ours(command):
            return Reply(line(say("dispatch.unknown")), done=False)
        command = replace(
            command, values={name: _that_can_be_kept(text) for name, text in command.values.items()}
        )
        try:
            return self._answer(command, entry)
        except AWAY:
            raise
        except Exception as fault:
            if command.actor == CLOCK:
                raise  # what is due stays due
            log.error("%s failed: %s", command.name, where(fault))
            sorry = with_what_was_typed(line(say("dispatch.fault")), command.values)
            return Reply(sorry, done=False, failed=True)

    def _answer(self, command: Command, entry: Entry | OfficeEntry) -> Reply:
        try:
            command, held = self._holding.with_held(command)
            reply = self._done(command, entry, held)
        except SeenBefore:
            return Reply()
        except RoomTaken:
            return Reply(line(say("dispatch.room_taken")), done=False)
        except Refused as refused:
            return Reply(with_what_was_typed(refused.card, command.values), done=False)
        except AskBack as back:
            return Reply(back.form, done=False)
        except (NotInProfile, Changed) as fault:
            return Reply(
                with_what_was_typed(line(say(self._stopped_by(fault))), command.values), done=False
            )
        if entry.changes:
            self.wake()
        return reply

    def look(self, room: str, account: str | None, view: Callable[[Scene], T]) -> T:
        """What somebody sees of a conference; `None` is the channel.

        Raises `LookupError` when they have no part in it.
        """
        with self.database.read() as session:
            meeting = find_meeting(session, room, to_change=False)
            viewer = find_person(session, meeting, account) if meeting and account else None
            if meeting is None or (account and viewer is None):
                raise LookupError(say("dispatch.nowhere"))
            scene = self.scene(Book(session, meeting), viewer)
            if viewer and not _sees(scene, viewer):
                raise LookupError(say("dispatch.nowhere"))
            return view(scene)

    def start_form(self, account: str, room: str) -> Card:
        """The form that starts to set up a conference; for those who may not open one in this room,
        who can help.
        """
        with self.database.read() as session:
            named = look_up(session, account, room_alone(room))
        try:
            check_may_open(named)
        except Refused as refused:
            return refused.card
        return start_form(self.profiles, named.powers)

    def manages(self, account: str) -> bool:
        """Whether somebody works in the office: names staff, and helps rooms that nobody leads."""
        with self.database.read() as session:
            return Power.MANAGE in look_up(session, account, "").powers

    def look_everywhere(self, account: str, view: Callable[[Scene], T]) -> list[T]:
        """What somebody sees of each conference that they have a part in, the newest first."""
        with self.database.read() as session:
            found = [
                (meeting, person)
                for meeting, person in find_parts(session, account)
                if meeting.profile in self.profiles
            ]
            parts = [
                (self.scene(Book(session, meeting), person), person) for meeting, person in found
            ]
            return [view(scene) for scene, person in parts if _sees(scene, person)]

    def scene(self, book: Book, viewer: Person | None) -> Scene:
        """A conference through somebody's eyes.

        Raises `NotInProfile` when its profile is not there any more.
        """
        profile = self.profiles.get(book.meeting.profile)
        if profile is None:
            raise NotInProfile(f"profile {book.meeting.profile} of meeting {book.meeting.id[:8]}")
        return Scene(book, profile, viewer, self.now() + timedelta(seconds=book.meeting.ahead_s))

    def close(self) -> None:
        """Waits for what is being done and takes no more."""
        self._threads.shutdown()

    def _stopped_by(self, fault: NotInProfile | Changed) -> str:
        """The words for people. Of a changed row the operator has been told already."""
        if isinstance(fault, Changed):
            return "dispatch.not_whole"
        self._tell_operator(fault)
        return "dispatch.no_profile"

    def _tell_operator(self, fault: NotInProfile) -> None:
        """Says once what is missing; the meeting waits for it."""
        if str(fault) not in self._told:
            self._told.add(str(fault))
            log.error("not there: %s. Put it back and start again; nothing is lost", fault)

    def in_the_office(self, actor: str, work: Callable[[Office], T]) -> T:
        """Has something done for the whole service by the operator, or on behalf of a user
        group.
        """
        with self.database.session() as session:
            office = Office(StaffBook(session), self.profiles, self.now(), actor)
            found = work(office)
            office.close("staff")
        self.wake()
        return found

    def _done(self, command: Command, entry: Entry | OfficeEntry, held: str) -> Reply:
        """What others will read waits while its author looks at words that not everybody knows."""
        if isinstance(entry, OfficeEntry):
            return self._in_office(command, entry)
        try:
            return (
                self._change(command, entry, held) if entry.changes else self._show(command, entry)
            )
        except WordsToLookAt as words:
            waits = self._holding.hold(command, self.now(), onwards=entry.later == "onwards")
            return Reply(with_choice(words.card, command, waits))

    def _in_office(self, command: Command, entry: OfficeEntry) -> Reply:
        now = self.now()
        with self.database.session() if entry.changes else self.database.read() as session:
            check_manages(look_up(session, command.actor, ""))
            if entry.changes:
                keep_receipt(session, command.key, now)
            office = Office(
                StaffBook(session),
                self.profiles,
                now,
                command.actor,
                command.target,
                command.values,
            )
            reply = entry.handler(office)
            office.close(command.name)
            return reply

    def _change(self, command: Command, entry: Entry, held: str) -> Reply:
        now = self.now()
        with self.database.session() as session:
            keep_receipt(session, command.key, now)
            if entry.opening:
                check_may_open(look_up(session, command.actor, room_alone(command.room)))
                profile, family = entry.opening(command.values, self.profiles)
                meeting = open_meeting(session, room_alone(command.room), profile, family, now)
            elif command.actor == CLOCK and command.target:
                meeting = there(find_meeting_of_alarm(session, command.target))
            else:
                found = find_meeting(
                    session, command.room, to_change=True, onwards=entry.later == "onwards"
                )
                meeting = still_open(there(found), entry)
            turn = self._turn(Book(session, meeting), command, entry)
            check_waited(not held or let_go(session, held))
            who = turn.viewer.id if turn.viewer else None
            before, family_before = turn.meeting.state, _family(turn.book)
            reply = done(turn, entry)
            check_opened(turn, entry)
            keep_family_parts(session, turn.meeting.room, _family(turn.book) - family_before)
            for opened in turn.opened:
                opened.queue_posts(now)
                keep_audit_line(session, opened.meeting, who, entry.noted, opened.meeting.id, now)
            if entry.quiet:
                turn.book.queue_posts(now)
                return reply
            if not turn.private:
                _show_others(turn, before)
            turn.book.queue_posts(now)
            keep_audit_line(session, turn.meeting, who, entry.noted, turn.target, now)
            return reply

    def _show(self, command: Command, entry: Entry) -> Reply:
        with self.database.read() as session:
            found = find_meeting(
                session, command.room, to_change=False, onwards=entry.later == "onwards"
            )
            meeting = still_open(there(found), entry)
            return done(self._turn(Book(session, meeting), command, entry), entry)

    def _turn(self, book: Book, command: Command, entry: Entry) -> Turn:
        """The actor's turn, if they have a part in this conference and may do this now.

        Raises `Refused`.
        """
        person = next((p for p in book.people if p.account == command.actor), None)
        scene = self.scene(book, person)
        if not entry.opening:
            check(scene, command, entry)
            check_drawn(scene, command, entry)
        about = what_it_is_about(command.target) if entry.drawn_for else command.target
        return Turn(book, scene.profile, person, scene.now, command.actor, about, command.values)


def _show_others(turn: Turn, before: str) -> None:
    """The meeting has changed for others too: it counts on, and whoever leads sees how far
    it is.
    """
    turn.meeting.version += 1
    if "preparing" in (before, turn.meeting.state):
        remind_before_the_day(turn)
    if turn.meeting.state not in NOT_BEGUN:
        turn.tell("panel", turn.chair)


def _sees(scene: Scene, person: Person) -> bool:
    return scene.keeps_seat(person) and not is_hidden_from(scene, person)


def _family(book: Book) -> set[str]:
    return {person.account for person in book.people if person.account and person.role in FAMILY}


def _is_one_of_ours(command: Command) -> bool:
    """Ids are short and printable.

    Whatever else comes was not on a button of ours, and the audit line keeps ids only.
    """
    return all(
        len(text) <= _LONGEST_ID and text.isprintable()
        for text in (command.key, command.actor, command.room, command.target)
    )


def _that_can_be_kept(text: str) -> str:
    """What was typed, without what no database can keep: half characters, as cut-off emoji leave
    them, and zero bytes.
    """
    return text.encode(errors="replace").decode().replace("\0", "")
