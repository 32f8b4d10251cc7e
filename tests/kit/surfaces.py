"""Every surface of a conference on which somebody could see something, but for one person's own."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Parcel
from handlers.after.record.record import record
from handlers.grammar.registry import draw
from handlers.meeting.board import board
from handlers.meeting.mine import mine
from prompts.card import to_json
from storage.book import CHANNEL, Book
from storage.database import Database
from storage.inbox import find_meeting
from storage.room import ShownMessage, keep_message, numbers
from storage.tables import (
    Alarm,
    AuditLine,
    Coming,
    Decision,
    Dissent,
    Message,
    OfMeeting,
    Person,
    PlanEntry,
    Point,
    Post,
    Reason,
    Step,
)
from tests.kit.conference import A_MONDAY
from tests.kit.dump import line

_KEPT: tuple[type[OfMeeting], ...] = (
    Alarm,
    AuditLine,
    Coming,
    Decision,
    Dissent,
    Person,
    PlanEntry,
    Point,
    Reason,
    Step,
)


class WebWall:
    """Where posts are shown: they are kept as the web room keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, parcel: Parcel) -> str:
        """Keeps a card at its place."""
        shown = ShownMessage(
            parcel.post_id, parcel.audience, "", parcel.place, 0, A_MONDAY, to_json(parcel.card)
        )
        with self._database.session() as session:
            keep_message(session, shown, parcel.meeting_id)
        return parcel.post_id


def surfaces(dispatcher: Dispatcher, room: str, but: str) -> dict[str, str]:
    """All that anybody but one person (by account) sees, could be sent, or finds in what is kept
    beside the answers.
    """
    with dispatcher.database.read() as session:
        meeting = find_meeting(session, room, to_change=False)
        assert meeting
        book = Book(session, meeting)
        hidden = next(person for person in book.people if person.account == but)
        found = {"meeting": line(meeting), "numbers": repr(_numbers(session, book, hidden))}
        found |= dict(_views(dispatcher, book, hidden))
        found |= dict(_posts(session, dispatcher, book, hidden))
        for table in _KEPT:
            rows = session.scalars(
                select(table).where(table.meeting_id == meeting.id).order_by(table.id)
            )
            found[table.__tablename__] = "\n".join(line(row) for row in rows)
        return found


def _views(dispatcher: Dispatcher, book: Book, hidden: Person) -> Iterator[tuple[str, str]]:
    """What was said, the board, the record, and one's own list, for the channel and for one person
    of each role.
    """
    of_each_role = {person.role: person for person in book.people if person is not hidden}
    for viewer in (None, *of_each_role.values()):
        scene, name = dispatcher.scene(book, viewer), viewer.account if viewer else CHANNEL
        yield f"answers {name}", "\n".join(line(answer) for answer in book.answers(viewer))
        yield f"board {name}", repr(board(scene))
        yield f"record {name}", record(scene).model_dump_json()
        if viewer:
            yield f"mine {name}", repr(mine(scene))


def _posts(
    session: Session, dispatcher: Dispatcher, book: Book, hidden: Person
) -> Iterator[tuple[str, str]]:
    """What is queued for others, as it would be drawn now, and as it was shown last."""
    others = (
        select(Post)
        .where(Post.meeting_id == book.meeting.id, Post.audience != hidden.id)
        .order_by(Post.place)
    )
    for post in session.scalars(others):
        viewer = book.person(post.audience)
        message = session.get(Message, post.id)
        yield f"queue {post.slot} {post.audience}", line(post)
        yield (
            f"drawn {post.slot} {post.audience}",
            to_json(draw(dispatcher.scene(book, viewer), post.slot)),
        )
        yield f"shown {post.slot} {post.audience}", line(message) if message else ""


def _numbers(session: Session, book: Book, hidden: Person) -> list[str]:
    """What the event stream tells others."""
    here = numbers(session, [book.meeting.id])[book.meeting.id]
    return [here.seen_by(person.id) for person in book.people if person is not hidden]
