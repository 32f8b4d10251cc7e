"""`python -m bot staff`: who may chair, administer and manage. The operator names the first manager
here.

While the service runs on a SQLite file, nobody else can open it: then the running service is asked
to do it.
"""

from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial

import click

from bot.cli.running import Order, whoever_can
from bot.cli.tell import tell
from bot.spine.dispatch import Dispatcher
from bot.spine.settings import BadSettings, read_settings
from handlers.staff.naming import staff_line
from handlers.staff.office import OPERATOR, Office
from handlers.staff.removing import MeetingWithoutChair, name_staff, remove_staff
from prompts.profile import load_profiles
from storage.database import Database
from storage.tables import Power

PATH = "/operator/staff"
_PLATFORMS = ("slack:", "teams:")


@dataclass(frozen=True)
class StaffOrder:
    """What the operator asks for: `what` is add, remove or list."""

    what: str
    account: str = ""
    name: str = ""
    may: tuple[str, ...] = ()


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


def obey(dispatcher: Dispatcher, order: StaffOrder) -> list[str]:
    """Does what the operator asks for; gives the lines to print."""
    return dispatcher.in_the_office(OPERATOR, partial(_obey, order))


def _obey(order: StaffOrder, office: Office) -> list[str]:
    match order.what:
        case "add":
            without = name_staff(office, order.account, order.name, map(Power, order.may))
            return [f"{order.name} is on the list now.", *_take_over(without)]
        case "remove":
            return _removed(office, order.account)
    return [f"{row.account}  {staff_line(row)}" for row in office.staff.current()] or [HOW_TO_NAME]


def _removed(office: Office, account: str) -> list[str]:
    row = office.staff.find(account)
    if row is None:
        return [f"{account} is not on the list."]
    without = remove_staff(office, account)
    return [f"{row.name or account} is off the list.", *_take_over(without)]


def _take_over(without: list[MeetingWithoutChair]) -> list[str]:
    return [f"{one.room}: {one.words}" for one in without]


HOW_TO_NAME = (
    "Nobody is named, so nobody can start a conference. Name a manager: "
    "python -m bot staff add ACCOUNT --name NAME --may manage --may chair"
)


def nobody_is_named(dispatcher: Dispatcher) -> bool:
    """Whether the service cannot begin anything."""
    return not dispatcher.in_the_office(OPERATOR, lambda office: bool(office.staff.current()))


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

    with whoever_can(settings, PATH, by_ourselves, tell) as ask:
        for line in ask(asdict(order))["lines"]:
            click.echo(line)
