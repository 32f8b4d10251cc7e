"""What people can see of a meeting: their cards, the board, the record, and all that a press on
their cards shows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.spine.dispatch import Dispatcher
from handlers.after.letters.letters import letter_of
from handlers.after.record.record import record
from handlers.grammar.command import Command
from handlers.grammar.registry import NothingToShow, commands, draw
from handlers.grammar.scene import Scene
from handlers.meeting.board import board
from prompts.card import Card
from prompts.plain import twin
from storage.book import CHANNEL, Book
from storage.room_names import in_the_name_of
from storage.tables import Person, Post, Report

WORD = re.compile(r"word\d+q")
_FORMS_DEEP = 2


@dataclass(frozen=True)
class Surface:
    """One thing that somebody sees. `together` is what people look at together."""

    name: str
    text: str
    together: bool = False

    @property
    def words(self) -> set[str]:
        """The words of the walk in it."""
        return set(WORD.findall(self.text))


class Surfaces:
    """Everything that can be seen of one meeting; `broken` is what could not be drawn."""

    def __init__(self, dispatcher: Dispatcher, session: Session, book: Book) -> None:
        self._dispatcher, self._session, self._book = dispatcher, session, book
        self._keys = count(1)
        self.broken: list[str] = []

    def of(self, person: Person | None) -> Iterator[Surface]:
        """What stands before somebody, or in the channel."""
        scene = self._dispatcher.scene(self._book, person)
        for slot, card in self.cards(scene):
            yield Surface(slot, as_text(card))
        for name, view in (("the board", board), ("the record", record)):
            try:
                yield Surface(name, repr(view(scene)), together=True)
            except Exception as fault:
                self.broken.append(f"{name} for {_who(person)} raised {fault!r}")

    def cards(self, scene: Scene) -> Iterator[tuple[str, Card]]:
        """The cards that stand before the viewer, drawn as they would be now."""
        audience = scene.viewer.id if scene.viewer else CHANNEL
        here = Post.meeting_id == self._book.meeting.id, Post.audience == audience
        for slot in self._session.scalars(select(Post.slot).where(*here).order_by(Post.place)):
            try:
                yield slot, draw(scene, slot)
            except NothingToShow as nothing:
                yield slot, nothing.card
            except Exception as fault:
                self.broken.append(f"drawing {slot} for {_who(scene.viewer)} raised {fault!r}")

    def behind(self, person: Person) -> Iterator[Surface]:
        """What presses that change nothing show to somebody: forms with what is in them, lists, and
        reports.
        """
        scene = self._dispatcher.scene(self._book, person)
        presses = [
            (button.command, button.target)
            for _, card in self.cards(scene)
            for button in card.buttons
        ]
        presses += [("report.read", report) for report in self._reports()]
        yield from self._forms(person, presses, set(), _FORMS_DEEP)
        for letter in self._book.letters():
            yield Surface("a letter", repr(letter_of(scene, letter.id)))

    def _forms(
        self,
        person: Person,
        presses: list[tuple[str, str]],
        seen: set[tuple[str, str]],
        deep: int,
    ) -> Iterator[Surface]:
        further: list[tuple[str, str]] = []
        for name, target in presses:
            entry = commands.get(name)
            if (name, target) in seen or entry is None or entry.changes:
                continue
            seen.add((name, target))
            if card := self._shown(person, name, target):
                yield Surface(f"{name} {target}", as_text(card))
                further += [(button.command, button.target) for button in card.buttons]
        if further and deep:
            yield from self._forms(person, further, seen, deep - 1)

    def _shown(self, person: Person, name: str, target: str) -> Card | None:
        room = in_the_name_of(self._book.meeting.room, self._book.meeting.id)
        key = f"looks/{next(self._keys)}"
        # Whose report is read is written down: nobody else may be reading meanwhile.
        self._session.rollback()
        press = Command(key, name, person.account or "", room, target)
        if name == "report.read":  # it is written down, and nobody writes while we are looking
            self._session.rollback()
        return self._dispatcher.dispatch(press).card

    def _reports(self) -> list[str]:
        of_this = select(Report.id).where(Report.meeting_id == self._book.meeting.id)
        return list(self._session.scalars(of_this.order_by(Report.id)))


def as_text(card: Card) -> str:
    """A card with what is typed in its fields."""
    typed = [field.value for field in card.fields if field.value]
    chosen = [choice.label for field in card.fields for choice in field.choices]
    return "\n".join([twin(card), *typed, *chosen])


def _who(person: Person | None) -> str:
    return person.role if person else CHANNEL
