"""The kept facts of a conference, one class a table. Times are UTC; everything people wrote or are called is sealed."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, ForeignKey, Index, LargeBinary, MetaData, String, TypeDecorator, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.sealing import sealed


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as UTC. A time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time; gives the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def new_id() -> str:
    """A fresh row id."""
    return uuid4().hex


_Id = String(32)


class Row(DeclarativeBase):
    """A kept fact with an id of its own, known before it is written."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Moment, bytes: LargeBinary, str: String}
    id: Mapped[str] = mapped_column(_Id, primary_key=True)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or new_id()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no '{name}'")
            setattr(self, name, value)


class OfMeeting(Row):
    """A kept fact of one conference."""

    __abstract__ = True
    meeting_id: Mapped[str] = mapped_column(_Id, ForeignKey("meeting.id", ondelete="CASCADE"), index=True)


class Carried:
    """What a later meeting takes over from an earlier one: `root_id` is its id in the first, empty where it is the first."""

    root_id: Mapped[str] = mapped_column(_Id, default="")
    if TYPE_CHECKING:
        id: Mapped[str]

    @property
    def root(self) -> str:
        """The same for somebody or something in all meetings about the same children."""
        return self.root_id or self.id


class Meeting(Row):
    """A conference, or a core group after it. `room` is where it is held ("web:…", "slack:T/C"); one that runs a room.

    `state`: planned, preparing, cancelled (before it began), open, paused, closed (record is a draft), approved. `step_id` is
    the agenda item it is on.
    `kind`: conference, core_group, review, closed_part. `follows_id` is the meeting before it, about the same children;
    `followed` says that a later one has begun; `part_of_id` is the meeting that a closed part belongs to. A planned one is
    in no room yet; `held_on` and `venue` say when and where people meet.
    `version` counts committed commands; `places` orders what was queued. `ahead_s` is how far a rehearsal's clock is ahead, in
    seconds; real conferences have the real time.
    """

    __tablename__ = "meeting"
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
    state: Mapped[str] = mapped_column(default="open")
    kind: Mapped[str] = mapped_column(default="conference")
    follows_id: Mapped[str | None] = mapped_column(_Id, index=True)
    followed: Mapped[bool] = mapped_column(default=False)
    part_of_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    held_on: Mapped[date | None]
    _venue: Mapped[bytes] = mapped_column("venue", default=b"")
    venue = sealed()
    step_id: Mapped[str | None] = mapped_column(_Id)
    version: Mapped[int] = mapped_column(default=0)
    places: Mapped[int] = mapped_column(default=0)
    ahead_s: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    timer_ends_at: Mapped[datetime | None]
    _summary: Mapped[bytes] = mapped_column("summary", default=b"")
    summary = sealed()
    people: Mapped[list["Person"]] = relationship(order_by="Person.position", lazy="select")
    children: Mapped[list["Child"]] = relationship(order_by="Child.position", lazy="select")
    trios: Mapped[list["Trio"]] = relationship(order_by="Trio.position", lazy="select")
    steps: Mapped[list["Step"]] = relationship(order_by="Step.position", lazy="select")


class Person(Carried, OfMeeting):
    """Somebody in the conference. `account` is their platform identity, empty for people who have none (on the phone).

    `attendance`: expected, here, left; away for somebody who has a part in the plan and does not belong to this meeting;
    apart for somebody who attends in closed parts alone and sees nothing of the channel.
    `name` is how they want to be called.
    """

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("meeting_id", "account"), UniqueConstraint("meeting_id", "position"))
    position: Mapped[int]
    account: Mapped[str | None] = mapped_column(index=True)
    role: Mapped[str]
    agency: Mapped[str] = mapped_column(default="")
    attendance: Mapped[str] = mapped_column(default="expected")
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
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str]
    at: Mapped[datetime]


class Child(Carried, OfMeeting):
    """A child the conference is about."""

    __tablename__ = "child"
    position: Mapped[int]
    _name: Mapped[bytes] = mapped_column("name")
    name = sealed()


class Trio(Carried, OfMeeting):
    """A danger statement and its safety goal; with its scale, a trio (row C5). Wording lives in `TrioWording`.

    `made_on` is the day on which it was made with the family.
    """

    __tablename__ = "trio"
    position: Mapped[int]
    made_on: Mapped[date | None]
    wordings: Mapped[list["TrioWording"]] = relationship(order_by="TrioWording.version", lazy="selectin")
    _title: Mapped[bytes] = mapped_column("title")
    title = sealed()


class TrioWording(Row):
    """One wording of a trio; the last one holds, the old ones are kept."""

    __tablename__ = "trio_wording"
    __table_args__ = (UniqueConstraint("trio_id", "version"),)
    trio_id: Mapped[str] = mapped_column(_Id, ForeignKey("trio.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    _danger: Mapped[bytes] = mapped_column("danger")
    danger = sealed()
    _goal: Mapped[bytes] = mapped_column("goal")
    goal = sealed()


class LastMark(Row):
    """What somebody scored a trio last time; `who` as they are called now."""

    __tablename__ = "last_mark"
    trio_id: Mapped[str] = mapped_column(_Id, ForeignKey("trio.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    on: Mapped[date]
    trio: Mapped["Trio"] = relationship()
    person: Mapped["Person"] = relationship()
    _score: Mapped[bytes] = mapped_column("score")
    score = sealed()


class Step(OfMeeting):
    """One item of this conference's agenda: a question, asked for a trio or a child where the profile says so.

    `state`: waiting, open, done, parked, skipped. `wave` counts who is asked: 0 is first. A sealed step's answers are
    seen by their authors alone until `revealed_at`.
    """

    __tablename__ = "step"
    __table_args__ = (Index("ix_step_meeting_position", "meeting_id", "position"),)
    meeting_id: Mapped[str] = mapped_column(_Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    question: Mapped[str]
    about_id: Mapped[str | None] = mapped_column(_Id)
    state: Mapped[str] = mapped_column(default="waiting")
    wave: Mapped[int] = mapped_column(default=0)
    under_seal: Mapped[bool]
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    revealed_at: Mapped[datetime | None]


class Answer(OfMeeting):
    """One version of one person's answer to a step. `author_id` said it; `writer_id` typed it (row B6).

    `kind`: said, pass, agree. `body` is JSON: the form's values. Only the version with `current` counts.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("step_id", "author_id", "version"),)
    step_id: Mapped[str] = mapped_column(_Id, ForeignKey("step.id", ondelete="CASCADE"))
    author_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    writer_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    version: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(default="said")
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", default=b"")
    body = sealed()


class Point(OfMeeting):
    """A point on the board in agreed wording. `answer_id` is whose words it came from; `replaces_id` the wording before."""

    __tablename__ = "point"
    box: Mapped[str]
    step_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("step.id", ondelete="CASCADE"))
    answer_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("answer.id", ondelete="CASCADE"))
    replaces_id: Mapped[str | None] = mapped_column(_Id)
    current: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()


class Decision(OfMeeting):
    """The chair's decision for one child, typed, with reasons. The last version holds. `missing` is JSON: person ids."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("step_id", "version"),)
    step_id: Mapped[str] = mapped_column(_Id, ForeignKey("step.id", ondelete="CASCADE"))
    child_id: Mapped[str] = mapped_column(_Id, ForeignKey("child.id", ondelete="CASCADE"))
    version: Mapped[int]
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class Dissent(OfMeeting):
    """Disagreement with a decision in the person's own words, kept verbatim."""

    __tablename__ = "dissent"
    child_id: Mapped[str] = mapped_column(_Id, ForeignKey("child.id", ondelete="CASCADE"))
    author_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    writer_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()


class PlanEntry(OfMeeting):
    """One version of one entry of the plan. `thread` is the same for all versions of an entry; `root_id` is the thread it
    had in the meeting where it was first written, empty where that is this one.

    `state`: offered, agreed, withdrawn. `author_id` said it, `writer_id` typed this version (row B6).
    `body` is JSON: the section's fields. `due` is a calendar date.
    """

    __tablename__ = "plan_entry"
    __table_args__ = (UniqueConstraint("thread", "version"),)
    thread: Mapped[str] = mapped_column(_Id)
    root_id: Mapped[str] = mapped_column(_Id, default="")
    version: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    section: Mapped[str]
    state: Mapped[str]
    author_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    writer_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    due: Mapped[date | None]
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()

    @property
    def root(self) -> str:
        """The same for an entry in all meetings that carried it on."""
        return self.root_id or self.thread


class Progress(OfMeeting):
    """What somebody said about an action after it was agreed. `entry` is the action's root thread.

    `what`: done, not_yet, cannot, given. `state`: said; for not_yet: asked, accepted, declined. `until` is the new day that is
    asked for or given. `body` is JSON: what was typed.
    """

    __tablename__ = "progress"
    entry: Mapped[str] = mapped_column(_Id, index=True)
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    writer_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str]
    state: Mapped[str] = mapped_column(default="said")
    until: Mapped[date | None]
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body", default=b"")
    body = sealed()


class Reminder(OfMeeting):
    """Somebody is to be reminded of something: the next time at `due_at`; never again where that is empty.

    `owner` is whose task it is: a person's id, or "named:" and a plan entry's for somebody whom only the plan names.
    `person_id` is who is told: the owner, or the lead, who speaks to an owner without an account.
    `what`: action, checkin, report, task. `target` is what it is about: an action's root thread, or a meeting's id. `due_on` is
    the day it should be done by. `late` counts the reminders after that day; `told_on` is the day of the last one.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("meeting_id", "owner", "what", "target"),
        Index("ix_reminder_due", "due_at"),
    )
    meeting_id: Mapped[str] = mapped_column(_Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    owner: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str]
    target: Mapped[str] = mapped_column(_Id)
    due_on: Mapped[date]
    due_at: Mapped[datetime | None]
    late: Mapped[int] = mapped_column(default=0)
    told_on: Mapped[date | None]


class Reason(OfMeeting):
    """Why the chair did something unusual. `what`: skip, order, quorum, park, reword, overall …; `target` is a row id.

    Before a conference begins: moved, with the day and time before ("2026-03-05 09:30") as its target; cancelled; and order, with
    "part:" and the part's id until there are items.
    """

    __tablename__ = "reason"
    what: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()


class Occasion(OfMeeting):
    """When, where and why a conference is held, as it was set up ahead; one for a conference.

    `kind`: initial, first_review, review (a later one), before_birth, moved_in. `on` and `at` ("09:30") are the place's own day
    and time. `clock_from` is the day that the time limits run from; `birth_on` is the day on which a baby is due. `parts` is the
    order of the agenda's parts (ids with commas), where the chair has changed it.
    """

    __tablename__ = "occasion"
    __table_args__ = (UniqueConstraint("meeting_id"),)
    kind: Mapped[str]
    on: Mapped[date | None]
    at: Mapped[str] = mapped_column(default="")
    clock_from: Mapped[date | None]
    birth_on: Mapped[date | None]
    parts: Mapped[str] = mapped_column(default="")
    _place: Mapped[bytes] = mapped_column("place", default=b"")
    place = sealed()
    _reason: Mapped[bytes] = mapped_column("reason", default=b"")
    reason = sealed()


class Invitation(OfMeeting):
    """How somebody will take part, and what they need for it; for the chair and administrators alone.

    `how`: account, phone, in_person. `told_at` is when they were first told. `tried_on` is the day on which they tried
    their screen or phone. `needs` is JSON: interpreter (a language), easy_read, separate, note.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("person_id"),)
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    how: Mapped[str]
    told_at: Mapped[datetime | None]
    tried_on: Mapped[date | None]
    _needs: Mapped[bytes] = mapped_column("needs", default=b"")
    needs = sealed()


class PreparedItem(OfMeeting):
    """One thing of the preparation lists, once somebody has done something about it (row I3).

    `item` is the profile's; `about_id` is the person or child whom it is about, "" where it is about nobody in particular.
    """

    __tablename__ = "prepared_item"
    __table_args__ = (UniqueConstraint("meeting_id", "item", "about_id"),)
    item: Mapped[str]
    about_id: Mapped[str] = mapped_column(_Id, default="")
    owner_id: Mapped[str | None] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    done_on: Mapped[date | None]
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _note: Mapped[bytes] = mapped_column("note", default=b"")
    note = sealed()


class Report(OfMeeting):
    """What somebody writes before the day: an agency's report, or a parent's own words. Versions live in `ReportVersion`.

    `received_at` is when it was first sent. `shared_on` is the first day on which its author shared it with somebody of the
    family; `ReportReader` says with whom. `circulated_at` is when the workers were let read it. `opens`: the words are offered to
    their author at the question that they belong to.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("author_id", "form"),)
    form: Mapped[str]
    author_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    received_at: Mapped[datetime | None]
    shared_on: Mapped[date | None]
    circulated_at: Mapped[datetime | None]
    opens: Mapped[bool] = mapped_column(default=False)


class ReportVersion(Row):
    """One version of a report. `state`: draft, seen by nobody but its author, or sent. `writer_id` typed it (row B6)."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "version"),)
    report_id: Mapped[str] = mapped_column(_Id, ForeignKey("report.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str]
    writer_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class ReportReader(OfMeeting):
    """Somebody has read a report: a worker as they said themselves, one of the family as its author said.

    `version` is the version that was read.
    """

    __tablename__ = "report_reader"
    __table_args__ = (UniqueConstraint("report_id", "person_id"),)
    report_id: Mapped[str] = mapped_column(_Id, ForeignKey("report.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    on: Mapped[date]
    version: Mapped[int]


class TrackerLink(Row):
    """A signed link to the service's tracker of reports, for one person: it expires and can be withdrawn."""

    __tablename__ = "tracker_link"
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    _who: Mapped[bytes] = mapped_column("who")
    who = sealed()


class PageLink(OfMeeting):
    """A signed link to a page for one person: it expires and can be withdrawn.

    `what` names the page: board, record, letter, feedback. `target` is the id of a row that it is about, if it is about one.
    """

    __tablename__ = "page_link"
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    what: Mapped[str]
    target: Mapped[str] = mapped_column(_Id, default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Correction(OfMeeting):
    """Something in the record that the chair put right. `item` names it ("summary", "point:<id>" …).

    `version` is the version of the record that it made; 0 while the record was a draft.
    """

    __tablename__ = "correction"
    item: Mapped[str]
    version: Mapped[int]
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _before: Mapped[bytes] = mapped_column("before")
    before = sealed()
    _after: Mapped[bytes] = mapped_column("after")
    after = sealed()
    _why: Mapped[bytes] = mapped_column("why", default=b"")
    why = sealed()


class Letter(OfMeeting):
    """The summary for one parent, in one version; the last one counts. A draft until `approved_at`.

    `typed` is JSON: what the chair wrote in place of the words that the facts gave. `sent` is JSON: the whole letter as it was
    when the chair approved it.
    """

    __tablename__ = "letter"
    __table_args__ = (UniqueConstraint("person_id", "version"),)
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    version: Mapped[int]
    approved_at: Mapped[datetime | None]
    _typed: Mapped[bytes] = mapped_column("typed", default=b"")
    typed = sealed()
    _sent: Mapped[bytes] = mapped_column("sent", default=b"")
    sent = sealed()


class Debrief(OfMeeting):
    """Somebody sat down with the family after the conference, and what mattered to them. `body` is JSON."""

    __tablename__ = "debrief"
    by_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class FeedbackGiven(OfMeeting):
    """Somebody has said what the conference was like for them: who, and not what (row I11)."""

    __tablename__ = "feedback_given"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    person_id: Mapped[str] = mapped_column(_Id, ForeignKey("person.id", ondelete="CASCADE"))


class Feedback(OfMeeting):
    """What somebody said about a conference, without who it was and when. `side`: family, workers. `body` is JSON.

    `review`: what became of the words in it. Nothing until somebody has read them, then "show" or "hide".
    """

    __tablename__ = "feedback"
    side: Mapped[str]
    review: Mapped[str] = mapped_column(default="")
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class Alarm(OfMeeting):
    """Something to do when time has passed; the clock claims it, once. `what` names the command that is sent."""

    __tablename__ = "alarm"
    __table_args__ = (Index("ix_alarm_due", "done_at", "due_at"),)
    what: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Post(OfMeeting):
    """A place in a room that shows something: the queue of what to draw again, and the memory of where it was shown.

    `audience` is "channel" or a person's id; `slot` names what is drawn there ("asked:<step id>"). No content is kept:
    it is drawn from the facts when it is sent. `wanted` counts the wishes to draw it, `shown` the wish last fulfilled;
    it is queued while they differ. `queued` orders the queue, `place` the room. `ref` is the platform's own name for
    the message. `trouble` says why it could not be shown; while it is `aside`, what comes after it need not wait.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("meeting_id", "audience", "slot"),
        Index("ix_post_waiting", "waiting", "due_at"),
    )
    meeting_id: Mapped[str] = mapped_column(_Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    audience: Mapped[str] = mapped_column(_Id)
    slot: Mapped[str]
    place: Mapped[int]
    queued: Mapped[int]
    waiting: Mapped[bool] = mapped_column(default=True)
    wanted: Mapped[int] = mapped_column(default=1)
    shown: Mapped[int] = mapped_column(default=0)
    ref: Mapped[str] = mapped_column(default="")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    trouble: Mapped[str] = mapped_column(default="")
    aside: Mapped[bool] = mapped_column(default=False)


class Message(OfMeeting):
    """What the web room shows at a post's place: the web room's own message store."""

    __tablename__ = "message"
    audience: Mapped[str] = mapped_column(_Id)
    place: Mapped[int]
    change: Mapped[int]
    at: Mapped[datetime]
    _card: Mapped[bytes] = mapped_column("card")
    card = sealed()


class Receipt(Row):
    """A command that was done, by the platform's own id of its delivery: the same press counts once."""

    __tablename__ = "receipt"
    key: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


class AuditLine(OfMeeting):
    """Who did what, when: ids only."""

    __tablename__ = "audit_line"
    person_id: Mapped[str | None] = mapped_column(_Id)
    command: Mapped[str]
    target: Mapped[str]
    at: Mapped[datetime]


class Conversation(Row):
    """Where a platform can be reached: a room of it, or somebody's one-to-one chat with the bot, by the name commands use.

    `reference` is the platform's own way there, as JSON, and names people. `state`: here, gone (the bot was taken out of
    it), blocked (its person turned the bot off). `plain_forms` is for those whose app opens no dialogs.
    """

    __tablename__ = "conversation"
    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="here")
    plain_forms: Mapped[bool] = mapped_column(default=False)
    welcomed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    _reference: Mapped[bytes] = mapped_column("reference")
    reference = sealed()


class KeyCheck(Row):
    """A known text sealed with the key of this database, so that a wrong key is refused at start."""

    __tablename__ = "key_check"
    _word: Mapped[bytes] = mapped_column("word")
    word = sealed()
