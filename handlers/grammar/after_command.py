"""What follows from a command, registered by the rooms that want it: what is drawn again, and who
is told that something could not be shown.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

from handlers.grammar.scene import Turn
from storage.book import Book
from storage.tables import Person

After = Callable[[Turn, str], None]
Readers = Callable[[Book], Iterable[Person]]
_A = TypeVar("_A", bound=After)
_R = TypeVar("_R", bound=Readers)

_after: list[After] = []
_readers: dict[str, Readers] = {}


def after_command(does: _A) -> _A:
    """Has something done after each command that others may know of. It is given the turn, and the
    state that the meeting was in before.
    """
    _after.append(does)
    return does


def do_after(turn: Turn, before: str) -> None:
    """Does what was registered."""
    for does in _after:
        does(turn, before)


def says_troubles(slot: str) -> Callable[[_R], _R]:
    """Registers a slot that says what could not be shown, and who is to read it there."""

    def register(readers: _R) -> _R:
        _readers[slot] = readers
        return readers

    return register


def tell_of_trouble(book: Book, failed: str) -> None:
    """Draws again what says what could not be shown; not for failures of those cards themselves, or
    we would loop.
    """
    if failed in _readers:
        return
    for slot, readers in _readers.items():
        for person in readers(book):
            if person.account:
                book.show(slot, person.id)
