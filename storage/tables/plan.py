"""The plan, what became of its actions, and who is to be reminded."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Id, OfMeeting, kept_with
from storage.tables.states import EntryState, ProgressState


class PlanEntry(Marked, OfMeeting):
    """One version of one entry of the plan. `thread` is the same for all versions of an entry;
    `root_id` is the thread it
    had in the meeting where it was first written, empty where that is this one.

    `state`: offered, agreed, withdrawn. `author_id` said it, `writer_id` typed this version (row
    B6).
    `body` is JSON: the section's fields. `due` is a calendar date.
    """

    __tablename__ = "plan_entry"
    DECIDING = ("meeting_id", "thread", "root_id", "version", "current", "author_id", "writer_id")
    __table_args__ = (UniqueConstraint("thread", "version"),)
    thread: Mapped[str] = mapped_column(Id)
    root_id: Mapped[str] = mapped_column(Id, default="")
    version: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    section: Mapped[str]
    state: Mapped[EntryState]
    author_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    writer_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    due: Mapped[date | None]
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()

    @property
    def root(self) -> str:
        """The same for an entry in all meetings that carried it on."""
        return self.root_id or self.thread


class Progress(Marked, OfMeeting):
    """What somebody said about an action after it was agreed. `entry` is the action's root thread.

    `what`: done, not_yet, cannot, given. `state`: said; for not_yet: asked, accepted, declined.
    `until` is the new day that is
    asked for or given. `body` is JSON: what was typed.
    """

    __tablename__ = "progress"
    DECIDING = ("meeting_id", "entry", "person_id", "writer_id")
    entry: Mapped[str] = mapped_column(Id, index=True)
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    writer_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    what: Mapped[str]
    state: Mapped[ProgressState] = mapped_column(default=ProgressState.SAID)
    until: Mapped[date | None]
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", default=b"")
    body = sealed()


class Reminder(Marked, OfMeeting):
    """Somebody is to be reminded of something: the next time at `due_at`; never again where that is
    empty.

    `owner` is whose task it is: a person's id, or "named:" and a plan entry's for somebody whom
    only the plan names.
    `person_id` is who is told: the owner, or the lead, who speaks to an owner without an account.
    `what`: action, checkin, report, task. `target` is what it is about: an action's root thread, or
    a meeting's id. `due_on` is
    the day it should be done by. `late` counts the reminders after that day; `told_on` is the day
    of the last one.
    """

    __tablename__ = "reminder"
    DECIDING = ("meeting_id", "owner", "person_id", "what", "target")
    __table_args__ = (
        UniqueConstraint("meeting_id", "owner", "what", "target"),
        Index("ix_reminder_due", "due_at"),
    )
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    what: Mapped[str]
    target: Mapped[str] = mapped_column(Id)
    due_on: Mapped[date]
    due_at: Mapped[datetime | None]
    late: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[date | None]
