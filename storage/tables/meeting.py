"""Conferences and who and what they are about: people, children, worries with their goals, the
items of the agenda.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Carried, Id, OfMeeting, Row, kept_with
from storage.tables.states import Attendance, MeetingKind, MeetingState, StepState


class Meeting(Marked, Row):
    """A conference, or a core group after it. `room` is where it is held ("web:…", "slack:T/C");
    one that runs a room.

    `state`: planned, preparing, cancelled (before it began), open, paused, closed (record is a
    draft), approved. `step_id` is
    the agenda item it is on.
    `kind`: conference, core_group, review, closed_part. `follows_id` is the meeting before it,
    about the same children;
    `followed` says that a later one has begun; `part_of_id` is the meeting that a closed part
    belongs to. A planned one is
    in no room yet; `held_on` and `venue` say when and where people meet.
    `trail` is the head of its audit trail. `version` counts committed commands, and `round` those
    that moved the meeting on,
    back or to its end; `places` orders what was queued. `ahead_s` is how far a rehearsal's clock is
    ahead, in seconds; real
    conferences have the real time.
    """

    __tablename__ = "meeting"
    DECIDING = (
        "room",
        "profile",
        "sample",
        "state",
        "kind",
        "follows_id",
        "followed",
        "part_of_id",
        "approved_at",
    )
    __table_args__ = (
        Index(
            "uq_meeting_open_room",
            "room",
            unique=True,
            sqlite_where=text("state IN ('preparing', 'open', 'paused')"),
            postgresql_where=text("state IN ('preparing', 'open', 'paused')"),
        ),
    )
    room: Mapped[str] = mapped_column(index=True)
    profile: Mapped[str]
    _family: Mapped[bytes] = mapped_column("family")
    family = sealed()
    sample: Mapped[str] = mapped_column(default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.OPEN)
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.CONFERENCE)
    follows_id: Mapped[str | None] = mapped_column(Id, index=True)
    followed: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    held_on: Mapped[date | None]
    _venue: Mapped[bytes] = mapped_column("venue", default=b"")
    venue = sealed()
    step_id: Mapped[str | None] = mapped_column(Id)
    version: Mapped[int] = mapped_column(default=0)
    round: Mapped[int] = mapped_column(default=0)
    places: Mapped[int] = mapped_column(default=0)
    ahead_s: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    timer_ends_at: Mapped[datetime | None]
    trail: Mapped[bytes] = mapped_column(default=b"")
    _summary: Mapped[bytes] = mapped_column("summary", default=b"")
    summary = sealed()
    # Who or what was taken off the list is in none of these. It is kept, with all that was written.
    people: Mapped[list["Person"]] = relationship(
        primaryjoin="and_(Meeting.id == Person.meeting_id, Person.attendance != 'off')",
        order_by="Person.position",
    )
    children: Mapped[list["Child"]] = relationship(
        primaryjoin="and_(Meeting.id == Child.meeting_id, ~Child.taken_off)",
        order_by="Child.position",
    )
    trios: Mapped[list["Trio"]] = relationship(
        primaryjoin="and_(Meeting.id == Trio.meeting_id, ~Trio.taken_off)", order_by="Trio.position"
    )
    steps: Mapped[list["Step"]] = relationship(order_by="Step.position", lazy="select")


class Person(Marked, Carried, OfMeeting):
    """Somebody in the conference. `account` is their platform identity, empty for people who have
    none (on the phone).

    `attendance`: expected, here, left; away for somebody who has a part in the plan and does not
    belong to this meeting;
    apart for somebody who attends in closed parts alone and sees nothing of the channel; off for
    somebody who was taken off
    the list before the day: they take no part, and what they sent or wrote down stays under their
    name.
    `name` is how they want to be called.
    """

    __tablename__ = "person"
    DECIDING = ("meeting_id", "root_id", "account", "role", "attendance")
    __table_args__ = (
        UniqueConstraint("meeting_id", "account"),
        UniqueConstraint("meeting_id", "position"),
    )
    position: Mapped[int]
    account: Mapped[str | None] = mapped_column(index=True)
    role: Mapped[str]
    agency: Mapped[str] = mapped_column(default="")
    attendance: Mapped[Attendance] = mapped_column(default=Attendance.EXPECTED)
    understood_at: Mapped[datetime | None]
    _name: Mapped[bytes] = mapped_column("name")
    name = sealed()
    _title: Mapped[bytes] = mapped_column("title", default=b"")
    title = sealed()
    _with_them: Mapped[bytes] = mapped_column("with_them", default=b"")
    with_them = sealed()


class Coming(OfMeeting):
    """Somebody came, left or came back. `what`: here, left."""

    __tablename__ = "coming"
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    what: Mapped[str]
    at: Mapped[datetime]


class Alert(OfMeeting):
    """Somebody let the chair know, unseen by all others. `what`: not_free (they can't talk freely),
    danger.

    For whoever leads, while they lead; no record, no copy of it and no audit line has it.
    """

    __tablename__ = "alert"
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    what: Mapped[str]
    at: Mapped[datetime]


class Child(Marked, Carried, OfMeeting):
    """A child the conference is about.

    `taken_off`: it is not, after all; what was written about them is kept.
    """

    __tablename__ = "child"
    DECIDING = ("meeting_id", "root_id", "taken_off")
    position: Mapped[int]
    taken_off: Mapped[bool] = mapped_column(default=False)
    _name: Mapped[bytes] = mapped_column("name")
    name = sealed()


class Trio(Marked, Carried, OfMeeting):
    """A danger statement and its safety goal; with its scale, a trio (row C5). Wording lives in
    `TrioWording`.

    `made_on` is the day on which it was made with the family. `taken_off`: it is not on the list
    any more, and is kept.
    """

    __tablename__ = "trio"
    DECIDING = ("meeting_id", "root_id", "taken_off")
    position: Mapped[int]
    made_on: Mapped[date | None]
    taken_off: Mapped[bool] = mapped_column(default=False)
    wordings: Mapped[list["TrioWording"]] = relationship(
        order_by="TrioWording.version", lazy="selectin"
    )
    _title: Mapped[bytes] = mapped_column("title")
    title = sealed()


class TrioWording(Marked, Row):
    """One wording of a trio; the last one holds, the old ones are kept."""

    __tablename__ = "trio_wording"
    DECIDING = ("trio_id", "version")
    __table_args__ = (UniqueConstraint("trio_id", "version"),)
    trio_id: Mapped[str] = mapped_column(Id, ForeignKey("trio.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(Id, kept_with("person"))
    _danger: Mapped[bytes] = mapped_column("danger")
    danger = sealed()
    _goal: Mapped[bytes] = mapped_column("goal")
    goal = sealed()


class LastMark(Marked, Row):
    """What somebody scored a trio last time; `who` as they are called now."""

    __tablename__ = "last_mark"
    DECIDING = ("trio_id", "person_id")
    trio_id: Mapped[str] = mapped_column(Id, ForeignKey("trio.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    on: Mapped[date]
    trio: Mapped["Trio"] = relationship()
    person: Mapped["Person"] = relationship()
    _score: Mapped[bytes] = mapped_column("score")
    score = sealed()


class Step(Marked, OfMeeting):
    """One item of this conference's agenda: a question, asked for a trio or a child where the
    profile says so.

    `state`: waiting, open, done, parked, skipped. `wave` counts who is asked: 0 is first. A sealed
    step's answers are
    seen by their authors alone until `revealed_at`.
    """

    __tablename__ = "step"
    DECIDING = (
        "meeting_id",
        "question",
        "about_id",
        "state",
        "under_seal",
        "opened_at",
        "revealed_at",
    )
    __table_args__ = (Index("ix_step_meeting_position", "meeting_id", "position"),)
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    about_id: Mapped[str | None] = mapped_column(Id)
    state: Mapped[StepState] = mapped_column(default=StepState.WAITING)
    wave: Mapped[int] = mapped_column(default=0)
    under_seal: Mapped[bool]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]
