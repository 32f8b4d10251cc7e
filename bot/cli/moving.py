"""`python -m bot move --to postgresql://…`: from the SQLite file to PostgreSQL, everything, and it
says what it did.
"""

from contextlib import closing

import click

from bot.cli.tell import tell
from bot.spine.keys import key_file, vault_for
from bot.spine.opening import open_database
from bot.spine.settings import BadSettings, read_settings
from storage.database import Database
from storage.engines import sqlite_path
from storage.moving import move


@click.command("move")
@click.option(
    "--to",
    "address",
    required=True,
    metavar="postgresql://…",
    help="The empty PostgreSQL database to move to.",
)
def move_to(address: str) -> None:
    """Move everything from the SQLite file to PostgreSQL.

    Stop Chairside first; the file stays as it is.
    """
    settings = read_settings()
    file = sqlite_path(settings.database_url)
    if file is None:
        raise BadSettings(
            "There is nothing to move: DATABASE_URL names PostgreSQL. Leave it "
            "out, so that the SQLite file is used."
        )
    _check_address(address)
    if not file.exists():
        raise BadSettings(
            f"There is no SQLite file at {file}. Set CHAIRSIDE_DATA to the folder that it is in."
        )
    with (
        closing(open_database(settings, tell)) as old,
        closing(Database.open(address, vault_for(settings, tell))) as new,
    ):
        new.migrate()
        counts = move(old, new)
        new.check_key()
    for table, count in counts.items():
        click.echo(f"  {table:16} {count:8}")
    click.echo(
        f"Moved {sum(counts.values())} rows in {len(counts)} tables. {file} is "
        "as it was; keep it until you have looked around."
    )
    key = (
        "the CHAIRSIDE_KEY that is set now"
        if settings.keys
        else f"CHAIRSIDE_KEY to what is in {key_file(file)}"
    )
    click.echo(
        f"From now on set DATABASE_URL to the new address, and {key}: what "
        "is sealed opens with the same key."
    )


def _check_address(address: str) -> None:
    try:
        if sqlite_path(address) is None:
            return
    except ValueError as fault:
        raise BadSettings(str(fault)) from fault
    raise BadSettings("Move to PostgreSQL: --to postgresql://user:password@host/name.")
