"""What whoever runs the service can ask of it while it runs, and how that is done.

Only who has the service's own key can sign what is sent here, and what was signed is taken for a
minute.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from itsdangerous import URLSafeTimedSerializer
from pydantic import Field

from bot.web.links import TrackerLinks
from storage.database import Database
from storage.resealing import left_to_reseal, reseal_some
from storage.sealing import CannotOpen
from storage.staff import powers_of
from storage.tables import Power
from storage.tracker import make_link, withdraw_links
from storage.trail import (
    all_meetings,
    faults_of_marks,
    faults_of_meeting,
    faults_of_service,
    faults_of_staff,
    lines_of,
)

PATH = "/operator/tracker-links"
RESEAL = "/operator/reseal"
AUDIT = "/operator/audit"
_GOOD_FOR_S = 60


@dataclass(frozen=True)
class TrackerLinkOrder:
    """What whoever runs the service asks for: to withdraw all links, to make one for somebody
    (`who`), or both.
    """

    who: str
    days: Annotated[int, Field(ge=1, le=366)]
    withdraw: bool


@dataclass(frozen=True)
class ResealOrder:
    """To count what is left ("count"), or to go on from a place ("" is the first)."""

    reseal: str


@dataclass(frozen=True)
class AuditOrder:
    """To prove the whole trail, or to show a meeting's lines."""

    audit: Literal["show", "verify"]
    meeting: str = ""


class Orders:
    """Signs and reads what is asked for and what was done."""

    def __init__(self, signing_key: bytes) -> None:
        self._signer = URLSafeTimedSerializer(signing_key, salt="chairside operator")

    def sign(self, told: dict[str, Any]) -> str:
        """What is asked for or was done, as it is sent."""
        return str(self._signer.dumps(told))

    def read(self, text: str | bytes) -> dict[str, Any]:
        """What was sent. Raises `BadSignature`, also when it is too old."""
        found: dict[str, Any] = self._signer.loads(text, max_age=_GOOD_FOR_S)
        return found


def audit_order(database: Database, order: dict[str, Any]) -> dict[str, Any]:
    """A meeting's lines ("show"), or what is wrong with the whole trail ("verify")."""
    if order["audit"] == "show":
        with database.read() as session:
            return {"lines": lines_of(session, str(order["meeting"]))}
    with database.read() as session:
        meetings = all_meetings(session)
        lines, faults = faults_of_service(session)
        faults += [*faults_of_staff(session), *faults_of_marks(session)]
    for meeting_id in meetings:  # each in a short transaction of its own: people work on
        with database.read() as session:
            count, found = faults_of_meeting(session, meeting_id)
        lines, faults = lines + count, faults + found
    return {"lines": lines, "meetings": len(meetings), "faults": list(dict.fromkeys(faults))}


def reseal_order(database: Database, order: dict[str, Any]) -> dict[str, Any]:
    """Counts what is left ("count"), or does one turn from a place on; says what cannot be opened,
    by its id.
    """
    if order["reseal"] == "count":
        return {"left": left_to_reseal(database)}
    try:
        return asdict(reseal_some(database, order["reseal"]))
    except CannotOpen as fault:
        return {"fault": str(fault)}


def make_and_withdraw(
    database: Database, wanted: TrackerLinkOrder, now: datetime, links: TrackerLinks
) -> tuple[int, str]:
    """Does what was asked for: how many links were withdrawn, and the token of the new one.

    "" when none was asked for, or it was asked for somebody who is no manager.
    """
    with database.session() as session:
        withdrawn = withdraw_links(session, now) if wanted.withdraw else 0
        manages = Power.MANAGE in powers_of(session, wanted.who)
        link_id = make_link(session, wanted.who, now, wanted.days) if manages else ""
    return withdrawn, links.token(link_id) if link_id else ""
