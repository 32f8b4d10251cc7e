"""`python -m bot tracker-link`: makes or withdraws links to the tracker of reports. Only who runs
the service can.

While the service runs on a SQLite file, nobody else can open it: then the running service is asked
to do it.
"""

from dataclasses import asdict

import click

from bot.cli.running import Order, whoever_can
from bot.cli.tell import tell
from bot.spine.dispatch import utc_now
from bot.spine.settings import BadSettings, Settings, read_settings
from bot.web.links import TrackerLinks
from bot.web.operator import PATH, TrackerLinkOrder, make_and_withdraw
from storage.database import Database


@click.command("tracker-link")
@click.argument("who", required=False)
@click.option(
    "--days",
    default=30,
    show_default=True,
    type=click.IntRange(1, 366),
    help="For how many days it opens.",
)
@click.option("--withdraw", is_flag=True, help="No link made before opens any more.")
def tracker_link(who: str | None, days: int, withdraw: bool) -> None:
    """Make a link to the tracker of reports for a manager (WHO, an account), or withdraw all.

    The service may be running.
    """
    if not who and not withdraw:
        raise click.UsageError("Say whom the link is for, or --withdraw.")
    settings = read_settings()
    wanted = TrackerLinkOrder(who or "", days, withdraw)
    with whoever_can(settings, PATH, _by_ourselves, tell) as ask:
        done = ask(asdict(wanted))
    if withdraw:
        click.echo(f"Withdrawn: {done['withdrawn']}.")
    if who and not done["token"]:
        raise BadSettings(
            f"{who} is no manager. Name them first: python -m bot staff "
            f"add {who} --name NAME --may manage"
        )
    if done["token"]:
        click.echo(f"{_base(settings)}/reports/{done['token']}")


def _by_ourselves(database: Database, order: Order) -> Order:
    """Does here what the running service does when it is asked."""
    links = TrackerLinks(database.link_key)
    withdrawn, token = make_and_withdraw(database, TrackerLinkOrder(**order), utc_now(), links)
    return {"withdrawn": withdrawn, "token": token}


def _base(settings: Settings) -> str:
    """The address that people reach the service at."""
    return (settings.url or f"http://{settings.host}:{settings.port}").rstrip("/")
