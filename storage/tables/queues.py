"""What waits, what stands in a room, and what keeps it safe: alarms, posts, receipts, audit lines,
keys.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Id, OfMeeting, Row


class Alarm(OfMeeting):
    """Something to do when time has passed; the clock claims it, once.

    `what` names the command that is sent.
    """

    __tablename__ = "alarm"
    __table_args__ = (Index("ix_alarm_due", "done_at", "due_at"),)
    what: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class Post(OfMeeting):
    """A place in a room that shows something: the queue of what to draw again, and the memory of
    where it was shown.

    `audience` is "channel" or a person's id; `slot` names what is drawn there ("asked:<step id>").
    No content is kept:
    it is drawn from the facts when it is sent. `wanted` counts the wishes to draw it, `shown` the
    wish last fulfilled;
    it is queued while they differ. `queued` orders the queue, `place` the room. `ref` is the
    platform's own name for
    the message. `trouble` says why it could not be shown; while it is `aside`, what comes after it
    need not wait.
    `leased` says that somebody is showing it, until `due_at` at the latest.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("meeting_id", "audience", "slot"),
        Index("ix_post_waiting", "waiting", "due_at"),
    )
    meeting_id: Mapped[str] = mapped_column(Id, ForeignKey("meeting.id", ondelete="CASCADE"))
    audience: Mapped[str] = mapped_column(Id)
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
    leased: Mapped[bool] = mapped_column(default=False)


class Message(OfMeeting):
    """What the web room shows at a post's place: the web room's own message store."""

    __tablename__ = "message"
    audience: Mapped[str] = mapped_column(Id)
    place: Mapped[int]
    change: Mapped[int]
    at: Mapped[datetime]
    _card: Mapped[bytes] = mapped_column("card")
    card = sealed()


class HeldWords(Marked, OfMeeting):
    """What somebody typed and has not sent yet, since it has words that not everybody knows. `body`
    is JSON: their values.

    `command` and `target` are those of the form.
    """

    __tablename__ = "held_words"
    DECIDING = ("meeting_id", "account", "command", "target")
    account: Mapped[str]
    command: Mapped[str]
    target: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    _body: Mapped[bytes] = mapped_column("body")
    body = sealed()


class Receipt(Row):
    """A command that was done, by the platform's own id of its delivery: the same press counts
    once.
    """

    __tablename__ = "receipt"
    key: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]


class AuditLine(OfMeeting):
    """Who did what, when: ids only. `link` chains it to the line before.

    In a closed part `hidden` says it, as JSON or in a box for the manager, and the other columns
    are empty.
    """

    __tablename__ = "audit_line"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    number: Mapped[int]
    person_id: Mapped[str | None] = mapped_column(Id)
    command: Mapped[str]
    target: Mapped[str]
    at: Mapped[datetime]
    link: Mapped[bytes]
    _hidden: Mapped[bytes] = mapped_column("hidden")
    hidden = sealed(least=512)


class ServiceLine(Row):
    """The same for what belongs to no meeting: who opened the tracker, who named staff.

    `who` is the id of a link or of a manager's row, or "operator" or "group".
    """

    __tablename__ = "service_line"
    number: Mapped[int] = mapped_column(unique=True)
    who: Mapped[str] = mapped_column(Id)
    command: Mapped[str]
    target: Mapped[str]
    at: Mapped[datetime]
    link: Mapped[bytes]


class Conversation(Marked, Row):
    """Where a platform can be reached: a room of it, or somebody's one-to-one chat with the bot, by
    the name commands use.

    `reference` is the platform's own way there, as JSON, and names people. `state`: here, shared
    (with another team or
    organisation), gone (the bot was taken out of it), blocked (its person turned the bot off).
    `plain_forms` is for
    those whose app opens no dialogs.
    """

    __tablename__ = "conversation"
    DECIDING = ("name",)
    name: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="here")
    plain_forms: Mapped[bool] = mapped_column(default=False)
    welcomed: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime]
    _reference: Mapped[bytes] = mapped_column("reference")
    reference = sealed()


class KeyCheck(Row):
    """A known text sealed with the key of this database, so that a wrong key is refused at start
    ("the-one").

    Beside it are secrets of the database's own, in base64: what links ("links") and the audit trail
    ("audit") are signed with.
    "service" is the head of the service's own chain in that trail; "staff-groups" says when the
    user groups of a chat service are read next.
    """

    __tablename__ = "key_check"
    _word: Mapped[bytes] = mapped_column("word")
    word = sealed()
