"""Nothing that was sent or kept goes with a person: deleting somebody is refused while there are words under their name."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from storage.marks import facts
from storage.sealing import Vault

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_DECIDING = ("meeting_id", "root_id", "account", "role", "attendance")
_KEPT_WITH = {
    "answer": {"step_id": "step", "author_id": "person", "writer_id": "person"},
    "coming": {"person_id": "person"},
    "correction": {"by_id": "person"},
    "debrief": {"by_id": "person"},
    "decision": {"step_id": "step", "child_id": "child", "by_id": "person"},
    "dissent": {"child_id": "child", "author_id": "person", "writer_id": "person"},
    "feedback_given": {"person_id": "person"},
    "invitation": {"person_id": "person"},
    "last_mark": {"person_id": "person"},
    "letter": {"person_id": "person"},
    "page_link": {"person_id": "person"},
    "plan_entry": {"author_id": "person", "writer_id": "person"},
    "point": {"step_id": "step", "answer_id": "answer", "by_id": "person"},
    "prepared_item": {"owner_id": "person", "by_id": "person"},
    "progress": {"person_id": "person", "writer_id": "person"},
    "reason": {"by_id": "person"},
    "reminder": {"person_id": "person"},
    "report": {"author_id": "person"},
    "report_reader": {"report_id": "report", "person_id": "person"},
    "report_version": {"writer_id": "person"},
    "trio_wording": {"by_id": "person"},
}


def upgrade() -> None:
    """Makes the change."""
    for table in ("child", "trio"):
        with op.batch_alter_table(table, schema=None) as batch:
            batch.add_column(
                sa.Column("taken_off", sa.Boolean(), nullable=False, server_default=sa.false())
            )
        with op.batch_alter_table(table, schema=None) as batch:
            batch.alter_column("taken_off", server_default=None)
    _point_again({"deferrable": True, "initially": "DEFERRED"})


def downgrade() -> None:
    """Takes it back; who was taken off a list is on it again, since nothing would be left of them otherwise."""
    _point_again({"ondelete": "CASCADE"})
    _bring_back()
    for table in ("child", "trio"):
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_column("taken_off")


def _bring_back() -> None:
    vault: Vault = context.config.attributes["vault"]
    person = sa.Table("person", sa.MetaData(), autoload_with=op.get_bind(), resolve_fks=False)
    columns = (person.c.id, *(person.c[name] for name in _DECIDING))
    for row_id, *values in (
        op.get_bind().execute(sa.select(*columns).where(person.c.attendance == "off")).all()
    ):
        values[-1] = "expected"
        again = {"attendance": "expected", "mark": vault.mark(facts("person", row_id, values))}
        op.execute(person.update().where(person.c.id == row_id).values(again))


def _point_again(rule: Mapping[str, Any]) -> None:
    for table, columns in _KEPT_WITH.items():
        with op.batch_alter_table(table, schema=None) as batch:
            for column, to in columns.items():
                batch.drop_constraint(f"fk_{table}_{column}", type_="foreignkey")
                batch.create_foreign_key(f"fk_{table}_{column}", to, [column], ["id"], **rule)
