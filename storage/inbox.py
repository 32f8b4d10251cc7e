"""The inbox: which commands were done already, which conference and which person a command is
about.
"""

from datetime import datetime
from functools import cache

from sqlalchemy import Select, and_, bindparam, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from storage.room_names import meeting_named, room_alone
from storage.tables import Alarm, Attendance, Meeting, MeetingState, Person, Receipt, new_id

_TAKES_PART = Person.attendance != Attendance.OFF


class AlreadyDone(Exception):
    """A command with this key was done already: the same press counts once."""


class RoomTaken(Exception):
    """A conference is running in this room already."""


def find_meeting(
    session: Session, room: str, *, to_change: bool, onwards: bool = False
) -> Meeting | None:
    """The conference that a room's name means: one that it names, or the last one that was held
    there.

    When it is to be changed, others wait until this transaction ends. `onwards` is for what was
    carried on: then it is the
    last meeting that has followed the one that is named.
    """
    named = meeting_named(room)
    query = _NAMED if named else _LAST_HELD
    meeting = _first(session, query, to_change, room=room_alone(room), named=named)
    while onwards and meeting and meeting.followed:
        meeting = _first(session, _FOLLOWING, to_change, followed=meeting.id)
    return meeting


_HELD = select(Meeting).where(Meeting.state != MeetingState.PLANNED).limit(1)
_HERE = _HELD.where(Meeting.room == bindparam("room")).order_by(Meeting.started_at.desc())
_NAMED = _HERE.where(Meeting.id == bindparam("named"))
_LAST_HELD = _HERE.where(~Meeting.followed)
_FOLLOWING = _HELD.where(Meeting.follows_id == bindparam("followed"))


def _first(
    session: Session, query: Select[Meeting], to_change: bool, **values: str
) -> Meeting | None:
    if not to_change:
        return session.scalar(query, values)
    # Whoever had it before us may have begun the next meeting in this room: then that one is found
    # the second time.
    alone = _for_update(query)
    return session.scalar(alone, values) or session.scalar(alone, values)


@cache
def _for_update(query: Select[Meeting]) -> Select[Meeting]:
    return query.with_for_update()


def find_meeting_of_alarm(session: Session, alarm_id: str) -> Meeting | None:
    """The conference that set an alarm, to be changed; its room may have had others since."""
    query = select(Meeting).join(Alarm, Alarm.meeting_id == Meeting.id).where(Alarm.id == alarm_id)
    return session.scalar(query.with_for_update(of=Meeting))


def open_meeting(session: Session, room: str, profile: str, family: str, now: datetime) -> Meeting:
    """A new conference in a room where none is running. Raises `RoomTaken`."""
    meeting = Meeting(
        room=room,
        profile=profile,
        family=family,
        started_at=now,
        state=MeetingState.OPEN,
        version=0,
        places=0,
    )
    session.add(meeting)
    try:
        session.flush()
    except IntegrityError as fault:
        raise RoomTaken(room) from fault
    return meeting


def find_person(meeting: Meeting, account: str) -> Person | None:
    """The person of this conference who has an account; nobody of another conference is
    ever found.
    """
    return next((person for person in meeting.people if person.account == account), None)


def find_parts(session: Session, account: str, at_most: int = 20) -> list[tuple[Meeting, Person]]:
    """The conferences that an account has a part in, and the person it is there; the newest first.

    They are held in the service that the account belongs to: being written into a meeting elsewhere
    shows nothing of it.

    One that another has followed is among them for its chair alone, while its record is a draft; a
    closed part while it is open:
    after that it stands in their copy of the record.
    """
    unsigned = and_(Meeting.state == MeetingState.CLOSED, Person.role == "chair")
    now = or_(
        Meeting.part_of_id.is_(None), Meeting.state.in_((MeetingState.OPEN, MeetingState.PAUSED))
    )
    query = select(Meeting, Person).join(Person, Person.meeting_id == Meeting.id)
    in_its_service = Meeting.room.startswith(f"{account.partition(':')[0]}:", autoescape=True)
    query = query.where(Person.account == account, _TAKES_PART, in_its_service)
    query = query.where(
        Meeting.state != MeetingState.PLANNED, or_(~Meeting.followed, unsigned), now
    )
    return [
        (meeting, person)
        for meeting, person in session.execute(
            query.order_by(Meeting.started_at.desc()).limit(at_most)
        )
    ]


def keep_receipt(session: Session, key: str, now: datetime) -> None:
    """Keeps that a command is done, if the transaction is.

    Raises `SeenBefore` when it was done already.
    """
    receipt = insert(Receipt).values(id=new_id(), key=key, at=now)
    try:
        session.connection().execute(receipt)
    except IntegrityError as fault:
        raise AlreadyDone(key) from fault


def meetings_beginning_with(session: Session, beginning: str) -> list[Meeting]:
    """The meetings whose id begins so; at most two."""
    return list(
        session.scalars(
            select(Meeting).where(Meeting.id.startswith(beginning, autoescape=True)).limit(2)
        )
    )
