"""The way out: whether anybody has a press that takes a meeting towards its end.

The presses are really sent, through the dispatcher, in a transaction that is undone afterwards.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count

from sqlalchemy.orm import Session

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from handlers.grammar.hints import AS_IT_IS
from handlers.grammar.registry import NothingToShow, commands, draw
from handlers.grammar.roles import CHAIR, SETTING_UP, Role
from handlers.grammar.scene import Scene
from prompts.card import Button, Card
from storage.book import Book
from storage.database import Database
from storage.room_names import in_the_name_of
from storage.tables import Meeting
from tests.kit.walking.filling import Filling

# Where each state leads, towards the end of the meeting.
TOWARDS = {
    "preparing": {"open", "cancelled"},
    "open": {"closed"},
    "paused": {"open", "closed"},
    "closed": {"approved"},
}
SLOTS = ("ready", "setup", "panel")
_LEADS_ON = ("pause.end", "close.", "closed.end", "record.approve", "setup.begin", "setup.cancel")
_DEEP = 4


@dataclass(frozen=True)
class WayOut:
    """One meeting, and the conference's dispatcher."""

    dispatcher: Dispatcher
    filling: Filling

    def is_there(self, book: Book, manager: str) -> bool:
        """Whether whoever leads can take the meeting on; or, where nobody leads or it is forgotten
        while it is prepared, a manager can.
        """
        state, meeting = book.meeting.state, book.meeting.id
        if state not in TOWARDS or (book.part_of and state == "closed"):
            return True  # it has ended; what was said in a smaller group is in the whole's record
        with undone(self.dispatcher.database) as database, closing(self._there(database)) as trial:
            if any(trial.leads_to(meeting, account) for account in _leads(book, state)):
                return True
            others = [person.account for person in book.people if person.account]
            return trial.somebody_takes_over(meeting, others) or trial.manager_helps(
                meeting, manager
            )

    def is_taken(self, book: Book) -> None:
        """Whoever leads takes the meeting on, and it stays so."""
        with closing(self._there(self.dispatcher.database)) as trial:
            for account in _leads(book, book.meeting.state):
                if trial.leads_to(book.meeting.id, account):
                    return

    def _there(self, database: Database) -> "_Trial":
        before = self.dispatcher
        return _Trial(Dispatcher(database, before.profiles, before.now), self.filling)


class _Trial:
    """Presses of which nothing stays."""

    def __init__(self, dispatcher: Dispatcher, filling: Filling) -> None:
        self._dispatcher, self._filling, self._keys = dispatcher, filling, count()

    def close(self) -> None:
        self._dispatcher.close()

    def leads_to(self, meeting: str, account: str) -> bool:
        """Whether somebody's own cards have a press that takes the meeting on."""
        room, buttons = self._drawn(meeting, account)
        return any(self._press(room, meeting, account, button, _DEEP) for button in buttons)

    def somebody_takes_over(self, meeting: str, accounts: list[str]) -> bool:
        """Whether one of those who are in it can take the chair, and the meeting on."""
        for account in accounts:
            room, _ = self._drawn(meeting, account)
            self._send(room, account, Button("", "chair.take"), {"reason": "Nobody leads."})
            if self.leads_to(meeting, account):
                return True
        return False

    def manager_helps(self, meeting: str, manager: str) -> bool:
        """A manager calls it off while it is prepared, or names a chair who can take it on."""
        state = self._state(meeting)
        if state == "preparing":
            why = {"meeting": meeting, "reason": "Nobody came."}
            self._send("", manager, Button("", "staff.free"), why)
            return self._state(meeting) in TOWARDS[state]
        named = {"meeting": meeting, "who": manager, "reason": "Nobody leads."}
        self._send("", manager, Button("", "staff.chair"), named)
        return self.leads_to(meeting, manager)

    def _press(self, room: str, meeting: str, account: str, button: Button, deep: int) -> bool:
        """Whether this press, or the form that it opens, takes the meeting on."""
        state = self._state(meeting)
        form = self._send(room, account, button, {})
        while form and form.buttons and deep and self._state(meeting) == state:
            deep -= 1
            form = self._send(room, account, form.buttons[0], self._filling.surely(form))
        return self._state(meeting) in TOWARDS[state]

    def _send(
        self, room: str, account: str, button: Button, values: Mapping[str, str]
    ) -> Card | None:
        key = f"way-out/{room}/{next(self._keys)}"
        typed = {**values, **AS_IT_IS}
        command = Command(key, button.command, account, room, button.target, typed)
        return self._dispatcher.dispatch(command).card

    def _drawn(self, meeting: str, account: str) -> tuple[str, list[Button]]:
        with self._dispatcher.database.read() as session:
            book = Book(session, session.get_one(Meeting, meeting))
            person = next((p for p in book.people if p.account == account), None)
            scene = self._dispatcher.scene(book, person)
            found = [button for slot in SLOTS for button in _buttons(scene, slot)]
            room = in_the_name_of(book.meeting.room, book.meeting.id)
        found.sort(key=lambda button: not button.command.startswith(_LEADS_ON))
        return room, [replace(button) for button in found if button.command in commands]

    def _state(self, meeting: str) -> str:
        with self._dispatcher.database.read() as session:
            return session.get_one(Meeting, meeting).state


@contextmanager
def undone(database: Database) -> Iterator[Database]:
    """The database, of which nothing stays that is written meanwhile."""
    with database.session() as session:
        yield _InOneTransaction(database, session)
        session.rollback()


class _InOneTransaction(Database):
    """Every session is a part of one transaction."""

    def __init__(self, database: Database, session: Session) -> None:
        self.__dict__ |= database.__dict__
        self._one = session

    @contextmanager
    def session(self) -> Iterator[Session]:
        self._one.expire_all()
        with self._one.begin_nested():
            yield self._one

    @contextmanager
    def read(self) -> Iterator[Session]:
        self._one.expire_all()
        yield self._one


def _leads(book: Book, state: str) -> list[str]:
    roles: frozenset[Role] = SETTING_UP if state == "preparing" else CHAIR
    return [person.account for person in book.people if person.account and person.role in roles]


def _buttons(scene: Scene, slot: str) -> tuple[Button, ...]:
    with suppress(NothingToShow, LookupError):
        return draw(scene, slot).buttons
    return ()
