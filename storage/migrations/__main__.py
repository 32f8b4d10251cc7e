"""Drafts the next migration:

`python -m storage.migrations "what changes"`. Read it before you keep it.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from storage import migrations
from storage.sealing import Vault


def draft(what: str) -> Path:
    """Writes the next migration: what `storage/tables` has and the migrations so far do
    not make.
    """
    number = f"{len(migrations.revisions()) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/now.db")
        with engine.begin() as connection:
            config = migrations.configuration(connection, Vault(bytes(32)))
            if number != "0001":
                command.upgrade(config, "head")
            script = command.revision(config, what, autogenerate=True, rev_id=number)
        engine.dispose()
    path = Path(script.path)  # type: ignore[union-attr]  # one revision was asked for, and one comes back
    path.write_text("".join(line for line in path.open() if "# ###" not in line))
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    return path


if __name__ == "__main__":
    print(f"Wrote {draft(' '.join(sys.argv[1:]) or 'change')}. Read it, then run the tests.")
