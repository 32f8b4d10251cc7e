"""`python -m bot tracker-link`: makes or withdraws links to the tracker of reports. Only who runs the service can."""

import click

from bot.dispatch import utc_now
from bot.keys import vault_for
from bot.opening import open_database
from bot.settings import Settings, read_settings
from bot.web.links import TrackerLinks
from storage.database import Database
from storage.tracker import make_link, withdraw_links


@click.command("tracker-link")
@click.argument("who", required=False)
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="For how many days it opens.")
@click.option("--withdraw", is_flag=True, help="No link made before opens any more.")
def tracker_link(who: str | None, days: int, withdraw: bool) -> None:
    """Make a link to the tracker of reports for one person (WHO), or withdraw all of them.

    With SQLite, stop the service first: one program at a time may have the file.
    """
    if not who and not withdraw:
        raise click.UsageError("Say whom the link is for, or --withdraw.")
    settings = read_settings()
    database = open_database(settings, _tell)
    try:
        if withdraw:
            click.echo(f"Withdrawn: {_withdraw(database)}.")
        if who:
            click.echo(_make(settings, database, who, days))
    finally:
        database.close()


def _withdraw(database: Database) -> int:
    with database.session() as session:
        return withdraw_links(session, utc_now())


def _make(settings: Settings, database: Database, who: str, days: int) -> str:
    with database.session() as session:
        link_id = make_link(session, who, utc_now(), days)
    token = TrackerLinks(vault_for(settings, _tell).signing_key).token(link_id)
    return f"http://{settings.host}:{settings.port}/reports/{token}"


def _tell(words: str) -> None:
    click.secho(words, err=True, bold=True)
