"""The outbox: posts that wait to be drawn and shown, leased one at a time, in order within their
room.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, select, update
from sqlalchemy.orm import Session, aliased

from storage.tables import Meeting, Post

LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Leased:
    """A post that somebody has taken to show: `wanted` is the wish that this showing fulfils."""

    id: str
    meeting_id: str
    audience: str
    slot: str
    place: int
    wanted: int
    attempts: int
    ref: str
    trouble: str


def lease(session: Session, now: datetime) -> Leased | None:
    """The next post that is due and that nothing earlier in its room waits before; it is ours until
    the lease ends.
    """
    earlier = aliased(Post)
    same_room = and_(earlier.meeting_id == Post.meeting_id, earlier.audience == Post.audience)
    waits_before = exists().where(
        same_room, earlier.waiting, ~earlier.aside, earlier.queued < Post.queued
    )
    due = (
        select(Post)
        .where(Post.waiting, Post.due_at <= now, ~waits_before)
        .order_by(Post.due_at, Post.queued)
        .limit(1)
    )
    post = session.scalar(due.with_for_update(skip_locked=True))
    if post is None:
        return None
    post.due_at, post.attempts, post.leased = now + LEASE, post.attempts + 1, True
    where = (post.id, post.meeting_id, post.audience, post.slot, post.place)
    return Leased(*where, post.wanted, post.attempts, post.ref, post.trouble)


def delivered(session: Session, leased: Leased, ref: str, now: datetime) -> None:
    """The post was shown; it waits on if somebody wished for it again meanwhile."""
    post = session.get(Post, leased.id, with_for_update=True)
    if post is None:
        return
    post.shown, post.ref, post.attempts, post.trouble, post.aside = leased.wanted, ref, 0, "", False
    post.leased = False
    post.waiting, post.due_at = post.wanted > leased.wanted, now


def not_delivered(
    session: Session, leased: Leased, trouble: str, again_at: datetime, *, aside: bool
) -> None:
    """The post could not be shown: what was wrong, when to try again, and whether what comes after
    it goes ahead.
    """
    again = update(Post).where(Post.id == leased.id)
    session.execute(again.values(due_at=again_at, trouble=trouble, aside=aside, leased=False))


def try_now(session: Session, meeting_id: str, now: datetime) -> None:
    """What waits to be shown of a meeting is due at once, and as if for the first time; not what
    somebody is showing.
    """
    waits = update(Post).where(Post.meeting_id == meeting_id, Post.waiting, ~Post.leased)
    session.execute(waits.values(due_at=now, attempts=0))


def newer_was_shown(session: Session, leased: Leased) -> bool:
    """Whether something below a post's place in the room is shown already."""
    below = select(Post.id).where(
        Post.meeting_id == leased.meeting_id, Post.audience == leased.audience
    )
    return (
        session.scalar(below.where(Post.place > leased.place, Post.ref != "").limit(1)) is not None
    )


def release_leases(session: Session, now: datetime) -> None:
    """Takes back every lease, and tries what was put off at once: what was wrong may be mended
    since.

    Only for a process that knows it is alone: nobody else can be sending.
    """
    session.execute(
        update(Post).where(Post.waiting, Post.due_at > now).values(due_at=now, leased=False)
    )


def meeting_of(session: Session, leased: Leased, *, to_change: bool = False) -> Meeting:
    """The conference that a leased post belongs to; when it is to be changed, others wait until
    this transaction ends.
    """
    return session.get_one(Meeting, leased.meeting_id, with_for_update=to_change)
