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

from handlers.meeting.board import board
from prompts.words import say
from storage.database import Database
from storage.marks import RowTampered
from storage.tables import Answer, Letter, Meeting, Message, PageLink, Person, Post, Step
from tests.kit.conference import ROOM, Conference
from tests.kit.marking import MARKED

SCORE = "score/1"
LATER = datetime(2030, 1, 1, tzinfo=UTC)


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
