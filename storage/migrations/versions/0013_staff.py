"""The service names who may chair, administer and manage; who had a part in the family in a room is kept.

Whoever chairs or sets up a real meeting that is not over is named, so that nothing that runs is locked by the upgrade:
the service has trusted them with it. Nobody becomes a manager: the operator names the first. Sample people are left out,
and so is a social worker who leads a core group.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import context, op

from storage.marks import facts
from storage.sealing import Vault

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_NOT_OVER = ("preparing", "open", "paused", "closed")
_FAMILY = ("parent", "network", "child", "advocate")
_CURRENT = sa.text("removed_at IS NULL")
_MEETING = sa.table(
    "meeting", *map(sa.column, ("id", "room", "kind", "state", "sample", "part_of_id"))
)
_PERSON = sa.table("person", *map(sa.column, ("meeting_id", "account", "role")))


def upgrade() -> None:
    """Makes the change."""
    staff = op.create_table(
        "staff",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("may", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
    )
    op.create_index(op.f("ix_staff_account"), "staff", ["account"])
    op.create_index(
        "uq_staff_current",
        "staff",
        ["account"],
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    )
    family_part = op.create_table(
        "family_part",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_part")),
        sa.UniqueConstraint("room", "account", name=op.f("uq_family_part_room_account")),
    )
    _fill(staff, ("account", "may", "removed_at"), _named_by_what_they_do())
    _fill(family_part, ("room", "account"), _with_a_part_in_the_family())


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("family_part")
    op.drop_table("staff")


def _named_by_what_they_do() -> list[dict[str, Any]]:
    now, may = datetime.now(UTC), _powers()
    row = {"by": "upgrade", "at": now, "removed_at": None, "removed_by": "", "name": b""}
    return [
        {**row, "account": account, "may": ",".join(sorted(may[account]))}
        for account in sorted(may)
    ]


def _powers() -> dict[str, set[str]]:
    conferences = _people(_PERSON.c.role == "chair", _MEETING.c.kind != "core_group")
    chairs = {(room, account) for room, account in conferences}
    not_over = _MEETING.c.state.in_(_NOT_OVER), _MEETING.c.sample == ""
    may: dict[str, set[str]] = {}
    for room, account in _people(_PERSON.c.role == "administrator", *not_over):
        may.setdefault(account, set()).add("chair" if (room, account) in chairs else "administer")
    for room, account in _people(_PERSON.c.role == "chair", *not_over):
        if (room, account) in chairs:
            may.setdefault(account, set()).add("chair")
    return may


def _with_a_part_in_the_family() -> list[dict[str, Any]]:
    found = _people(
        _PERSON.c.role.in_(_FAMILY), _MEETING.c.room != "", _MEETING.c.part_of_id.is_(None)
    )
    return [{"room": room, "account": account} for room, account in sorted(set(found))]


def _people(*where: sa.ColumnElement[bool]) -> list[tuple[str, str]]:
    """Rooms and accounts."""
    query = sa.select(_MEETING.c.room, _PERSON.c.account).join(
        _PERSON, _PERSON.c.meeting_id == _MEETING.c.id
    )
    rows = op.get_bind().execute(query.where(_PERSON.c.account.is_not(None), *where))
    return [(room, account) for room, account in rows]


def _fill(table: sa.Table, deciding: tuple[str, ...], rows: list[dict[str, Any]]) -> None:
    vault: Vault = context.config.attributes["vault"]
    for row in rows:
        row["id"] = uuid4().hex
        row["mark"] = vault.mark(facts(table.name, row["id"], (row[name] for name in deciding)))
    if rows:
        op.bulk_insert(table, rows)
