"""Whatever holds words of a meeting is marked as its own; whom the service had named before has a line, too."""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import context, op

from storage.marks import facts
from storage.sealing import Vault
from storage.trail import link_of

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_AT_A_TIME = 500
_ABOUT_STAFF = ("staff.add", "staff.change", "staff.remove")
_CHECKS = sa.table("key_check", sa.column("id", sa.String), sa.column("word", sa.LargeBinary))
# What each mark covers as of this revision, whatever the tables say later.
_DECIDING = {
    "child": ("meeting_id", "root_id", "taken_off"),
    "trio": ("meeting_id", "root_id", "taken_off"),
    "trio_wording": ("trio_id", "version"),
    "last_mark": ("trio_id", "person_id"),
    "point": ("meeting_id", "step_id", "answer_id", "current"),
    "decision": ("meeting_id", "step_id", "child_id", "version"),
    "dissent": ("meeting_id", "child_id", "author_id", "writer_id"),
    "reason": ("meeting_id", "what", "target"),
    "plan_entry": (
        "meeting_id",
        "thread",
        "root_id",
        "version",
        "current",
        "author_id",
        "writer_id",
    ),
    "progress": ("meeting_id", "entry", "person_id", "writer_id"),
    "reminder": ("meeting_id", "owner", "person_id", "what", "target"),
    "occasion": ("meeting_id",),
    "invitation": ("meeting_id", "person_id", "told_at"),
    "prepared_item": ("meeting_id", "item", "about_id"),
    "correction": ("meeting_id", "item", "version"),
    "debrief": ("meeting_id", "by_id"),
    "held_words": ("meeting_id", "account", "command", "target"),
    "room_watch": ("meeting_id", "use", "told"),
}


def upgrade() -> None:
    """Makes the change."""
    vault: Vault = context.config.attributes["vault"]
    _check_what_points_elsewhere_now()
    for table, deciding in _DECIDING.items():
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column("mark", sa.LargeBinary(), nullable=True))
        _mark(table, deciding, vault)
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("mark", existing_type=sa.LargeBinary(), nullable=False)
    _write_down_who_is_named(vault)


def downgrade() -> None:
    """Takes it back. The lines stay: a chain is only ever added to."""
    for table in _DECIDING:
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column("mark")


def _check_what_points_elsewhere_now() -> None:
    """PostgreSQL changes no table while checks of its rows wait for the end."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _mark(name: str, deciding: tuple[str, ...], vault: Vault) -> None:
    table = _table(name)
    change = table.update().where(table.c.id == sa.bindparam("row"))
    columns = (table.c.id, *(table.c[column] for column in deciding))
    for rows in _some(sa.select(*columns)):
        marks = [
            {"row": row_id, "now": vault.mark(facts(name, row_id, values))}
            for row_id, *values in rows
        ]
        op.get_bind().execute(change.values(mark=sa.bindparam("now")), marks)


def _write_down_who_is_named(vault: Vault) -> None:
    """A line for everybody who was named, or taken off, before there was a chain."""
    head, secret = _word(vault, "service"), base64.b64decode(_word(vault, "audit"))
    number, link = int(head.partition(":")[0]), bytes.fromhex(head.partition(":")[2]) or bytes(16)
    now, lines = datetime.now(UTC), _table("service_line")
    for row in _without_a_line():
        command = "staff.remove" if row.removed_at else "staff.add"
        who = "group" if row.by == "group" else "upgrade"
        number, target = number + 1, f"{row.id} {row.may or '-'} {row.account}"
        link = link_of(secret, link, "service", (number, who, command, target, now))
        told = {"number": number, "who": who, "command": command, "target": target}
        op.get_bind().execute(lines.insert().values(id=uuid4().hex, at=now, link=link, **told))
    word = vault.seal(f"{number}:{link.hex()}" if number else "0:", "key_check.word:service")
    op.get_bind().execute(_CHECKS.update().where(_CHECKS.c.id == "service").values(word=word))


def _without_a_line() -> list[Any]:
    """How each account that no line is about is named now, or was named last."""
    staff, lines = _table("staff"), _table("service_line")
    about = sa.select(lines.c.target).where(lines.c.command.in_(_ABOUT_STAFF))
    known = {target.split(" ", 2)[2] for target in op.get_bind().scalars(about)}
    rows = op.get_bind().execute(sa.select(staff).order_by(staff.c.at, staff.c.id)).all()
    last = {row.account: row for row in sorted(rows, key=lambda row: row.removed_at is None)}
    return [row for account, row in last.items() if account not in known]


def _word(vault: Vault, name: str) -> str:
    kept: bytes = op.get_bind().scalars(sa.select(_CHECKS.c.word).where(_CHECKS.c.id == name)).one()
    return vault.open(kept, f"key_check.word:{name}")


def _some(query: sa.Select[Any]) -> Iterator[list[Any]]:
    """The rows, some at a time; all are read before the first is changed."""
    rows = op.get_bind().execute(query).all()
    yield from (list(rows[start : start + _AT_A_TIME]) for start in range(0, len(rows), _AT_A_TIME))


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
