"""The ground of all kept facts: ids, times in UTC, and what belongs to a conference or is carried
on.
"""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from sqlalchemy import DateTime, Dialect, ForeignKey, LargeBinary, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.tables.states import KEPT


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as UTC. A time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a naive time; gives the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; it was UTC."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


def new_id() -> str:
    """A fresh row id."""
    return uuid4().hex


Id = String(32)


class Row(DeclarativeBase):
    """A kept fact with an id of its own, known before it is written."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment,
        bytes: LargeBinary,
        str: String,
        **KEPT,
    }
    id: Mapped[str] = mapped_column(Id, primary_key=True)

    def __init__(self, **values: Any) -> None:
        self.id = values.pop("id", None) or new_id()
        for name, value in values.items():
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no '{name}'")
            setattr(self, name, value)


def kept_with(table: str) -> ForeignKey:
    """What was sent or kept under somebody's name, or about something: neither can be deleted while
    it is there.

    Checked at the end of a transaction, so that a whole meeting can go with all that belongs to it.
    """
    return ForeignKey(f"{table}.id", deferrable=True, initially="DEFERRED")


class OfMeeting(Row):
    """A kept fact of one conference."""

    __abstract__ = True
    meeting_id: Mapped[str] = mapped_column(
        Id, ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )


class Carried:
    """What a later meeting takes over from an earlier one:

    `root_id` is its id in the first, empty where it is the first.
    """

    root_id: Mapped[str] = mapped_column(Id, default="")
    if TYPE_CHECKING:
        id: Mapped[str]

    @property
    def root(self) -> str:
        """The same for somebody or something in all meetings about the same children."""
        return self.root_id or self.id
