"""What follows a conference: links to papers, corrections, letters, the debrief, feedback."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Id, OfMeeting, kept_with


class PageLink(Marked, OfMeeting):
    """A signed link to a page for one person: it expires and can be withdrawn.

    `what` names the page: board, record, letter, feedback. `target` is the id of a row that it is
    about, if it is about one.
    """

    __tablename__ = "page_link"
    DECIDING = ("meeting_id", "person_id", "what", "target", "expires_at", "revoked_at")
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    what: Mapped[str]
    target: Mapped[str] = mapped_column(Id, default="")
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Correction(Marked, OfMeeting):
    """Something in the record that the chair put right. `item` names it ("summary", "point:<id>"
    …).

    `version` is the version of the record that it made; 0 while the record was a draft.
    """

    __tablename__ = "correction"
    DECIDING = ("meeting_id", "item", "version")
    item: Mapped[str]
    version: Mapped[int]
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _before: Mapped[bytes] = mapped_column("before")
    before = sealed()
    _after: Mapped[bytes] = mapped_column("after")
    after = sealed()
    _why: Mapped[bytes] = mapped_column("why", default=b"")
    why = sealed()


class Letter(Marked, OfMeeting):
    """The summary for one parent, in one version; the last one counts. A draft until `approved_at`.

    `typed` is JSON: what the chair wrote in place of the words that the facts gave. `sent` is JSON:
    the whole letter as it was
    when the chair approved it.
    """

    __tablename__ = "letter"
    DECIDING = ("meeting_id", "person_id", "version", "approved_at")
    __table_args__ = (UniqueConstraint("person_id", "version"),)
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    version: Mapped[int]
    approved_at: Mapped[datetime | None]
    _typed: Mapped[bytes] = mapped_column("typed", default=b"")
    typed = sealed()
    _sent: Mapped[bytes] = mapped_column("sent", default=b"")
    sent = sealed()


class Debrief(Marked, OfMeeting):
    """Somebody sat down with the family after the conference, and what mattered to them.

    `body` is JSON.
    """

    __tablename__ = "debrief"
    DECIDING = ("meeting_id", "by_id")
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class FeedbackGiven(OfMeeting):
    """Somebody has said what the conference was like for them: who, and not what (row I11)."""

    __tablename__ = "feedback_given"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)
    person_id: Mapped[str] = mapped_column(Id, kept_with("person"))


class Feedback(Marked, OfMeeting):
    """What somebody said about a conference, without who it was and when. `side`: family, workers.
    `body` is JSON.

    `review`: what became of the words in it. Nothing until somebody has read them, then "show" or
    "hide".
    """

    __tablename__ = "feedback"
    DECIDING = ("meeting_id", "side", "review")
    side: Mapped[str]
    review: Mapped[str] = mapped_column(default="")
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()
