"""Whom the service has named, and who can never chair in a room."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.marks import Marked
from storage.sealing import sealed
from storage.tables.rows import Row


class Power(StrEnum):
    """What the service lets somebody do."""

    CHAIR = "chair"  # prepare, start and chair conferences
    ADMINISTER = "administer"  # set conferences up for a chair
    MANAGE = "manage"  # name staff, read feedback results and trackers, free rooms


class Staff(Marked, Row):
    """Somebody whom the service has named, from `at` until `removed_at`. Rows are never changed
    otherwise or deleted.

    `may` is what they may, with commas. `by` and `removed_by` are accounts, "operator", "group" or
    "upgrade".
    """

    __tablename__ = "staff"
    DECIDING = ("account", "may", "removed_at")
    __table_args__ = (
        Index(
            "uq_staff_current",
            "account",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    account: Mapped[str] = mapped_column(index=True)
    may: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")
    _name: Mapped[bytes] = mapped_column("name", default=b"")
    name = sealed()

    @property
    def powers(self) -> frozenset[Power]:
        """What they may."""
        return frozenset(Power(one) for one in self.may.split(",") if one)


class FamilyPart(Marked, Row):
    """Somebody has or had a part in the family in a room. It outlives the person's row and role."""

    __tablename__ = "family_part"
    DECIDING = ("room", "account")
    __table_args__ = (UniqueConstraint("room", "account"),)
    room: Mapped[str]
    account: Mapped[str]
