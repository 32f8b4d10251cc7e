"""The room is watched: who can read it, as its platform last said."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "room_watch",
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("seen", sa.LargeBinary(), nullable=False),
        sa.Column("let_in", sa.LargeBinary(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_room_watch_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_watch")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_room_watch_meeting_id")),
    )
    op.create_index(op.f("ix_room_watch_meeting_id"), "room_watch", ["meeting_id"])


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("room_watch")
