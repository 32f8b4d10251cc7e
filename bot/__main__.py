"""The command line: `python -m bot --help`."""

import sys
from pathlib import Path

import click

from bot.cli.group import LazyGroup
from bot.cli.tell import tell
from bot.slack.manifest import GROUPS, manifest
from bot.slack.settings import reads_groups
from bot.spine.keys import new_key, vault_for
from bot.spine.settings import BadSettings, read_settings
from prompts.profile import BadProfile, read_profile
from prompts.profile.sources import read_source
from storage.database import Database
from storage.engines import Unreachable
from storage.moving import NotEmpty, NotWhole
from storage.one_process import AlreadyRunning
from storage.sealing import CannotOpen

_ELSEWHERE = {
    "agenda": "bot.cli.agenda_file:agenda",
    "audit": "bot.cli.audit:audit",
    "clock": "bot.cli.clocking:clock",
    "move": "bot.cli.moving:move_to",
    "rehearsal-room": "bot.rehearsal.room.program:rehearsal_room",
    "rehearse": "bot.rehearsal.rehearse:rehearse",
    "reseal": "bot.cli.resealing:reseal",
    "serve": "bot.cli.serve:serve",
    "staff": "bot.cli.staff:staff",
    "teams-package": "bot.teams.package:teams_package",
    "tracker-link": "bot.cli.tracker_link:tracker_link",
}


@click.group(cls=LazyGroup, elsewhere=_ELSEWHERE)
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
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def check_profile(file: Path) -> None:
    """Read a practice profile, a file or a folder, and say what is wrong with it."""
    profile = read_profile(file)
    if missing := profile.danger.missing_numbers():
        where = read_source(file).file_of(("danger",))
        raise BadProfile("\n".join(f"{where}: {line}" for line in missing))
    click.echo(
        f"{file} can be used: {len(profile.part)} parts, {len(profile.questions)} questions."
    )
    for line in profile.danger.doubts():
        click.echo(line)


@commands.command("new-key")
def print_new_key() -> None:
    """Print a fresh key for CHAIRSIDE_KEY."""
    click.echo(new_key())


@commands.command("slack-manifest")
@click.option(
    "--url",
    default="",
    help="The address that Slack can reach this server at, for example https://chairside.example.",
)
@click.option(
    "--socket",
    is_flag=True,
    help="Use Socket Mode, which needs no address that can be reached from outside.",
)
def slack_manifest(url: str, socket: bool) -> None:
    """Print the manifest that makes the Slack app."""
    if bool(url) == socket:
        raise BadSettings("Say how Slack reaches Chairside: either --url https://… or --socket.")
    if url and not url.startswith("https://"):
        raise BadSettings("Slack only sends to addresses that begin with https://.")
    click.echo(manifest(url, (GROUPS,) if reads_groups() else ()))


def main() -> None:
    """Runs the command line; what an operator can put right is said without a traceback."""
    try:
        commands()
    except (
        BadSettings,
        BadProfile,
        CannotOpen,
        AlreadyRunning,
        Unreachable,
        NotEmpty,
        NotWhole,
    ) as fault:
        click.secho(str(fault), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
