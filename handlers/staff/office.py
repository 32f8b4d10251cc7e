"""The office: what a manager does for the whole service, outside any meeting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from handlers.grammar.command import Reply
from handlers.grammar.scene import NotInProfile, Turn
from prompts.profile import Profile
from storage.book import Book
from storage.staff_book import StaffBook

# Who acts from the command line, and on behalf of a Slack user group.
OPERATOR, GROUP = "operator", "group"


@dataclass
class Office:
    """Somebody at work there. `actor` is a manager's account, or "operator" or "group"."""

    staff: StaffBook
    profiles: Mapping[str, Profile]
    now: datetime
    actor: str
    target: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    def turn(self, book: Book) -> Turn:
        """A turn in a meeting: its posts are queued afterwards, and it is audited.

        Raises `NotInProfile`.
        """
        self.turns.append(self.scene(book))
        return self.turns[-1]

    def close(self, command: str) -> None:
        """Queues what is to be said in the meetings that were changed, with an audit line
        in each.
        """
        for turn in self.turns:
            turn.meeting.version += 1
            turn.book.queue_posts(self.now)
            self.staff.keep_audit_line(turn.meeting, turn.viewer, command, self.now)

    def scene(self, book: Book) -> Turn:
        """The same to look at. Raises `NotInProfile`."""
        profile = self.profiles.get(book.meeting.profile)
        if profile is None:
            raise NotInProfile(f"profile {book.meeting.profile} of meeting {book.meeting.id[:8]}")
        return Turn(
            book, profile, None, self.now + timedelta(seconds=book.meeting.ahead_s), self.actor
        )


Handler = Callable[[Office], Reply]
_H = TypeVar("_H", bound=Handler)


@dataclass(frozen=True)
class OfficeEntry:
    """A command of the office; `changes` is false for forms. Only managers send them."""

    handler: Handler
    changes: bool


office_commands: dict[str, OfficeEntry] = {}


def in_office(name: str, *, changes: bool = False) -> Callable[[_H], _H]:
    """Registers a command that managers send."""

    def register(handler: _H) -> _H:
        office_commands[name] = OfficeEntry(handler, changes)
        return handler

    return register
