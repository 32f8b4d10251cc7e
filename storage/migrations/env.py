"""What Alembic runs: the caller's connection and transaction, compared with `storage/tables`."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from storage.tables import Row
from storage.tables.rows import Moment


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration stands on its own: it must not change when our own types do."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Row.metadata,
        render_item=_render,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


_run(context.config.attributes["connection"])
