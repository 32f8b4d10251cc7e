"""What is written after a meeting."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from storage.feedback import feedback_about
from storage.pages import Pages
from storage.tables import (
    Correction,
    Debrief,
    Feedback,
    FeedbackGiven,
    Letter,
    Meeting,
)


class PaperPages(Pages):
    """The papers of one conference."""

    def corrections(self) -> Sequence[Correction]:
        """What the chair put right in the record, in order of time."""
        return self._all(Correction, order=(Correction.at, Correction.id))

    def letters(self) -> Sequence[Letter]:
        """The summaries for parents, in the version that counts."""
        rows = self._all(Letter, order=(Letter.version,))
        return list({row.person_id: row for row in rows}.values())

    def debriefs(self) -> Sequence[Debrief]:
        """When somebody sat down with the family afterwards."""
        return self._all(Debrief, order=(Debrief.at, Debrief.id))

    def gave_feedback(self) -> set[str]:
        """The ids of those who said what the conference was like. Who, never what."""
        return set(
            self._session.scalars(select(FeedbackGiven.person_id).where(self._here(FeedbackGiven)))
        )

    def feedback_everywhere(self, closed_before: datetime) -> Sequence[tuple[Meeting, Feedback]]:
        """What people said about all conferences closed before a moment, the oldest first, in no
        order within one.

        The one thing that looks beyond this conference: it says nothing about who it was.
        Rehearsals are only seen from a
        rehearsal, and a rehearsal sees nothing else.
        """
        rehearsals = bool(self.meeting.sample)
        return feedback_about(self._session, self.meeting.profile, closed_before, rehearsals)
