"""What people said about conferences long ago: enough of them for their words to be read."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from handlers.after.feedback.results import BATCH
from storage.book import as_body
from storage.database import Database
from storage.tables import Feedback, Meeting, MeetingState

LONG_AGO = datetime(2024, 3, 4, 10, tzinfo=UTC)


def said_long_ago(database: Database, *more: str) -> list[str]:
    """A batch of conferences, with the words of one person about each; gives the words."""
    words = [f"Word {n}" for n in range(BATCH)] + list(more)
    with database.session() as session:
        for n, said in enumerate(words):
            closed = LONG_AGO + timedelta(minutes=min(n, BATCH - 1))
            meeting = Meeting(room=f"gone:{uuid4().hex}", profile="cumbria", family="X")
            meeting.state, meeting.started_at, meeting.closed_at = (
                MeetingState.APPROVED,
                closed,
                closed,
            )
            session.add(meeting)
            session.flush()
            body = as_body({"heard": "yes", "better": said})
            session.add(Feedback(meeting_id=meeting.id, side="family", body=body))
    return words
