"""The command line: `python -m bot --help`."""

import sys
from pathlib import Path

import click

from bot.keys import new_key, vault_for
from bot.rehearsal.rehearse import rehearse
from bot.serve import serve
from bot.settings import BadSettings, read_settings
from bot.tracker_link import tracker_link
from prompts.profile import BadProfile, read_profile
from storage.database import Database, WrongKey
from storage.engines import Unreachable
from storage.one_process import AlreadyRunning


@click.group()
def commands() -> None:
    """Chairside sits beside the chair of a child protection conference."""


@commands.command()
def migrate() -> None:
    """Make the database, or bring it to the newest schema."""
    settings = read_settings()
    database = Database.open(settings.database_url, vault_for(settings, tell))
    try:
        database.migrate()
        database.check_key()
    finally:
        database.close()
    click.echo("The database is at the newest schema.")


@commands.command("check-profile")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_profile(file: Path) -> None:
    """Read a practice profile and say what is wrong with it, if anything is."""
    profile = read_profile(file)
    click.echo(f"{file} can be used: {len(profile.part)} parts, {len(profile.questions)} questions.")


@commands.command("new-key")
def print_new_key() -> None:
    """Print a fresh key for CHAIRSIDE_KEY."""
    click.echo(new_key())


def tell(words: str) -> None:
    """Says something the operator must know."""
    click.secho(words, err=True, bold=True)


commands.add_command(serve)
commands.add_command(tracker_link)
commands.add_command(rehearse)


def main() -> None:
    """Runs the command line; what an operator can put right is said without a traceback."""
    try:
        commands()
    except (BadSettings, BadProfile, WrongKey, AlreadyRunning, Unreachable) as fault:
        click.secho(str(fault), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
