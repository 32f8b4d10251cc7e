"""States and kinds: members in the code, and the strings that always were in the database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from storage.database import Database
from storage.marks import facts
from storage.tables import Attendance, Meeting, MeetingKind, MeetingState, Person
from tests.kit.conference import A_MONDAY


@pytest.fixture
def meeting_id(database: Database) -> str:
    """A meeting that was kept with bare strings, as rows have been so far."""
    meeting = Meeting(
        room="web:x", profile="cumbria", family="Hill", state="paused", started_at=A_MONDAY
    )
    with database.session() as session:
        session.add(meeting)
        session.flush()
        session.add(
            Person(meeting_id=meeting.id, position=0, role="parent", name="Kerry", account=None)
        )
    return meeting.id


def test_a_string_is_read_as_a_member(database: Database, meeting_id: str) -> None:
    with database.read() as session:
        meeting = session.get_one(Meeting, meeting_id)
        assert meeting.state is MeetingState.PAUSED
        assert meeting.kind is MeetingKind.CONFERENCE
        assert meeting.people[0].attendance is Attendance.EXPECTED


def test_a_member_is_kept_as_the_string(database: Database, meeting_id: str) -> None:
    with database.session() as session:
        session.get_one(Meeting, meeting_id).state = MeetingState.APPROVED
    with database.read() as session:
        assert session.scalar(text("select state from meeting")) == "approved"


def test_what_is_no_member_is_refused(database: Database, meeting_id: str) -> None:
    with pytest.raises(StatementError, match="ajar"), database.session() as one:
        one.get_one(Meeting, meeting_id).state = "ajar"  # type: ignore[assignment]


def test_a_mark_of_a_string_holds_for_the_member() -> None:
    assert facts("meeting", "1", ["open"]) == facts("meeting", "1", [MeetingState.OPEN])
