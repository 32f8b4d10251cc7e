"""The outbox: slots that are wanted by an audience, and wait to be drawn and shown; leased one at a
time, in order within their room.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, and_, bindparam, case, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from storage.tables import Meeting, Post, Row, new_id

LEASE = timedelta(seconds=30)

_tables = Row.metadata.tables
_post, _meeting = _tables[Post.__tablename__], _tables[Meeting.__tablename__]


@dataclass(frozen=True)
class WantedPost:
    """A slot that an audience ("channel" or a person's id) is to see as it is now."""

    meeting_id: str
    audience: str
    slot: str


def want(session: Session, wanted: Iterable[WantedPost], now: datetime) -> None:
    """Queues slots to be drawn (again), in this order.

    What waits already keeps its place in the queue, and its lease while somebody sends it: it is
    sent once more afterwards. What waits aside is tried at once.
    """
    slots = list(dict.fromkeys(wanted))
    if not slots:
        return
    last = _reserve(session, Counter(slot.meeting_id for slot in slots))
    rows = []
    for slot in slots:
        last[slot.meeting_id] += 1
        rows.append(_new_post(slot, last[slot.meeting_id], now))
    dialect = session.get_bind().dialect.name
    session.connection().execute(_insert_or_want_again(dialect), rows)


def want_again(session: Session, post_id: str, now: datetime) -> None:
    """Queues a post to be drawn again as it is now."""
    post = session.get(Post, post_id)
    if post:
        want(session, [WantedPost(post.meeting_id, post.audience, post.slot)], now)


def _reserve(session: Session, needed: Counter[str]) -> dict[str, int]:
    """Reserves so many queue numbers in each meeting; gives the last number in use before them."""
    last: dict[str, int] = {}
    meeting = _meeting.c
    for count in set(needed.values()):
        ids = [meeting_id for meeting_id, so_many in needed.items() if so_many == count]
        change = update(_meeting).where(meeting.id.in_(ids)).values(places=meeting.places + count)
        rows = session.connection().execute(change.returning(meeting.id, meeting.places))
        last |= {meeting_id: after - count for meeting_id, after in rows}
    return last


def _new_post(slot: WantedPost, queued: int, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "of_meeting": slot.meeting_id,
        "of_audience": slot.audience,
        "meeting_id": slot.meeting_id,
        "audience": slot.audience,
        "slot": slot.slot,
        "queued": queued,
        "due_at": now,
    }


@cache
def _insert_or_want_again(dialect: str) -> sqlite.Insert | postgresql.Insert:
    """A new post goes to the end of its room. Each audience counts its own posts, so that nobody's
    numbers show that others were told something.
    """
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    mine = aliased(Post)
    same_room = and_(
        mine.meeting_id == bindparam("of_meeting"), mine.audience == bindparam("of_audience")
    )
    end = select(func.coalesce(func.max(mine.place), 0) + 1).where(same_room).scalar_subquery()
    new = insert(_post).values(place=end)
    post, fresh = _post.c, new.excluded
    tried_at_once = and_(post.aside, ~post.leased)
    again = {
        "wanted": post.wanted + 1,
        "waiting": True,
        "queued": case((post.waiting, post.queued), else_=fresh.queued),
        "due_at": case((and_(post.waiting, ~tried_at_once), post.due_at), else_=fresh.due_at),
    }
    return new.on_conflict_do_update(index_elements=["meeting_id", "audience", "slot"], set_=again)


@dataclass(frozen=True)
class LeasedPost:
    """A post that somebody has taken to show: `wanted` is the wish that this fulfils."""

    id: str
    meeting_id: str
    audience: str
    slot: str
    place: int
    wanted: int
    shown: int
    attempts: int
    ref: str
    trouble: str


def lease(session: Session, now: datetime) -> LeasedPost | None:
    """The next post that is due and that nothing earlier in its room waits before; it is ours until
    the lease ends.
    """
    post = session.scalar(_next_due(), {"now": now})
    if post is None:
        return None
    post.due_at, post.attempts, post.leased = now + LEASE, post.attempts + 1, True
    where = (post.id, post.meeting_id, post.audience, post.slot, post.place)
    return LeasedPost(*where, post.wanted, post.shown, post.attempts, post.ref, post.trouble)


@cache
def _next_due() -> Select[Post]:
    earlier = aliased(Post)
    same_room = and_(earlier.meeting_id == Post.meeting_id, earlier.audience == Post.audience)
    waits_before = exists().where(
        same_room, earlier.waiting, ~earlier.aside, earlier.queued < Post.queued
    )
    due = (
        select(Post)
        .where(Post.waiting, Post.due_at <= bindparam("now"), ~waits_before)
        .order_by(Post.due_at, Post.queued)
        .limit(1)
    )
    return due.with_for_update(skip_locked=True)


def delivered(session: Session, leased: LeasedPost, ref: str, now: datetime) -> None:
    """The post was shown; it waits on if somebody wished for it again meanwhile."""
    post = session.get(Post, leased.id, with_for_update=True)
    if post is None:
        return
    post.shown, post.ref, post.attempts, post.trouble, post.aside = leased.wanted, ref, 0, "", False
    post.leased = False
    post.waiting, post.due_at = post.wanted > leased.wanted, now


def not_delivered(
    session: Session, leased: LeasedPost, trouble: str, again_at: datetime, *, aside: bool
) -> None:
    """The post could not be shown: what was wrong, when to try again, and whether what comes after
    it goes ahead.
    """
    again = update(Post).where(Post.id == leased.id)
    session.execute(again.values(due_at=again_at, trouble=trouble, aside=aside, leased=False))


def put_off(session: Session, leased: LeasedPost, until: datetime) -> None:
    """It was too soon to send the post: nothing is wrong with it, and this was no try."""
    later = update(Post).where(Post.id == leased.id)
    session.execute(later.values(due_at=until, leased=False, attempts=Post.attempts - 1))


def try_now(session: Session, meeting_id: str, now: datetime) -> None:
    """What waits to be shown of a meeting is due at once, and as if for the first time; not what
    somebody is showing.
    """
    waits = update(Post).where(Post.meeting_id == meeting_id, Post.waiting, ~Post.leased)
    session.execute(waits.values(due_at=now, attempts=0))


def newer_was_shown(session: Session, leased: LeasedPost) -> bool:
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


def meeting_of(session: Session, leased: LeasedPost, *, to_change: bool = False) -> Meeting:
    """The conference that a leased post belongs to; when it is to be changed, others wait until
    this transaction ends.
    """
    return session.get_one(Meeting, leased.meeting_id, with_for_update=to_change)
