"""The operator's orders about the list of staff: who may chair, administer and manage."""

from dataclasses import dataclass
from functools import partial

from bot.spine.dispatch import Dispatcher
from handlers.staff.naming import staff_line
from handlers.staff.office import OPERATOR, Office
from handlers.staff.removing import MeetingWithoutChair, name_staff, remove_staff
from storage.tables import Power

STAFF = "/operator/staff"
HOW_TO_NAME = (
    "Nobody is named, so nobody can start a conference. Name a manager: "
    "python -m bot staff add ACCOUNT --name NAME --may manage --may chair"
)


@dataclass(frozen=True)
class StaffOrder:
    """What the operator asks for: `what` is add, remove or list."""

    what: str
    account: str = ""
    name: str = ""
    may: tuple[str, ...] = ()


def nobody_is_named(dispatcher: Dispatcher) -> bool:
    """Whether the service cannot begin anything."""
    return not dispatcher.in_the_office(OPERATOR, lambda office: bool(office.staff.current()))


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
