"""What people said, what was agreed in words, what was decided, and why something unusual
was done.
"""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Id, OfMeeting, kept_with


class Answer(Marked, OfMeeting):
    """One version of one person's answer to a step. `author_id` said it; `writer_id` typed it (row
    B6).

    `kind`: said, pass, agree; sealed like `body`, which is JSON: the form's values, padded so that
    a pass, a score and a
    recommendation are of one length. Only the version with `current` counts; where the
    last one lacks it, its author was set apart while it was under a seal, and it is theirs alone.
    """

    __tablename__ = "answer"
    DECIDING = ("meeting_id", "step_id", "author_id", "writer_id", "version", "current")
    __table_args__ = (UniqueConstraint("step_id", "author_id", "version"),)
    step_id: Mapped[str] = mapped_column(Id, kept_with("step"))
    author_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    writer_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    version: Mapped[int]
    current: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime]
    _kind: Mapped[bytes] = mapped_column("kind")
    kind = sealed()
    _body: Mapped[bytes] = mapped_column("body", default=b"")
    body = sealed(least=2048)


class Point(Marked, OfMeeting):
    """A point on the board in agreed wording.

    `answer_id` is whose words it came from; `replaces_id` the wording before.
    """

    __tablename__ = "point"
    DECIDING = ("meeting_id", "step_id", "answer_id", "current")
    box: Mapped[str]
    step_id: Mapped[str | None] = mapped_column(Id, kept_with("step"))
    answer_id: Mapped[str | None] = mapped_column(Id, kept_with("answer"))
    replaces_id: Mapped[str | None] = mapped_column(Id)
    current: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()


class Decision(Marked, OfMeeting):
    """The chair's decision for one child, typed, with reasons.

    The last version holds. `missing` is JSON: person ids.
    """

    __tablename__ = "decision"
    DECIDING = ("meeting_id", "step_id", "child_id", "version")
    __table_args__ = (UniqueConstraint("step_id", "version"),)
    step_id: Mapped[str] = mapped_column(Id, kept_with("step"))
    child_id: Mapped[str] = mapped_column(Id, kept_with("child"))
    version: Mapped[int]
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class Dissent(Marked, OfMeeting):
    """Disagreement with a decision in the person's own words, kept verbatim."""

    __tablename__ = "dissent"
    DECIDING = ("meeting_id", "child_id", "author_id", "writer_id")
    child_id: Mapped[str] = mapped_column(Id, kept_with("child"))
    author_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    writer_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()


class Reason(Marked, OfMeeting):
    """Why the chair did something unusual. `what`: skip, order, quorum, park, reword, overall …;
    `target` is a row id.

    Before a conference begins: moved, with the day and time before ("2026-03-05 09:30") as its
    target; cancelled; and order, with
    "part:" and the part's id until there are items.
    """

    __tablename__ = "reason"
    DECIDING = ("meeting_id", "what", "target")
    what: Mapped[str]
    target: Mapped[str] = mapped_column(default="")
    by_id: Mapped[str] = mapped_column(Id, kept_with("person"))
    at: Mapped[datetime]
    _words: Mapped[bytes] = mapped_column("words")
    words = sealed()
