"""Which profiles, and which of their questions, the meetings that are not over go by: ids alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Meeting, MeetingState, Step

_NOT_OVER = (
    MeetingState.PREPARING,
    MeetingState.OPEN,
    MeetingState.PAUSED,
    MeetingState.CLOSED,
)


@dataclass(frozen=True)
class InUse:
    """A meeting that is not over, its profile, and the questions on its agenda."""

    meeting_id: str
    profile: str
    questions: set[str] = field(default_factory=set)


def in_use(session: Session) -> list[InUse]:
    """The meetings that are not over, the oldest first."""
    query = (
        select(Meeting.id, Meeting.profile, Step.question)
        .join(Step, Step.meeting_id == Meeting.id, isouter=True)
        .where(Meeting.state.in_(_NOT_OVER))
        .order_by(Meeting.started_at, Meeting.id)
    )
    found: dict[str, InUse] = {}
    for meeting_id, profile, question in session.execute(query):
        used = found.setdefault(meeting_id, InUse(meeting_id, profile))
        used.questions.update({question} if question else ())
    return list(found.values())


def by_profile(found: list[InUse]) -> Mapping[str, list[InUse]]:
    """The same by profile."""
    return {
        profile: [one for one in found if one.profile == profile]
        for profile in dict.fromkeys(one.profile for one in found)
    }
