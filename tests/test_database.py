from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.database import Database
from storage.tables import Meeting


def a_meeting(room: str) -> Meeting:
    return Meeting(room=room, profile="cumbria", family="Leo's family", started_at=datetime.now(UTC))


def rooms(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.scalars(select(Meeting.room)))


def test_a_session_commits_at_its_end(database: Database) -> None:
    with database.session() as session:
        session.add(a_meeting("one"))
    assert rooms(database) == ["one"]


def test_an_exception_rolls_everything_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.session() as session:
        session.add(a_meeting("one"))
        session.flush()
        raise RuntimeError
    assert rooms(database) == []


def test_a_savepoint_rolls_back_alone(database: Database) -> None:
    with database.session() as session:
        session.add(a_meeting("before"))
        with pytest.raises(RuntimeError), session.begin_nested():
            session.add(a_meeting("within"))
            session.flush()
            raise RuntimeError
        with session.begin_nested():
            session.add(a_meeting("kept"))
        session.add(a_meeting("after"))
    assert rooms(database) == ["after", "before", "kept"]


def test_an_exception_after_a_savepoint_rolls_back_the_savepoint_too(database: Database) -> None:
    with pytest.raises(RuntimeError), database.session() as session:
        with session.begin_nested():
            session.add(a_meeting("within"))
        raise RuntimeError
    assert rooms(database) == []


def test_a_reading_session_refuses_to_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.add(a_meeting("one"))
        session.flush()
    assert rooms(database) == []
