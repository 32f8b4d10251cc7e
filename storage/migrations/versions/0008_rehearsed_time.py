"""Rehearsals have a clock of their own, which can go ahead."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("meeting", schema=None) as table:
        table.add_column(sa.Column("ahead_s", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("meeting", schema=None) as table:
        table.alter_column("ahead_s", server_default=None)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("meeting", schema=None) as table:
        table.drop_column("ahead_s")
