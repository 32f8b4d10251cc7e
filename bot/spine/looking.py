"""Looking at conferences as somebody may see them: nothing is changed."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from bot.spine.permission import check_may_open
from handlers.before.setting_up import start_form
from handlers.grammar.command import Refused
from handlers.grammar.scene import NotInProfile, Scene
from handlers.people.told import is_hidden_from
from prompts.card import Card
from prompts.profile import Profile
from prompts.words import say
from storage.book import Book
from storage.database import Database
from storage.inbox import find_meeting, find_parts, find_person
from storage.room_names import room_alone
from storage.staff import look_up
from storage.tables import Person, Power

T = TypeVar("T")


class Looking:
    """Conferences of one database, by the profiles of this service."""

    def __init__(
        self,
        database: Database,
        profiles: Mapping[str, Profile],
        now: Callable[[], datetime],
    ) -> None:
        self.database = database
        self.profiles = profiles
        self.now = now

    def look(self, room: str, account: str | None, view: Callable[[Scene], T]) -> T:
        """What somebody sees of a conference; `None` is the channel.

        Raises `LookupError` when they have no part in it.
        """
        with self.database.read() as session:
            meeting = find_meeting(session, room, to_change=False)
            viewer = find_person(meeting, account) if meeting and account else None
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


def _sees(scene: Scene, person: Person) -> bool:
    return scene.keeps_seat(person) and not is_hidden_from(scene, person)
