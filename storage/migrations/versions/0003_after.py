"""What comes after a conference: meetings that follow one another, what became of actions, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes the change."""
    op.create_table(
        "progress",
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("writer_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_progress_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_progress_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["writer_id"], ["person.id"], name=op.f("fk_progress_writer_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress")),
    )
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_progress_entry"), ["entry"], unique=False)
        batch_op.create_index(batch_op.f("ix_progress_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_reminder_meeting_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reminder_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "meeting_id",
            "owner",
            "what",
            "target",
            name=op.f("uq_reminder_meeting_id_owner_what_target"),
        ),
    )
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.create_index("ix_reminder_due", ["due_at"], unique=False)

    for table in ("child", "person", "plan_entry", "trio"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(
                sa.Column("root_id", sa.String(length=32), nullable=False, server_default="")
            )
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column("root_id", server_default=None)
    nothing = sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("kind", sa.String(), nullable=False, server_default="conference")
        )
        batch_op.add_column(sa.Column("follows_id", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("followed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("venue", sa.LargeBinary(), nullable=False, server_default=nothing)
        )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.alter_column("venue", server_default=None)
        batch_op.alter_column("followed", server_default=None)
        batch_op.create_index(batch_op.f("ix_meeting_follows_id"), ["follows_id"], unique=False)


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("trio", schema=None) as batch_op:
        batch_op.drop_column("root_id")

    with op.batch_alter_table("plan_entry", schema=None) as batch_op:
        batch_op.drop_column("root_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("root_id")

    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_follows_id"))
        batch_op.drop_column("venue")
        batch_op.drop_column("followed")
        batch_op.drop_column("held_on")
        batch_op.drop_column("follows_id")
        batch_op.drop_column("kind")

    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_column("root_id")

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_index("ix_reminder_due")

    op.drop_table("reminder")
    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_progress_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_progress_entry"))

    op.drop_table("progress")
