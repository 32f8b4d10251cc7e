"""Posts say whether somebody is showing them, so that "Try now" leaves those alone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("post", schema=None) as table:
        table.add_column(
            sa.Column("leased", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("post", schema=None) as table:
        table.alter_column("leased", server_default=None)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("post", schema=None) as table:
        table.drop_column("leased")
