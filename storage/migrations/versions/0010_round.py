"""A meeting counts how often it was moved, so that an old button is told from a new one."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("meeting", schema=None) as table:
        table.add_column(sa.Column("round", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("meeting", schema=None) as table:
        table.alter_column("round", server_default=None)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("meeting", schema=None) as table:
        table.drop_column("round")
