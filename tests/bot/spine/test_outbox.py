"""Wanting a slot: one rule, whoever wants it. What is being sent is left alone and sent once more
afterwards.
"""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import or_, select, update

from storage.book import Book
from storage.database import Database
from storage.outbox import LeasedPost, delivered, lease, not_delivered, want_again
from storage.tables import Meeting, Post, Reminder
from tests.kit.closed_room import BEFORE, ClosedRoom

SLOT = "reminder:2025-11-28"
NOW = BEFORE + timedelta(seconds=10)
LATER = NOW + timedelta(hours=9)


@pytest.fixture
def room(database: Database) -> Iterator[ClosedRoom]:
    """A conference with a reminder for mum, and nothing else to send."""
    there = ClosedRoom(database)
    there.at(BEFORE)
    with closing(there.dispatcher):
        yield there


def test_a_reminder_that_is_being_sent_is_not_sent_by_another_lane_too(room: ClosedRoom) -> None:
    leased = take_mums_reminder(room)
    another_comes_due(room)
    assert room.reminds() == 1
    assert next_post(room) is None, "the lease holds"
    shown(room, leased)
    again = next_post(room)
    assert again
    assert (again.id, again.wanted) == (leased.id, leased.wanted + 1), "and then it is drawn anew"


def test_a_post_that_waits_aside_and_is_tried_just_now_is_left_alone(room: ClosedRoom) -> None:
    leased = take_mums_reminder(room)
    with room.dispatcher.database.session() as session:
        not_delivered(session, leased, "too long", NOW, aside=True)
    tried = next_post(room)
    assert tried
    shows_again(room)
    assert next_post(room) is None


def test_a_post_that_waits_aside_is_tried_at_once_when_it_is_wanted(room: ClosedRoom) -> None:
    leased = take_mums_reminder(room)
    with room.dispatcher.database.session() as session:
        not_delivered(session, leased, "too long", LATER, aside=True)
    assert next_post(room) is None
    shows_again(room)
    assert next_post(room)


def test_what_is_wanted_while_it_is_sent_is_sent_once_more(room: ClosedRoom) -> None:
    leased = take_mums_reminder(room)
    with room.dispatcher.database.session() as session:
        want_again(session, leased.id, NOW)
    assert next_post(room) is None
    shown(room, leased)
    assert next_post(room), "the wish came after the card was drawn"


def test_what_waits_keeps_its_place_and_its_patience(room: ClosedRoom) -> None:
    leased = take_mums_reminder(room)
    with room.dispatcher.database.session() as session:
        not_delivered(session, leased, "away", LATER, aside=False)
        before = queued(session.get_one(Post, leased.id))
    another_comes_due(room)
    room.reminds()
    shows_again(room)
    with room.dispatcher.database.session() as session:
        want_again(session, leased.id, NOW)
    with room.dispatcher.database.read() as session:
        post = session.get_one(Post, leased.id)
        assert (post.queued, post.due_at, post.wanted) == (*before, leased.wanted + 3)


def queued(post: Post) -> tuple[object, object]:
    """Where a post stands in the queue, and when it is tried."""
    return post.queued, post.due_at


def take_mums_reminder(room: ClosedRoom) -> LeasedPost:
    """The clock hands over what is due, and a lane begins to send mum hers."""
    room.reminds()
    others = or_(Post.slot != SLOT, Post.audience != room.id("mum"))
    with room.dispatcher.database.session() as session:
        session.execute(update(Post).where(others).values(waiting=False))
    leased = next_post(room)
    assert leased
    assert leased.slot == SLOT
    return leased


def another_comes_due(room: ClosedRoom) -> None:
    """Something else that mum is to be reminded of comes due in the same minute."""
    mine = update(Reminder).where(Reminder.person_id == room.id("mum"))
    with room.dispatcher.database.session() as session:
        session.execute(mine.values(due_at=BEFORE, told_on=None))


def shows_again(room: ClosedRoom) -> None:
    """Somebody does something that changes what the reminder says."""
    mum = room.id("mum")
    with room.dispatcher.database.session() as session:
        book = Book(session, session.scalars(select(Meeting)).one())
        book.show(SLOT, mum)
        book.queue_posts(NOW)


def next_post(room: ClosedRoom) -> LeasedPost | None:
    """What a lane would send next."""
    with room.dispatcher.database.session() as session:
        return lease(session, NOW)


def shown(room: ClosedRoom, leased: LeasedPost) -> None:
    """A lane has sent what it took."""
    with room.dispatcher.database.session() as session:
        delivered(session, leased, "ref", NOW)
