"""`python -m bot staff`: who may chair, administer and manage. The operator names the first manager
here.

While the service runs on a SQLite file, nobody else can open it: then the running service is asked
to do it.
"""

from contextlib import closing
from dataclasses import asdict

import click

from bot.cli.running import Order, whoever_can
from bot.cli.tell import tell
from bot.spine.dispatch import Dispatcher
from bot.spine.settings import BadSettings, read_settings
from bot.web.staff_orders import STAFF, StaffOrder, obey
from prompts.profile import load_profiles
from storage.database import Database
from storage.tables import Power

_PLATFORMS = ("slack:", "teams:")


@click.group()
def staff() -> None:
    """Name the people who may chair, administer and manage. The service may be running."""


@staff.command()
@click.argument("account")
@click.option(
    "--name", required=True, help="What they are called; managers and people who need help read it."
)
@click.option(
    "--may",
    "may",
    multiple=True,
    required=True,
    type=click.Choice([power.value for power in Power]),
    help="Once for each thing they may do.",
)
def add(account: str, name: str, may: tuple[str, ...]) -> None:
    """Add somebody, or change what they may.

    ACCOUNT: slack:<workspace>/<user id> or teams:<tenant>/<object id>.
    """
    _order(StaffOrder("add", _checked(account), name, may))


@staff.command()
@click.argument("account")
def remove(account: str) -> None:
    """Take somebody off the list; says in which rooms somebody must take over."""
    _order(StaffOrder("remove", account))


@staff.command("list")
def show() -> None:
    """List everybody who is named."""
    _order(StaffOrder("list"))


def _checked(account: str) -> str:
    if not account.startswith(_PLATFORMS) or "/" not in account:
        raise BadSettings(
            "An account looks like slack:T0123/U0123 (workspace id and user id, "
            "from a person's Slack profile) or "
            "teams:<tenant id>/<object id> (from Entra)."
        )
    return account


def _order(order: StaffOrder) -> None:
    settings = read_settings()

    def by_ourselves(database: Database, _: Order) -> Order:
        with closing(Dispatcher(database, load_profiles(settings.profiles))) as dispatcher:
            return {"lines": obey(dispatcher, order)}

    with whoever_can(settings, STAFF, by_ourselves, tell) as ask:
        for line in ask(asdict(order))["lines"]:
            click.echo(line)
