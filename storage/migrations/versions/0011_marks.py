"""What is sealed is padded; kinds of answers are sealed; rows that decide who sees what are marked."""

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from storage.marks import facts
from storage.sealing import CannotOpen, Vault

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_AT_A_TIME = 500
_LEAST = {"answer.body": 2048}
# What each mark covers as of this revision, whatever the tables say later.
_DECIDING = {
    "meeting": (
        "room",
        "profile",
        "sample",
        "state",
        "kind",
        "follows_id",
        "followed",
        "part_of_id",
        "approved_at",
    ),
    "person": ("meeting_id", "root_id", "account", "role", "attendance"),
    "step": (
        "meeting_id",
        "question",
        "about_id",
        "state",
        "under_seal",
        "opened_at",
        "revealed_at",
    ),
    "answer": ("meeting_id", "step_id", "author_id", "writer_id", "version", "current"),
    "page_link": ("meeting_id", "person_id", "what", "target", "expires_at", "revoked_at"),
    "letter": ("meeting_id", "person_id", "version", "approved_at"),
    "feedback": ("meeting_id", "side", "review"),
    "report": ("meeting_id", "form", "author_id", "shared_on", "circulated_at"),
    "report_version": ("report_id", "version", "state", "writer_id"),
    "report_reader": ("meeting_id", "report_id", "person_id", "version"),
    "tracker_link": ("expires_at", "revoked_at"),
    "conversation": ("name",),
}


def upgrade() -> None:
    """Makes the change."""
    vault = _vault()
    _change_all(lambda kept, place: _pad(vault, kept, place))
    _change_kinds(sa.LargeBinary(), lambda kind, place: vault.seal(kind, place))
    for table, deciding in _DECIDING.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("mark", sa.LargeBinary(), nullable=True))
        _mark(table, deciding, vault)
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("mark", existing_type=sa.LargeBinary(), nullable=False)


def downgrade() -> None:
    """Takes it back."""
    vault = _vault()
    for table in _DECIDING:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("mark")
    _change_kinds(sa.String(), vault.open)
    _change_all(lambda kept, place: vault.seal_unpadded(vault.open(kept, place), place))


def _vault() -> Vault:
    vault: Vault = context.config.attributes["vault"]
    return vault


def _pad(vault: Vault, kept: bytes, place: str) -> bytes:
    # Nothing was padded at the revision before: else somebody took the schema back without the key.
    if vault.is_padded(kept):
        raise CannotOpen(f"{place} is padded already")
    return vault.seal(vault.open(kept, place), place, _LEAST.get(place.partition(":")[0], 128))


def _tables() -> Iterator[sa.Table]:
    found = sa.MetaData()
    found.reflect(op.get_bind())
    yield from (table for table in found.sorted_tables if table.name != "alembic_version")


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)


def _change_all(change: Callable[[bytes, str], bytes]) -> None:
    """Changes everything that is sealed."""
    for table in _tables():
        for column in table.columns:
            if isinstance(column.type, sa.LargeBinary):
                _change(table, column, column, change)


def _change_kinds(kind: sa.types.TypeEngine[Any], change: Callable[[Any, str], Any]) -> None:
    with op.batch_alter_table("answer") as batch_op:
        batch_op.add_column(sa.Column("new_kind", kind, nullable=True))
    table = _table("answer")
    _change(table, table.c.kind, table.c.new_kind, change)
    with op.batch_alter_table("answer") as batch_op:
        batch_op.drop_column("kind")
        batch_op.alter_column(
            "new_kind", existing_type=kind, new_column_name="kind", nullable=False
        )


def _change(
    table: sa.Table, old: sa.Column[Any], new: sa.Column[Any], change: Callable[[Any, str], Any]
) -> None:
    statement = (
        table.update().where(table.c.id == sa.bindparam("row")).values({new: sa.bindparam("now")})
    )
    for rows in _some(
        sa.select(table.c.id, old).where(sa.func.length(old) > 0).order_by(table.c.id)
    ):
        changed = [
            {"row": row_id, "now": change(kept, f"{table.name}.{old.name}:{row_id}")}
            for row_id, kept in rows
        ]
        op.get_bind().execute(statement, changed)


def _mark(name: str, deciding: tuple[str, ...], vault: Vault) -> None:
    table = _table(name)
    statement = (
        table.update().where(table.c.id == sa.bindparam("row")).values(mark=sa.bindparam("now"))
    )
    for rows in _some(
        sa.select(table.c.id, *(table.c[column] for column in deciding)).order_by(table.c.id)
    ):
        marks = [
            {"row": row_id, "now": vault.mark(facts(name, row_id, values))}
            for row_id, *values in rows
        ]
        op.get_bind().execute(statement, marks)


def _some(query: sa.Select[Any]) -> Iterator[list[Any]]:
    """The rows, some at a time; all are read before the first is changed."""
    rows = op.get_bind().execute(query).all()
    yield from (list(rows[start : start + _AT_A_TIME]) for start in range(0, len(rows), _AT_A_TIME))
