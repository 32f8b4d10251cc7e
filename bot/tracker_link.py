"""`python -m bot tracker-link`: makes or withdraws links to the tracker of reports. Only who runs the service can.

While the service runs on a SQLite file, nobody else can open it: then the running service is asked to do it.
"""

import urllib.error
import urllib.request

import click
from itsdangerous import BadSignature

from bot.dispatch import utc_now
from bot.keys import vault_for
from bot.opening import open_database
from bot.settings import BadSettings, Settings, read_settings
from bot.web.links import TrackerLinks
from bot.web.operator import PATH, Orders, Wanted, make_and_withdraw
from storage.one_process import AlreadyRunning

_PATIENCE_S = 10
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


@click.command("tracker-link")
@click.argument("who", required=False)
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="For how many days it opens.")
@click.option("--withdraw", is_flag=True, help="No link made before opens any more.")
def tracker_link(who: str | None, days: int, withdraw: bool) -> None:
    """Make a link to the tracker of reports for one person (WHO), or withdraw all of them. The service may be running."""
    if not who and not withdraw:
        raise click.UsageError("Say whom the link is for, or --withdraw.")
    settings = read_settings()
    wanted = Wanted(who or "", days, withdraw)
    try:
        withdrawn, token = _by_ourselves(settings, wanted)
    except AlreadyRunning:
        withdrawn, token = _by_the_service(settings, wanted)
    if withdraw:
        click.echo(f"Withdrawn: {withdrawn}.")
    if token:
        click.echo(f"{_base(settings)}/reports/{token}")


def _by_ourselves(settings: Settings, wanted: Wanted) -> tuple[int, str]:
    database = open_database(settings, _tell)
    try:
        return make_and_withdraw(database, wanted, utc_now(), TrackerLinks(vault_for(settings, _tell).signing_key))
    finally:
        database.close()


def _by_the_service(settings: Settings, wanted: Wanted) -> tuple[int, str]:
    """Asks the service on this machine, with an order that only our own key can sign."""
    orders = Orders(vault_for(settings, _tell).signing_key)
    host = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
    address = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    request = urllib.request.Request(f"{address}{PATH}", orders.written(wanted).encode())
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as response:
            done = orders.read(response.read().decode())
    except (OSError, BadSignature, urllib.error.URLError) as fault:
        raise BadSettings(
            f"Chairside is running on this file, and could not be asked for the link at {address} ({type(fault).__name__}). "
            "Set HOST, PORT and the key as they are for the running one, or stop it first."
        ) from None
    return int(done["withdrawn"]), str(done["token"])


def _base(settings: Settings) -> str:
    """The address that people reach the service at."""
    return (settings.url or f"http://{settings.host}:{settings.port}").rstrip("/")


def _tell(words: str) -> None:
    click.secho(words, err=True, bold=True)
