"""What is set up and written before the day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Id, OfMeeting, Row, kept_with


class Occasion(Marked, OfMeeting):
    """When, where and why a conference is held, as it was set up ahead; one for a conference.

    `kind`: initial, first_review, review (a later one), before_birth, moved_in. `on` and `at`
    ("09:30") are the place's own day
    and time. `clock_from` is the day that the time limits run from; `birth_on` is the day on which
    a baby is due. `parts` is the
    order of the agenda's parts (ids with commas), where the chair has changed it.
    """

    __tablename__ = "occasion"
    DECIDING = ("meeting_id",)
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


class Invitation(Marked, OfMeeting):
    """How somebody will take part, and what they need for it; for the chair and administrators
    alone.

    `how`: account, phone, in_person. `told_at` is when they were first told. `tried_on` is the day
    on which they tried
    their screen or phone. `needs` is JSON: interpreter (a language), easy_read, separate, note.
    """

    __tablename__ = "invitation"
    DECIDING = ("meeting_id", "person_id", "told_at")
    __table_args__ = (UniqueConstraint("person_id"),)
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    how: Mapped[str]
    told_at: Mapped[datetime | None]
    tried_on: Mapped[date | None]
    _needs: Mapped[bytes] = mapped_column("needs", default=b"")
    needs = sealed()


class PreparedItem(Marked, OfMeeting):
    """One thing of the preparation lists, once somebody has done something about it (row I3).

    `item` is the profile's; `about_id` is the person or child whom it is about, "" where it is
    about nobody in particular.
    """

    __tablename__ = "prepared_item"
    DECIDING = ("meeting_id", "item", "about_id")
    __table_args__ = (UniqueConstraint("meeting_id", "item", "about_id"),)
    item: Mapped[str]
    about_id: Mapped[str] = mapped_column(Id, default="")
    owner_id: Mapped[str | None] = mapped_column(Id, kept_with("person"))
    done_on: Mapped[date | None]
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _note: Mapped[bytes] = mapped_column("note", default=b"")
    note = sealed()


class Report(Marked, OfMeeting):
    """What somebody writes before the day: an agency's report, or a parent's own words. Versions
    live in `ReportVersion`.

    `received_at` is when it was first sent. `shared_on` is the first day on which its author shared
    it with somebody of the
    family; `ReportReader` says with whom. `circulated_at` is when the workers were let read it.
    `opens`: the words are offered to
    their author at the question that they belong to.
    """

    __tablename__ = "report"
    DECIDING = ("meeting_id", "form", "author_id", "shared_on", "circulated_at")
    __table_args__ = (UniqueConstraint("author_id", "form"),)
    form: Mapped[str]
    author_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    received_at: Mapped[datetime | None]
    shared_on: Mapped[date | None]
    circulated_at: Mapped[datetime | None]
    opens: Mapped[bool] = mapped_column(default=False)


class ReportVersion(Marked, Row):
    """One version of a report.

    `state`: draft, seen by nobody but its author, or sent. `writer_id` typed it (row B6).
    """

    __tablename__ = "report_version"
    DECIDING = ("report_id", "version", "state", "writer_id")
    __table_args__ = (UniqueConstraint("report_id", "version"),)
    report_id: Mapped[str] = mapped_column(Id, ForeignKey("report.id", ondelete="CASCADE"))
    version: Mapped[int]
    state: Mapped[str]
    writer_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class ReportReader(Marked, OfMeeting):
    """Somebody has read a report: a worker as they said themselves, one of the family as its author
    said.

    `version` is the version that was read.
    """

    __tablename__ = "report_reader"
    DECIDING = ("meeting_id", "report_id", "person_id", "version")
    __table_args__ = (UniqueConstraint("report_id", "person_id"),)
    report_id: Mapped[str] = mapped_column(Id, kept_with("report"))
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    on: Mapped[date]
    version: Mapped[int]


class TrackerLink(Marked, Row):
    """A signed link to the service's tracker of reports, for one person: it expires and can be
    withdrawn.
    """

    __tablename__ = "tracker_link"
    DECIDING = ("expires_at", "revoked_at")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    _who: Mapped[bytes] = mapped_column("who")
    who = sealed()
