"""Rows that tests copy or change in the database by hand are marked again, as only whoever has the
key can.
"""

from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from storage import trail
from storage.database import Database
from storage.marks import Marked, facts
from storage.sealing import Vault
from storage.tables import Meeting, Row

MARKED: tuple[type[Any], ...] = tuple(
    mapper.class_ for mapper in Row.registry.mappers if issubclass(mapper.class_, Marked)
)


def mark_again(database: Database, vault: Vault) -> None:
    """Marks every row as it is now, and signs each meeting's end of its audit trail."""
    with database.session() as session:
        _sign_again(session)
        for row in MARKED:
            table = row.__table__
            found = session.execute(
                select(table.c.id, *(table.c[name] for name in row.DECIDING))
            ).all()
            marks = [
                {"row": row_id, "now": vault.mark(facts(table.name, row_id, kept))}
                for row_id, *kept in found
            ]
            if marks:
                change = (
                    update(table)
                    .where(table.c.id == bindparam("row"))
                    .values(mark=bindparam("now"))
                )
                session.connection().execute(change, marks)


def _sign_again(session: Session) -> None:
    table, secret = Meeting.__table__, trail.secret_of(session)
    heads = [
        {"row": meeting_id, "now": trail.head_of(secret, meeting_id, head.number, head.link)}
        for meeting_id, kept in session.execute(select(table.c.id, table.c.trail))
        if (head := trail.head_in(kept)).number
    ]
    if heads:
        change = update(table).where(table.c.id == bindparam("row")).values(trail=bindparam("now"))  # type: ignore[arg-type]  # it is a table
        session.connection().execute(change, heads)
