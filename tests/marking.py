"""Rows that tests copy or change in the database by hand are marked again, as only whoever has the key can."""

from typing import Any

from sqlalchemy import bindparam, select, update

from storage.database import Database
from storage.marks import Marked, facts
from storage.sealing import Vault
from storage.tables import Row

MARKED: tuple[type[Any], ...] = tuple(mapper.class_ for mapper in Row.registry.mappers if issubclass(mapper.class_, Marked))


def mark_again(database: Database, vault: Vault) -> None:
    """Marks every row as it is now."""
    with database.session() as session:
        for row in MARKED:
            table = row.__table__
            found = session.execute(select(table.c.id, *(table.c[name] for name in row.DECIDING))).all()
            marks = [{"row": row_id, "now": vault.mark(facts(table.name, row_id, kept))} for row_id, *kept in found]
            if marks:
                change = update(table).where(table.c.id == bindparam("row")).values(mark=bindparam("now"))
                session.connection().execute(change, marks)
