"""Looking at everything: what is hidden shows nowhere, what was said is shown to those who may see
it, and there is a way on.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.grammar.registry import RUNNING
from handlers.grammar.scene import Scene
from handlers.questions.sealed_steps import sealed_steps
from storage.book import Book
from storage.tables import Meeting, Person
from tests.kit.conference import Conference
from tests.kit.dump import as_it_lies, of_meeting
from tests.kit.walking.found import Found
from tests.kit.walking.surfaces import WORD, Surface, Surfaces
from tests.kit.walking.way_out import WayOut

_A_FEW = 3


@dataclass
class Looking:
    """Somebody who looks at one conference, and at the one elsewhere."""

    conference: Conference
    elsewhere: str
    chance: random.Random
    found: Found
    where: str
    way_out: WayOut
    manager: str
    foreign: frozenset[str] = frozenset()
    _elsewhere_was: object = None
    _told: set[str] = field(default_factory=set)

    def glances(self) -> None:
        """Looks through some people's eyes, and for ways on."""
        with self.conference.database.read() as session:
            books = self._books(session)
            for book in books:
                few = self.chance.sample(book.people, min(_A_FEW, len(book.people)))
                self._at(session, book, [None, *few], set())
        self._for_ways_on(books)

    def looks_at_everything(self, words: Iterable[str]) -> set[str]:
        """Looks through everybody's eyes; gives the words that are shown to nobody."""
        missing = set(words)
        with self.conference.database.read() as session:
            books = self._books(session)
            for book in books:
                self._at(session, book, [None, *book.people], missing)
        for meeting_id in [book.meeting.id for book in books]:
            with self.conference.database.read() as session:
                there = Book(session, session.get_one(Meeting, meeting_id))
                self._behind(session, there, missing)
        self._for_ways_on(books)
        return missing

    def takes_it_to_its_end(self) -> None:
        """What is open is closed, as its chair would."""
        with self.conference.database.read() as session:
            books = [book for book in self._books(session) if book.meeting.state in RUNNING]
            for book in books:
                _ = book.people
        for book in books:
            self.way_out.is_taken(book)

    def _for_ways_on(self, books: Iterable[Book]) -> None:
        for book in books:
            if not self.way_out.is_there(book, self.manager):
                state = book.meeting.state
                self._tell(self.found.stuck, f"no press leads on in a meeting that is {state}")

    def elsewhere_is_as_it_was(self) -> None:
        """Nothing has been done to the meeting elsewhere since it was last looked at."""
        if self._elsewhere_was not in (None, self._there()):
            self._tell(self.found.reached, "a meeting elsewhere was changed from here")
        self.elsewhere_changes()

    def elsewhere_changes(self) -> None:
        """Time has passed there too."""
        self._elsewhere_was = self._there()

    def _there(self) -> object:
        return of_meeting(as_it_lies(self.conference.database), self.elsewhere)

    def _books(self, session: Session) -> list[Book]:
        query = select(Meeting).where(Meeting.state != "planned", Meeting.id != self.elsewhere)
        return [Book(session, one) for one in session.scalars(query.order_by(Meeting.id))]

    def _at(
        self, session: Session, book: Book, people: list[Person | None], missing: set[str]
    ) -> None:
        hidden = self._hidden(self.conference.dispatcher.scene(book, None))
        views = Surfaces(self.conference.dispatcher, session, book)
        for person in people:
            for surface in views.of(person):
                missing.difference_update(surface.words)
                self._shows_nothing_hidden(surface, person, hidden)
        for broken in views.broken:
            self._tell(self.found.uncaught, broken)

    def _shows_nothing_hidden(
        self, surface: Surface, person: Person | None, hidden: dict[str, str]
    ) -> None:
        me = person.id if person and not surface.together else ""
        shown = {word for word in surface.words if hidden.get(word, me) != me}
        if shown:
            self._tell(self.found.shown, f"{surface.name.partition(':')[0]} shows {sorted(shown)}")
        if surface.words & self.foreign:
            self._tell(self.found.reached, f"{surface.name} shows words from elsewhere")

    def _hidden(self, scene: Scene) -> dict[str, str]:
        """Words of answers under a seal, each with whose they are."""
        steps = sealed_steps(scene)
        for step in steps:
            if step.state == "done":
                words = f"{step.question} is done, and its answers were never shown"
                self._tell(self.found.shown, words)
        return {
            word: person.id
            for person in (*scene.book.people, *scene.book.taken_off)
            for step in steps
            if (answer := scene.book.answer_of(person, step))
            for word in WORD.findall(answer.body)
        }

    def _behind(self, session: Session, book: Book, missing: set[str]) -> None:
        """Looks behind buttons for the words that stand before nobody."""
        scene = self.conference.dispatcher.scene(book, None)
        missing.difference_update(
            self._hidden(scene)
        )  # their authors have them, and nobody else yet
        views = Surfaces(self.conference.dispatcher, session, book)
        for person in book.people if missing else ():
            for surface in views.behind(person) if person.account else ():
                missing.difference_update(surface.words)

    def _tell(self, faults: list[str], words: str) -> None:
        """Each fault once a walk."""
        if words not in self._told:
            self._told.add(words)
            faults.append(f"{self.where}: {words}")
