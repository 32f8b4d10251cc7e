"""What all parts of a conference's book are written with: its session, its meeting, and finding
rows of it and of no other.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.tables import Meeting, OfMeeting

M = TypeVar("M", bound=OfMeeting)


class Pages:
    """One conference's rows."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self._session = session
        self.meeting = meeting
        self._found: dict[str, OfMeeting] = {}

    def _here(self, table: type[OfMeeting]) -> ColumnElement[bool]:
        return table.meeting_id == self.meeting.id

    def _all(
        self,
        table: type[M],
        *where: ColumnElement[bool] | InstrumentedAttribute[bool],
        order: tuple[Any, ...],
    ) -> Sequence[M]:
        return self._session.scalars(
            select(table).where(self._here(table), *where).order_by(*order)
        ).all()

    def _one(self, table: type[M], row_id: str) -> M | None:
        row = self._session.get(table, row_id) if row_id else None
        if row is None or row.meeting_id != self.meeting.id:
            return None
        self._found[row_id] = row  # a session forgets what nobody holds, and would look again
        return row
