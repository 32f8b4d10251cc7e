"""Dispatch: one command, one transaction.

Seen before? May they? Then the handler, its posts and an audit line.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from bot.spine.changing import change, do_in_office, show
from bot.spine.faults import where
from bot.spine.holding import WordHolder
from bot.spine.looking import Looking
from bot.spine.permission import CLOCK, line
from bot.spine.ways_out import WAYS_OUT, never_refused
from handlers import catalogue  # noqa: F401  (registers every handler)
from handlers.grammar.command import AskBack, Command, Refused, Reply, WordsToLookAt
from handlers.grammar.forms import with_what_was_typed
from handlers.grammar.hints import with_choice
from handlers.grammar.registry import RegisteredCommand, commands
from handlers.grammar.scene import NotInProfile
from handlers.staff.office import Office, OfficeEntry, office_commands
from prompts.profile import Profile
from prompts.words import say
from storage.database import AWAY, Database
from storage.inbox import AlreadyDone, RoomTaken
from storage.sealing import CannotOpen, tell_operator
from storage.staff_book import StaffBook

log = logging.getLogger(__name__)
T = TypeVar("T")

_LONGEST_ID = 300


def utc_now() -> datetime:
    """The time by this machine's clock."""
    return datetime.now(UTC)


class Dispatcher(Looking):
    """Takes commands from the platforms and does them, each once, each whole or not at all."""

    def __init__(
        self,
        database: Database,
        profiles: Mapping[str, Profile],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(database, profiles, now)
        self._holding = WordHolder(database)
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

    def _answer(self, command: Command, entry: RegisteredCommand | OfficeEntry) -> Reply:
        try:
            command, held = self._holding.with_held(command)
            reply = self._done(command, entry, held)
        except AlreadyDone:
            return Reply()
        except RoomTaken:
            return Reply(line(say("dispatch.room_taken")), done=False)
        except Refused as refused:
            return Reply(with_what_was_typed(refused.card, command.values), done=False)
        except AskBack as back:
            return Reply(back.form, done=False)
        except (NotInProfile, CannotOpen) as fault:
            return Reply(
                with_what_was_typed(line(say(self._stopped_by(fault))), command.values), done=False
            )
        if entry.changes:
            self.wake()
        return reply

    def close(self) -> None:
        """Waits for what is being done and takes no more."""
        self._threads.shutdown()

    def _stopped_by(self, fault: NotInProfile | CannotOpen) -> str:
        """The words for people; the operator is told which row or profile it is."""
        if isinstance(fault, CannotOpen):
            tell_operator(fault)
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

    def _done(self, command: Command, entry: RegisteredCommand | OfficeEntry, held: str) -> Reply:
        """What others will read waits while its author looks at words that not everybody knows."""
        if isinstance(entry, OfficeEntry):
            return do_in_office(self, command, entry)
        try:
            if entry.changes:
                return change(self, command, entry, held)
            return show(self, command, entry)
        except WordsToLookAt as words:
            waits = self._holding.hold(command, self.now(), onwards=entry.later == "onwards")
            return Reply(with_choice(words.card, command, waits))


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
