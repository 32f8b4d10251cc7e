"""What the service's tracker of reports knows: ids, dates and agencies over many conferences.

Nothing sealed is opened for it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from storage.staff import powers_of
from storage.tables import (
    Attendance,
    Meeting,
    MeetingState,
    Occasion,
    Person,
    Power,
    Report,
    TrackerLink,
)


@dataclass(frozen=True)
class Arrival:
    """One person from whom a report may be expected, in one conference, and when it came.

    No name, no word of it.
    """

    meeting_id: str
    profile: str
    state: str
    kind: str
    on: date | None
    role: str
    agency: str
    form: str | None
    received_at: datetime | None
    shared_on: date | None


def arrivals(session: Session, *, since: date, rehearsals: bool) -> Sequence[Arrival]:
    """Everybody in the conferences held since a day, or not held yet; the newest conference first.
    Cancelled ones are left out.

    Somebody who was taken off the list is there if their report has come.
    Rehearsals are never among real conferences, nor the other way round.
    """
    made_up = Meeting.sample != "" if rehearsals else Meeting.sample == ""
    there = and_(Report.author_id == Person.id, Report.meeting_id == Person.meeting_id)
    expected = or_(Person.attendance != Attendance.OFF, Report.received_at.is_not(None))
    query = (
        select(
            Meeting.id,
            Meeting.profile,
            Meeting.state,
            Occasion.kind,
            Occasion.on,
            Person.role,
            Person.agency,
            Report.form,
            Report.received_at,
            Report.shared_on,
        )
        .join(Occasion, Occasion.meeting_id == Meeting.id)
        .join(Person, Person.meeting_id == Meeting.id)
        .join(Report, there, isouter=True)
        .where(
            made_up,
            expected,
            Meeting.state != MeetingState.CANCELLED,
            Occasion.on.is_not(None),
            Occasion.on >= since,
        )
        .order_by(Occasion.on.desc(), Meeting.id, Person.position)
    )
    rows: Iterable[Any] = session.execute(query)
    return [Arrival(*row) for row in rows]


def make_link(session: Session, who: str, now: datetime, days: int) -> str:
    """A link for one manager (`who`, an account) to the tracker; it opens for so many days, or
    until it is withdrawn.
    """
    link = TrackerLink(who=who, expires_at=now + timedelta(days=days), revoked_at=None)
    session.add(link)
    return link.id


def withdraw_links(session: Session, now: datetime) -> int:
    """No link to the tracker opens any more. How many did."""
    links = session.scalars(
        select(TrackerLink).where(TrackerLink.revoked_at.is_(None), TrackerLink.expires_at > now)
    ).all()
    for link in links:
        link.revoked_at = now
    return len(links)


def is_open(session: Session, link_id: str, now: datetime) -> bool:
    """Whether a link opens the tracker now: only while the person it was made for is a manager."""
    link = session.get(TrackerLink, link_id) if link_id else None
    if link is None or link.revoked_at is not None or link.expires_at <= now:
        return False
    return Power.MANAGE in powers_of(session, link.who)
