"""What is to be shown, and what was."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from storage.outbox import WantedPost, try_now, want
from storage.pages import Pages
from storage.tables import (
    Meeting,
    Message,
    Person,
    Post,
    RoomUse,
    RoomWatch,
)

CHANNEL = "channel"


class PostPages(Pages):
    """The posts of one conference."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        super().__init__(session, meeting)
        self._wishes: dict[WantedPost, None] = {}
        self._tries_now = False

    def show(self, slot: str, audience: str) -> None:
        """Wishes a slot to be drawn (again) for an audience: "channel" or a person's id."""
        self._wishes[WantedPost(self.meeting.id, audience, slot)] = None

    def show_again(self, beginning: str) -> None:
        """Wishes whatever stands in the room under a slot that begins so to be drawn again, for
        whom it stands there.
        """
        begins = Post.slot.startswith(beginning, autoescape=True)
        query = (
            select(Post.audience, Post.slot).where(self._here(Post), begins).order_by(Post.place)
        )
        for audience, slot in self._session.execute(query):
            self.show(slot, audience)

    def try_posts_now(self) -> None:
        """Wishes that what could not be shown is tried again at once."""
        self._tries_now = True

    def queue_posts(self, now: datetime) -> None:
        """Queues what was wished for, in the order of the wishes."""
        want(self._session, self._wishes, now)
        self._wishes.clear()
        if self._tries_now:
            try_now(self._session, self.meeting.id, now)

    def was_shown(self, slot: str, audience: str) -> bool:
        """Whether a slot has a place with an audience already."""
        return bool(
            self._session.scalar(
                select(Post.id).where(
                    self._here(Post), Post.audience == audience, Post.slot == slot
                )
            )
        )

    def shown_under(self, *beginnings: str) -> int:
        """How many slots that begin so were shown, or wait to be, counting a slot once for each who
        has it.
        """
        begins = or_(
            *(Post.slot.startswith(beginning, autoescape=True) for beginning in beginnings)
        )
        return (
            self._session.scalar(
                select(func.count()).select_from(Post).where(self._here(Post), begins)
            )
            or 0
        )

    def forget_lines(self, person: Person) -> None:
        """Forgets the private lines that somebody was shown: they are not shown anew where those
        were.
        """
        for table in (Message, Post):
            self._session.execute(
                delete(table).where(self._here(table), table.audience == person.id)
            )

    def waiting_for_all(self) -> Sequence[str]:
        """The slots that wait to be shown in the channel, in their order."""
        waits = (self._here(Post), Post.audience == CHANNEL, Post.waiting)
        return self._session.scalars(select(Post.slot).where(*waits).order_by(Post.queued)).all()

    def troubles(self) -> Sequence[Post]:
        """Posts that could not be shown."""
        return self._all(Post, Post.waiting, Post.trouble != "", order=(Post.queued,))

    @cached_property
    def room_watch(self) -> RoomWatch:
        """What is known of the room; kept once `add` is called with it."""
        found = select(RoomWatch).where(self._here(RoomWatch))
        with self._session.no_autoflush:
            known = self._session.scalar(found)
        return known or RoomWatch(
            meeting_id=self.meeting.id, use=RoomUse.CHANNEL, told="", seen="", let_in=""
        )
