"""What the web room keeps and finds: its own messages, the rehearsals that run in it, and links to
pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from storage.book import CHANNEL
from storage.tables import Attendance, Meeting, MeetingState, Message, PageLink, Person, Post

ROOM = "web:"
_WHOLE = Meeting.part_of_id.is_(None)


@dataclass(frozen=True)
class ShownMessage:
    """A message as it stands in the room; `slot` names what is drawn there, `card` is its JSON.

    `room` is where its buttons speak to: the conference, or a closed part of it.
    """

    id: str
    audience: str
    slot: str
    place: int
    change: int
    at: datetime
    card: str
    room: str = ""


@dataclass(frozen=True)
class Numbers:
    """How far a conference has changed: commands done, and the newest change of each audience. No
    content.

    Each audience has a count of its own: nobody's numbers show that others were told something.
    """

    version: int
    changes: dict[str, int]

    def seen_by(self, person_id: str | None) -> str:
        """The numbers that concern one person: conference, channel, own lines."""
        own = self.changes.get(person_id, 0) if person_id else 0
        return f"{self.version}.{self.changes.get(CHANNEL, 0)}.{own}"


def keep_message(session: Session, shown: ShownMessage, meeting_id: str) -> bool:
    """Keeps a message or its new card; one and the same message however often it arrives. False
    when nothing is new.

    What a closed part shows to somebody stands among their own lines in the conference that it
    belongs to.
    """
    meeting = session.scalars(
        select(Meeting).where(Meeting.id == meeting_id).with_for_update()
    ).one()
    message = session.get(Message, shown.id)
    if message and message.card == shown.card:
        return False
    where, audience = (
        (meeting.id, shown.audience)
        if not meeting.part_of_id
        else _in_the_conference(session, meeting, shown.audience)
    )
    newest = session.scalar(
        select(func.max(Message.change)).where(
            Message.meeting_id == where, Message.audience == audience
        )
    )
    if message is None:
        at = shown.at + timedelta(seconds=meeting.ahead_s)
        message = Message(
            id=shown.id, meeting_id=where, audience=audience, place=shown.place, at=at
        )
        session.add(message)
    message.change, message.card = (newest or 0) + 1, shown.card
    return True


def _in_the_conference(session: Session, part: Meeting, person_id: str) -> tuple[str, str]:
    """The conference that a closed part belongs to, and who somebody of the part is there."""
    root = session.get_one(Person, person_id).root
    same = or_(Person.id == root, Person.root_id == root)
    person = session.scalars(select(Person).where(Person.meeting_id == part.part_of_id, same)).one()
    return person.meeting_id, person.id


class RoomContents:
    """What stands in the web room for one person, in one transaction: the channel and their own
    lines.
    """

    def __init__(self, session: Session, meeting: Meeting, person: Person | None) -> None:
        self._session = session
        self._meeting = meeting
        self._person = person

    def messages(self, since: tuple[int, int] = (-1, -1)) -> list[ShownMessage]:
        """The messages of the channel and one's own that changed after these two numbers, in the
        order of the room.
        """
        channel, own = since
        news = (
            [and_(Message.audience == CHANNEL, Message.change > channel)]
            if self._reads_the_channel
            else []
        )
        if self._person:
            news.append(and_(Message.audience == self._person.id, Message.change > own))
        query = (
            select(Message, Post.slot, Meeting.room)
            .join(Post, Post.id == Message.id)
            .join(Meeting, Meeting.id == Post.meeting_id)
            .where(Message.meeting_id == self._meeting.id, or_(*news))
            .order_by(Message.at, Message.place)
        )
        found = self._session.execute(query)
        return [
            ShownMessage(m.id, m.audience, slot, m.place, m.change, m.at, m.card, room)
            for m, slot, room in found
        ]

    def meetings(self) -> Sequence[Meeting]:
        """All meetings held in this room about the same children so far, the oldest first."""
        held = select(Meeting).where(
            Meeting.room == self._meeting.room, Meeting.state != MeetingState.PLANNED
        )
        return self._session.scalars(held.order_by(Meeting.started_at)).all()

    @property
    def _reads_the_channel(self) -> bool:
        """Somebody who attends apart sees nothing of the channel (row B8)."""
        return self._person is None or self._person.attendance != Attendance.APART

    def numbers(self) -> str:
        """How far the conference has changed for this person."""
        return numbers(self._session, [self._meeting.id])[self._meeting.id].seen_by(
            self._person.id if self._person else None
        )


def numbers(session: Session, meeting_ids: Iterable[str]) -> dict[str, Numbers]:
    """How far each of these conferences has changed."""
    wanted = list(meeting_ids)
    versions = session.execute(select(Meeting.id, Meeting.version).where(Meeting.id.in_(wanted)))
    found = {meeting_id: Numbers(version, {}) for meeting_id, version in versions}
    newest = select(Message.meeting_id, Message.audience, func.max(Message.change)).where(
        Message.meeting_id.in_(wanted)
    )
    for meeting_id, audience, change in session.execute(
        newest.group_by(Message.meeting_id, Message.audience)
    ):
        found[meeting_id].changes[audience] = change
    return found


def rehearsals(session: Session) -> Sequence[Meeting]:
    """The rehearsals in the web room, the newest first; of meetings that follow one another, the
    last.
    """
    query = select(Meeting).where(
        Meeting.room.startswith(ROOM), Meeting.sample != "", ~Meeting.followed, _WHOLE
    )
    return session.scalars(query.order_by(Meeting.started_at.desc())).all()


def find_rehearsal(session: Session, room_id: str, meeting_id: str = "") -> Meeting | None:
    """The rehearsal in a web room: its newest meeting, or one that is named.

    A real conference is never found here.
    """
    which = Meeting.id == meeting_id if meeting_id else ~Meeting.followed
    query = select(Meeting).where(
        Meeting.room == ROOM + room_id,
        Meeting.sample != "",
        Meeting.state != MeetingState.PLANNED,
        _WHOLE,
        which,
    )
    return session.scalar(query.order_by(Meeting.started_at.desc()).limit(1))


@dataclass(frozen=True)
class OpenedLink:
    """What a link opens: the conference, the person whose link it is, and the row it is about."""

    meeting: Meeting
    person: Person
    target: str


def open_link(session: Session, link_id: str, what: str, now: datetime) -> OpenedLink | None:
    """What a link to one kind of page opens; nothing when it has expired, was withdrawn, or leads
    to another page.
    """
    link = session.get(PageLink, link_id) if link_id else None
    if link is None or link.what != what or link.revoked_at is not None or link.expires_at <= now:
        return None
    return OpenedLink(
        session.get_one(Meeting, link.meeting_id),
        session.get_one(Person, link.person_id),
        link.target,
    )
