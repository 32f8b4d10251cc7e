"""What was agreed and decided, and what became of it."""

from collections.abc import Sequence

from sqlalchemy import select

from storage.pages import Pages
from storage.tables import (
    Answer,
    Decision,
    Dissent,
    EntryState,
    LastMark,
    PlanEntry,
    Point,
    Progress,
    Reason,
    Trio,
)


class PlanPages(Pages):
    """The board, the decisions and the plan of one conference."""

    def points(self) -> Sequence[Point]:
        """The points of the board in agreed wording."""
        return self._all(Point, Point.current, order=(Point.at, Point.id))

    def point(self, point_id: str) -> Point | None:
        """A point of this conference's board."""
        return self._one(Point, point_id)

    def point_from(self, answer: Answer) -> Point | None:
        """The agreed wording that an answer led to."""
        return self._session.scalar(
            select(Point).where(self._here(Point), Point.current, Point.answer_id == answer.id)
        )

    def last_marks(self, trio: Trio) -> Sequence[LastMark]:
        """What people scored a trio last time."""
        return self._session.scalars(select(LastMark).where(LastMark.trio_id == trio.id)).all()

    def decisions(self) -> Sequence[Decision]:
        """The chair's decisions, all versions, oldest first."""
        return self._all(Decision, order=(Decision.at, Decision.version, Decision.id))

    def dissents(self) -> Sequence[Dissent]:
        """Who disagreed with a decision, in order of time."""
        return self._all(Dissent, order=(Dissent.at, Dissent.id))

    def plan(self) -> Sequence[PlanEntry]:
        """The plan's entries, offered and agreed, in the order they were first made."""
        return self._all(
            PlanEntry,
            PlanEntry.current,
            PlanEntry.state != EntryState.WITHDRAWN,
            order=(PlanEntry.at, PlanEntry.id),
        )

    def plan_entry(self, thread: str) -> PlanEntry | None:
        """The current version of one entry of the plan."""
        query = select(PlanEntry).where(
            self._here(PlanEntry), PlanEntry.thread == thread, PlanEntry.current
        )
        return self._session.scalar(query)

    def reasons(self, what: str = "") -> Sequence[Reason]:
        """The reasons that were kept, of one kind or all, in order of time."""
        where = (Reason.what == what,) if what else ()
        return self._all(Reason, *where, order=(Reason.at, Reason.id))

    def progress(self) -> Sequence[Progress]:
        """What people said about this meeting's actions since they were agreed, in order
        of time.
        """
        return self._all(Progress, order=(Progress.at, Progress.id))
