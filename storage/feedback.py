"""What people said about conferences, over many of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Feedback, Meeting


def feedback_about(
    session: Session, profile: str, closed_before: datetime, rehearsals: bool
) -> Sequence[tuple[Meeting, Feedback]]:
    """All that was said about a profile's conferences closed before a moment, the oldest first,
    in no order within one. Rehearsals, or real conferences; never both.
    """
    alike = Meeting.sample != "" if rehearsals else Meeting.sample == ""
    query = (
        select(Meeting, Feedback)
        .join(Feedback, Feedback.meeting_id == Meeting.id)
        .where(alike, Meeting.profile == profile, Meeting.closed_at < closed_before)
        .order_by(Meeting.closed_at, Meeting.id, Feedback.id)
    )
    return [(meeting, feedback) for meeting, feedback in session.execute(query)]
