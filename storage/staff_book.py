"""The service's list of staff, with all that hangs on it in its meetings, in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.book import Book
from storage.feedback import feedback_about
from storage.staff import current_staff, end_staff, find_staff, name_staff
from storage.tables import (
    Feedback,
    Meeting,
    MeetingState,
    PageLink,
    Person,
    Post,
    Power,
    Staff,
    TrackerLink,
)
from storage.tracker import make_link
from storage.trail import keep_audit_line, keep_service_line, staff_target

_TRACKER_DAYS = 30
NOT_OVER = (
    MeetingState.PREPARING,
    MeetingState.OPEN,
    MeetingState.PAUSED,
    MeetingState.CLOSED,
)


class StaffBook:
    """Reads and writes it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def current(self) -> Sequence[Staff]:
        """Everybody who is named now."""
        return current_staff(self._session)

    def find(self, account: str) -> Staff | None:
        """Somebody who is named now."""
        return find_staff(self._session, account)

    def last(self, account: str) -> Staff | None:
        """How somebody was named last, also when they are not any more."""
        theirs = select(Staff).where(Staff.account == account)
        return self._session.scalar(theirs.order_by(Staff.at.desc(), Staff.id.desc()).limit(1))

    def name(self, account: str, name: str, may: Iterable[Power], by: str, now: datetime) -> None:
        """Names somebody, or changes what they may."""
        command = "staff.change" if find_staff(self._session, account) else "staff.add"
        row = name_staff(self._session, account, name, may, by, now)
        self._session.flush()
        self._keep_staff_line(row, command, by, now)

    def end(self, account: str, by: str, now: datetime) -> Staff | None:
        """They are not named any more."""
        ended = end_staff(self._session, account, by, now)
        self._session.flush()
        if ended:
            self._keep_staff_line(ended, "staff.remove", by, now)
        return ended

    def feedback(self, profile: str, closed_before: datetime) -> Sequence[tuple[Meeting, Feedback]]:
        """What people said about all real conferences of a profile closed before a moment."""
        return feedback_about(self._session, profile, closed_before, rehearsals=False)

    def keep_line(self, command: str, target: str, by: str, now: datetime) -> None:
        """Keeps what somebody did for the service."""
        actor = find_staff(self._session, by)
        keep_service_line(self._session, actor.id if actor else by, command, target, now)

    def _keep_staff_line(self, row: Staff, command: str, by: str, now: datetime) -> None:
        self.keep_line(command, staff_target(row), by, now)

    def parts_of(self, account: str) -> list[tuple[Book, Person]]:
        """All meetings that somebody has a part in, with who they are there; locked, so that nobody
        acts meanwhile.
        """
        query = (
            select(Meeting, Person)
            .join(Person, Person.meeting_id == Meeting.id)
            .where(Person.account == account)
        )
        rows = self._session.execute(
            query.order_by(Meeting.started_at, Meeting.id).with_for_update(of=Meeting)
        )
        return [(Book(self._session, meeting), person) for meeting, person in rows]

    def unfinished(self) -> list[Book]:
        """The meetings that are prepared or running, or whose record is a draft; closed parts
        belong to theirs.
        """
        query = select(Meeting).where(Meeting.state.in_(NOT_OVER), Meeting.part_of_id.is_(None))
        return [
            Book(self._session, meeting)
            for meeting in self._session.scalars(query.order_by(Meeting.started_at))
        ]

    def unfinished_one(self, meeting_id: str) -> Book | None:
        """One of them, locked."""
        query = select(Meeting).where(
            Meeting.id == meeting_id, Meeting.state.in_(NOT_OVER), Meeting.part_of_id.is_(None)
        )
        meeting = self._session.scalar(query.with_for_update())
        return Book(self._session, meeting) if meeting else None

    def make_tracker_link(self, account: str, now: datetime) -> str:
        """A link to the tracker of reports for a manager; its id."""
        return make_link(self._session, account, now, _TRACKER_DAYS)

    def end_links(self, account: str, now: datetime) -> None:
        """No page opens any more through links that were made for somebody."""
        theirs = select(Person.id).where(Person.account == account)
        links = select(PageLink).where(
            PageLink.person_id.in_(theirs), PageLink.revoked_at.is_(None)
        )
        trackers = self._session.scalars(
            select(TrackerLink).where(TrackerLink.revoked_at.is_(None))
        )
        for link in (
            *self._session.scalars(links),
            *(link for link in trackers if link.who == account),
        ):
            link.revoked_at = now

    def write(self) -> None:
        """Writes what was changed so far, for rows that point to it."""
        self._session.flush()

    def keep_audit_line(
        self, meeting: Meeting, person: Person | None, command: str, now: datetime
    ) -> None:
        """Keeps that a meeting was changed from outside it."""
        self._session.flush()
        self._session.refresh(meeting, ["trail"], with_for_update=True)
        keep_audit_line(self._session, meeting, person.id if person else None, command, "", now)

    def end_posts(self, person: Person) -> None:
        """What still waits to be shown to somebody is not shown."""
        theirs = Post.meeting_id == person.meeting_id, Post.audience == person.id, Post.waiting
        self._session.execute(
            update(Post).where(*theirs).values(waiting=False, trouble="", aside=False)
        )
