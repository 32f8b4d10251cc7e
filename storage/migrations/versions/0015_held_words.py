"""Words wait until their author has looked at those that not everybody knows; hints after the fact are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "held_words",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_held_words_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_words")),
    )
    op.create_index(op.f("ix_held_words_at"), "held_words", ["at"])
    op.create_index(op.f("ix_held_words_meeting_id"), "held_words", ["meeting_id"])
    # Nothing draws them any more.
    op.execute("DELETE FROM post WHERE slot LIKE 'plan_hint:%'")


def downgrade() -> None:
    """Takes it back."""
    op.drop_table("held_words")
