"""The book of one conference: all that a handler reads and writes, within one transaction."""

from functools import cached_property
from typing import TypeVar

from sqlalchemy import select

from storage.book.answers import AnswerPages
from storage.book.due import DuePages
from storage.book.papers import PaperPages
from storage.book.people import PeoplePages
from storage.book.plan import PlanPages
from storage.book.posts import PostPages
from storage.preparation import PreparationPages
from storage.room_names import new_part_room
from storage.staff import StaffPages
from storage.tables import Meeting, MeetingKind, MeetingState, OfMeeting, Person, Row

R = TypeVar("R", bound=Row)


class Book(
    PeoplePages,
    AnswerPages,
    PlanPages,
    PostPages,
    DuePages,
    PaperPages,
    PreparationPages,
    StaffPages,
):
    """One conference, open for reading or writing, and its way to those before and after it."""

    def add(self, row: R) -> R:
        """Keeps a new row of this conference."""
        if isinstance(row, OfMeeting):
            row.meeting_id = self.meeting.id
        self._session.add(row)
        return row

    def forget(self, row: Row) -> None:
        """Takes a row away for good: somebody said it by mistake."""
        self._session.delete(row)

    @cached_property
    def earlier(self) -> tuple["Book", ...]:
        """The meetings about the same children that came before this one, the oldest first."""
        before = (
            self._session.get(Meeting, self.meeting.follows_id) if self.meeting.follows_id else None
        )
        return (*Book(self._session, before).earlier, Book(self._session, before)) if before else ()

    def planned(self, kind: MeetingKind) -> "Book | None":
        """The meeting of a kind that is planned after this one."""
        query = select(Meeting).where(
            Meeting.follows_id == self.meeting.id,
            Meeting.state == MeetingState.PLANNED,
            Meeting.kind == kind,
        )
        meeting = self._session.scalar(query)
        return Book(self._session, meeting) if meeting else None

    @property
    def part_of(self) -> str | None:
        """The meeting that this closed part belongs to; nothing for any other meeting."""
        return self.meeting.part_of_id

    @property
    def whole(self) -> "Book":
        """The meeting that this closed part belongs to; any other meeting itself."""
        return (
            Book(self._session, self._session.get_one(Meeting, self.part_of))
            if self.part_of
            else self
        )

    @property
    def other_in_the_room(self) -> Meeting | None:
        """Another meeting that runs, or is prepared, in the room of this one."""
        taken = Meeting.state.in_((MeetingState.PREPARING, MeetingState.OPEN, MeetingState.PAUSED))
        query = select(Meeting).where(
            Meeting.room == self.meeting.room, taken, Meeting.id != self.meeting.id
        )
        return self._session.scalar(query.limit(1))

    def running_part_with(self, person: Person) -> "Book | None":
        """The closed part of this meeting that is open and that somebody is in; nothing of any
        other.
        """
        running = (
            part
            for part, _ in self.parts_with(person)
            if part.meeting.state in (MeetingState.OPEN, MeetingState.PAUSED)
        )
        return next(running, None)

    def open_part(self, meeting: Meeting) -> "Book":
        """Keeps a closed part of this meeting, in a room of its own that nobody but its people can
        name.
        """
        meeting.state, meeting.room, meeting.part_of_id = (
            MeetingState.OPEN,
            new_part_room(self.meeting.room),
            self.meeting.id,
        )
        meeting.profile, meeting.family, meeting.sample = (
            self.meeting.profile,
            self.meeting.family,
            self.meeting.sample,
        )
        meeting.ahead_s = self.meeting.ahead_s
        self._session.add(meeting)
        self._session.flush()
        return Book(self._session, meeting)

    def parts_with(self, person: Person) -> list[tuple["Book", Person]]:
        """The closed parts of this meeting that somebody was in, with who they are there; of no
        others, not even how many.
        """
        query = (
            select(Meeting, Person)
            .join(Person, Person.meeting_id == Meeting.id)
            .where(Meeting.part_of_id == self.meeting.id, Person.root_id == person.root)
            .order_by(Meeting.started_at)
        )
        return [
            (Book(self._session, meeting), there) for meeting, there in self._session.execute(query)
        ]

    def plan_meeting(self, meeting: Meeting) -> "Book":
        """Keeps that a meeting is planned after this one."""
        meeting.state, meeting.room, meeting.follows_id = MeetingState.PLANNED, "", self.meeting.id
        meeting.profile, meeting.family, meeting.sample = (
            self.meeting.profile,
            self.meeting.family,
            self.meeting.sample,
        )
        self._session.add(meeting)
        self._session.flush()
        return Book(self._session, meeting)

    def succeed(self, before: "Book") -> None:
        """This planned meeting begins, in the room of the one before; what else was planned after
        that one follows this one.
        """
        self.meeting.room, before.meeting.followed = before.meeting.room, True
        self.meeting.ahead_s = before.meeting.ahead_s
        here = self.meeting.id
        others = (
            Meeting.follows_id == before.meeting.id,
            Meeting.state == MeetingState.PLANNED,
            Meeting.id != here,
        )
        for meeting in self._session.scalars(select(Meeting).where(*others)):
            meeting.follows_id = here
