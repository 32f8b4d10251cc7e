"""The outbox: posts that wait to be drawn and shown, leased one at a time, in order within their room."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
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


def lease(session: Session, now: datetime) -> Leased | None:
    """The next post that is due and that nothing earlier in its room waits before; it is ours until the lease ends."""
    earlier = aliased(Post)
    waits_before = exists().where(
        earlier.meeting_id == Post.meeting_id, earlier.audience == Post.audience, earlier.waiting, earlier.queued < Post.queued
    )
    due = select(Post).where(Post.waiting, Post.due_at <= now, ~waits_before).order_by(Post.due_at, Post.queued).limit(1)
    post = session.scalar(due.with_for_update(skip_locked=True))
    if post is None:
        return None
    post.due_at, post.attempts = now + LEASE, post.attempts + 1
    return Leased(post.id, post.meeting_id, post.audience, post.slot, post.place, post.wanted, post.attempts, post.ref)


def delivered(session: Session, leased: Leased, ref: str, now: datetime) -> bool:
    """The post was shown; it waits on if somebody wished for it again meanwhile. True when that ends a trouble."""
    post = session.get(Post, leased.id, with_for_update=True)
    if post is None:
        return False
    had_trouble = post.trouble != ""
    post.shown, post.ref, post.attempts, post.trouble = leased.wanted, ref, 0, ""
    post.waiting, post.due_at = post.wanted > leased.wanted, now
    return had_trouble


def not_delivered(session: Session, leased: Leased, trouble: str, again_at: datetime) -> bool:
    """The post could not be shown: when to try again, and a word for what was wrong. True when that is news."""
    post = session.get(Post, leased.id, with_for_update=True)
    if post is None:
        return False
    is_news = post.trouble != trouble
    post.due_at, post.trouble = again_at, trouble
    return is_news


def next_due(session: Session) -> datetime | None:
    """When the earliest waiting post is due."""
    return session.scalar(select(Post.due_at).where(Post.waiting).order_by(Post.due_at).limit(1))


def release_leases(session: Session, now: datetime) -> None:
    """Takes back every lease. Only for a process that knows it is alone: nobody else can be sending."""
    session.execute(update(Post).where(Post.waiting, Post.due_at > now, Post.trouble == "").values(due_at=now))


def meeting_of(session: Session, leased: Leased) -> Meeting:
    """The conference that a leased post belongs to."""
    return session.get_one(Meeting, leased.meeting_id)
