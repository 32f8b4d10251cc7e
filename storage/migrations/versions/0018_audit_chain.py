"""The audit trail is a chain, one for each meeting and one for the service; closed parts' lines are hidden."""

import base64
import json
import secrets
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from storage.sealing import Vault
from storage.trail import head_of, link_of

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_CHECKS = sa.table("key_check", sa.column("id", sa.String), sa.column("word", sa.LargeBinary))


def upgrade() -> None:
    """Makes the change."""
    vault: Vault = context.config.attributes["vault"]
    op.create_table(
        "service_line",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_line")),
        sa.UniqueConstraint("number", name=op.f("uq_service_line_number")),
    )
    _keep(vault, "service", "0:")
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.add_column(
            sa.Column("trail", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.alter_column("trail", server_default=None)
    with op.batch_alter_table("audit_line") as batch_op:
        for name, kind in (
            ("number", sa.Integer()),
            ("link", sa.LargeBinary()),
            ("hidden", sa.LargeBinary()),
        ):
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    _chain(vault)
    with op.batch_alter_table("audit_line") as batch_op:
        for name, kind in (
            ("number", sa.Integer()),
            ("link", sa.LargeBinary()),
            ("hidden", sa.LargeBinary()),
        ):
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_audit_line_meeting_id_number"), ["meeting_id", "number"]
        )


def downgrade() -> None:
    """Takes it back. What is in a box for the manager stays hidden."""
    vault: Vault = context.config.attributes["vault"]
    table = _table("audit_line")
    for line in (
        op.get_bind().execute(sa.select(table).where(table.c.command == "")).mappings().all()
    ):
        told = _told(vault.open(line["hidden"], f"audit_line.hidden:{line['id']}"))
        values = {
            "person_id": told.get("person"),
            "command": told["command"],
            "target": told.get("target", ""),
        }
        op.get_bind().execute(table.update().where(table.c.id == line["id"]).values(values))
    with op.batch_alter_table("audit_line") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_audit_line_meeting_id_number"), type_="unique")
        for name in ("number", "link", "hidden"):
            batch_op.drop_column(name)
    with op.batch_alter_table("meeting") as batch_op:
        batch_op.drop_column("trail")
    op.get_bind().execute(_CHECKS.delete().where(_CHECKS.c.id == "service"))
    op.drop_table("service_line")


def _told(hidden: str) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads(hidden)
    except ValueError:
        return {"command": "hidden"}
    return told


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)


def _chain(vault: Vault) -> None:
    """Today's lines, in the order of time, are the beginning of each chain."""
    secret, lines, meetings = _secret(vault), _table("audit_line"), _table("meeting")
    parts = set(
        op.get_bind().scalars(sa.select(meetings.c.id).where(meetings.c.part_of_id.is_not(None)))
    )
    ordered = sa.select(lines).order_by(lines.c.meeting_id, lines.c.at, lines.c.id)
    found = op.get_bind().execute(ordered).mappings().all()
    for meeting_id, rows in groupby(found, key=lambda row: row["meeting_id"]):
        number, link = 0, bytes(16)
        for number, row in enumerate(rows, 1):
            values = _values(row, hides=meeting_id in parts)
            told = (
                number,
                values["person_id"],
                values["command"],
                values["target"],
                row["at"],
                values["hidden"],
            )
            link = link_of(secret, link, meeting_id, told)
            values["hidden"] = vault.seal(values["hidden"], f"audit_line.hidden:{row['id']}")
            change = lines.update().where(lines.c.id == row["id"])
            op.get_bind().execute(change.values(**values, number=number, link=link))
        trail = head_of(secret, meeting_id, number, link)
        op.get_bind().execute(
            meetings.update().where(meetings.c.id == meeting_id).values(trail=trail)
        )


def _values(row: Any, *, hides: bool) -> dict[str, Any]:
    told = {"person": row["person_id"], "command": row["command"], "target": row["target"]}
    if hides:
        return {"person_id": None, "command": "", "target": "", "hidden": json.dumps(told)}
    return {
        "person_id": row["person_id"],
        "command": row["command"],
        "target": row["target"],
        "hidden": "",
    }


def _secret(vault: Vault) -> bytes:
    kept = op.get_bind().scalar(sa.select(_CHECKS.c.word).where(_CHECKS.c.id == "audit"))
    word = vault.open(kept, "key_check.word:audit") if kept else _keep(vault, "audit", _random())
    return base64.b64decode(word)


def _random() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _keep(vault: Vault, name: str, word: str) -> str:
    sealed = vault.seal(word, f"key_check.word:{name}")
    op.get_bind().execute(_CHECKS.insert().values(id=name, word=sealed))
    return word
