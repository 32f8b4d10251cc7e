"""What decides who sees what cannot be changed in the database without the key: such a row is
refused, and named.
"""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import or_, select, update

from bot.rehearsal.setup import account_of
from handlers.meeting.board import board
from prompts.words import say
from storage.book import Book
from storage.database import Database
from storage.held import held_words, hold_words
from storage.marks import RowTampered
from storage.sealing import CannotOpen
from storage.tables import (
    Answer,
    Child,
    Decision,
    HeldWords,
    Invitation,
    Letter,
    Meeting,
    Message,
    PageLink,
    Person,
    PlanEntry,
    Point,
    Post,
    RoomUse,
    RoomWatch,
    Step,
    Trio,
)
from tests.kit.conference import ROOM, Conference
from tests.kit.dump import SEALED, TABLES
from tests.kit.marking import MARKED
from tests.kit.preparing import BeforeTheDay

SCORE = "score/1"
LATER = datetime(2030, 1, 1, tzinfo=UTC)
FORM = ("answer.submit", "step")


@pytest.fixture
def room(database: Database) -> Iterator[Conference]:
    with closing(Conference(database)) as conference:
        conference.begins_with(SCORE)
        conference.person("mum").scores(SCORE, 2)
        conference.deliver()
        yield conference


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (Step, {"revealed_at": LATER}),
        (Step, {"under_seal": True}),
        (Person, {"attendance": "apart"}),
        (Person, {"role": "nobody"}),
        (Answer, {"current": False}),
        (Meeting, {"sample": "no-rehearsal"}),
        (Meeting, {"part_of_id": None, "kind": "review"}),
    ],
)
def test_a_row_that_was_changed_without_the_key_is_refused_and_named(
    room: Conference, caplog: pytest.LogCaptureFixture, table: type[Any], values: dict[str, Any]
) -> None:
    row_id = changed(room, table, values)
    with pytest.raises(RowTampered), room.database.read() as session:
        session.get_one(table, row_id)
    assert [record.getMessage() for record in caplog.records if row_id in record.getMessage()] == [
        (
            f"{table.__tablename__} {row_id} was changed by somebody "
            "without the key. Nothing of it is shown"
        )
    ]


def test_sealed_scores_that_somebody_opened_in_the_database_stay_closed(room: Conference) -> None:
    changed(room, Step, {"under_seal": False, "revealed_at": LATER}, Step.id == room.steps[SCORE])
    with pytest.raises(RowTampered):
        room.look(lambda scene: scene.book.answers(None))
    with pytest.raises(RowTampered):
        room.look(board)
    reply = room.send("reveal.form", "web:chair", room.steps[SCORE])
    assert say("dispatch.not_whole") in str(reply.card)


def test_nobody_gets_anothers_part_by_an_account_written_over(room: Conference) -> None:
    changed(room, Person, {"account": "web:nobody"}, Person.id == room.ids["mum"])
    reply = room.send("answer.form", "web:nobody", room.steps[SCORE])
    assert say("dispatch.not_whole") in str(reply.card)


def test_the_posts_of_other_meetings_go_out(
    room: Conference, caplog: pytest.LogCaptureFixture
) -> None:
    room.person("gran").scores(SCORE, 3)
    changed(room, Person, {"role": "parent"}, Person.id == room.ids["chair"])
    with closing(Conference(room.database, room="web:another")) as other:
        other.begins_with("matters_most")
        other.deliver()
        assert other.wall.stands
    assert not [record for record in caplog.records if record.levelno > logging.ERROR]


def test_a_row_that_somebody_wrote_without_the_key_is_refused(room: Conference) -> None:
    with room.database.session() as session:
        link = PageLink(person_id=room.ids["mum"], what="record", expires_at=LATER, revoked_at=None)
        link.meeting_id = session.scalars(select(Meeting.id).where(Meeting.room == ROOM)).one()
        session.add(link)
    changed(room, PageLink, {"person_id": room.ids["gran"]})
    with pytest.raises(RowTampered), room.database.read() as session:
        session.get_one(PageLink, link.id)


def test_what_decides_nothing_has_no_mark() -> None:
    assert {row.__tablename__ for row in MARKED} >= {
        "meeting",
        "person",
        "step",
        "answer",
        "page_link",
    }
    assert not {Post, Message} & set(MARKED)
    assert Letter in MARKED


def test_each_deciding_column_is_one_of_the_table(database: Database) -> None:
    with database.read() as session:
        for row in MARKED:
            assert set(row.DECIDING) <= set(row.__table__.columns.keys())
            assert not session.scalars(select(row)).all()


# The rehearsal room's own wall, lines of a chain, and the database's own words.
OF_NO_MEETING = {"message", "audit_line", "key_check"}
OWNERS = {"meeting_id", "trio_id", "report_id", "person_id"}


@pytest.mark.parametrize("name", sorted({table for table, _ in SEALED} - OF_NO_MEETING))
def test_whatever_holds_words_is_marked_as_what_it_belongs_to(name: str) -> None:
    row: Any = TABLES[name]
    assert row in MARKED
    assert OWNERS & set(row.__table__.columns.keys()) <= set(row.DECIDING)


@pytest.mark.parametrize("table", [Child, Trio, Decision, PlanEntry, Point])
def test_words_moved_to_another_meeting_are_not_shown_there(
    played_database: Database, table: type[Any]
) -> None:
    """Else somebody who takes part in one meeting could read another's in it."""
    with closing(Conference(played_database, room="web:another")) as other:
        there = other.look(lambda scene: scene.meeting.id)
        with played_database.session() as session:
            row_id = session.scalars(select(table.id).where(table.meeting_id != there)).first()
            moved = update(table.__table__).where(table.id == row_id).values(meeting_id=there)
            session.connection().execute(moved)
        with pytest.raises(RowTampered, match=row_id):
            other.look(lambda scene: _all_words(scene.book))


def _all_words(book: Book) -> Any:
    return book.meeting.children, book.meeting.trios, book.decisions(), book.plan(), book.points()


def test_nobody_learns_of_a_conference_by_a_row_that_says_they_were_told(
    database: Database,
) -> None:
    with closing(BeforeTheDay(database)) as conference:
        gran = conference.ids["gran"]
        kept = Invitation.person_id == gran
        with database.session() as session:
            invitation = session.scalars(select(Invitation).where(kept)).one()
            invitation.told_at = None
        hidden = conference.send("prepare.tried", account_of("gran"))
        assert say("dispatch.nowhere") in str(hidden.card)
        changed(conference, Invitation, {"told_at": LATER}, kept)
        told = conference.send("prepare.tried", account_of("gran"))
        assert say("dispatch.not_whole") in str(told.card)


def test_nobody_sends_words_that_another_was_still_looking_at(room: Conference) -> None:
    with room.database.session() as session:
        meeting = session.scalars(select(Meeting).where(Meeting.room == ROOM)).one()
        held = hold_words(session, meeting, "web:mum", FORM, {"said": "Mash."}, LATER)
    changed(room, HeldWords, {"account": "web:gran"})
    with pytest.raises(RowTampered), room.database.read() as session:
        held_words(session, held, "web:gran", FORM)


def test_posts_do_not_go_into_a_room_that_the_chair_has_left(room: Conference) -> None:
    with room.database.session() as session:
        meeting = session.scalars(select(Meeting).where(Meeting.room == ROOM)).one()
        book = Book(session, meeting)
        book.add(book.room_watch).use = RoomUse.PRIVATE
    changed(room, RoomWatch, {"use": RoomUse.CHANNEL})
    with pytest.raises(RowTampered):
        room.look(lambda scene: scene.book.room_watch)


def test_the_kind_of_an_answer_cannot_be_taken_away(room: Conference) -> None:
    with room.database.session() as session:
        session.execute(update(Answer).values(_kind=b""))
    with pytest.raises(CannotOpen, match="taken away"):
        room.look(lambda scene: [said.kind for said in scene.book.answers(scene.viewer)], "web:mum")


def test_words_that_do_not_open_are_refused_kindly_and_named(
    room: Conference, caplog: pytest.LogCaptureFixture
) -> None:
    with room.database.session() as session:
        session.execute(update(Answer).values(_body=b"somebody else's words, from elsewhere"))
    reply = room.send("answer.form", "web:mum", room.steps[SCORE])
    assert say("dispatch.not_whole") in str(reply.card)
    assert "answer.body:" in caplog.text


def changed(room: Conference, table: type[Any], values: dict[str, Any], *where: Any) -> str:
    """Changes a row past the key, as somebody could who got at the database; its id.

    One that reads otherwise before: a row that stays as it is is no row that was changed.
    """
    otherwise = or_(*(getattr(table, name).is_distinct_from(new) for name, new in values.items()))
    with room.database.session() as session:
        row_id: str = (
            session.scalars(select(table.id).where(otherwise, *where).order_by(table.id)).first()
            or ""
        )
        session.connection().execute(
            update(table.__table__).where(table.id == row_id).values(**values)
        )
    return row_id
