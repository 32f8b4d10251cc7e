"""Schema changes, in order.

`python -m storage.migrations "what changes"` drafts the next one from `storage/tables`.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.sealing import Vault

_HERE = Path(__file__).parent


def upgrade(connection: Connection, vault: Vault, revision: str = "head") -> None:
    """Brings the schema up to a revision, within the connection's transaction."""
    command.upgrade(configuration(connection, vault), revision)


def downgrade(connection: Connection, vault: Vault, revision: str) -> None:
    """Takes the schema back to a revision, within the connection's transaction."""
    command.downgrade(configuration(connection, vault), revision)


def at_head(connection: Connection) -> bool:
    """Whether the schema is the newest this program knows."""
    return revision_of(connection) == revisions()[-1]


def revision_of(connection: Connection) -> str | None:
    """Which schema the database says that it is at; None where there is none."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    script = ScriptDirectory.from_config(configuration())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def configuration(connection: Connection | None = None, vault: Vault | None = None) -> Config:
    """Alembic's settings, without its ini file; what is sealed moves with the vault's keys."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    config.attributes["vault"] = vault
    return config
