"""Closed parts: meetings of their own that belong to a conference."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("part_of_id", sa.String(length=32), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_meeting_part_of_id"),
            "meeting",
            ["part_of_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_index(batch_op.f("ix_meeting_part_of_id"), ["part_of_id"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_part_of_id"))
        batch_op.drop_constraint(batch_op.f("fk_meeting_part_of_id"), type_="foreignkey")
        batch_op.drop_column("part_of_id")
