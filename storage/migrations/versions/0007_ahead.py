"""Before the day: when a baby is due, the order of the parts, and who has read which report on which day."""

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_READERS = sa.table(
    "report_reader",
    *(sa.column(name) for name in ("id", "meeting_id", "report_id", "person_id", "on", "version")),
)
_REPORTS = sa.table(
    "report", *(sa.column(name) for name in ("id", "meeting_id", "shared_on", "shared_with"))
)


def upgrade() -> None:
    """Makes the change."""
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birth_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("parts", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.alter_column("parts", server_default=None)
    op.create_table(
        "report_reader",
        sa.Column("report_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_report_reader_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_report_reader_person_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_reader_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reader")),
        sa.UniqueConstraint(
            "report_id", "person_id", name=op.f("uq_report_reader_report_id_person_id")
        ),
    )
    with op.batch_alter_table("report_reader", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_report_reader_meeting_id"), ["meeting_id"], unique=False
        )
    _keep_readers()
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_column("shared_with")


def downgrade() -> None:
    """Takes it back."""
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shared_with", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.alter_column("shared_with", server_default=None)
    with op.batch_alter_table("report_reader", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_reader_meeting_id"))
    op.drop_table("report_reader")
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.drop_column("parts")
        batch_op.drop_column("birth_on")


def _keep_readers() -> None:
    """Those with whom a report was shared on a day have a row of their own from now on."""
    connection = op.get_bind()
    people: set[str] = set(
        connection.scalars(sa.select(sa.column("id")).select_from(sa.table("person")))
    )
    for report in connection.execute(sa.select(_REPORTS)).mappings().all():
        shared = [
            person_id
            for person_id in report["shared_with"].split(",")
            if person_id in people and report["shared_on"]
        ]
        for person_id in shared:
            row = {
                "report_id": report["id"],
                "meeting_id": report["meeting_id"],
                "person_id": person_id,
            }
            connection.execute(
                _READERS.insert().values(**row, id=uuid4().hex, on=report["shared_on"], version=1)
            )
