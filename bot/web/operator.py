"""A door for whoever runs the service: links to the tracker, made by the running server, for
`python -m bot tracker-link`.

Only who has the service's own key can sign what is sent here, and what was signed is taken for a
minute.
"""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from aiohttp import web
from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import Field, TypeAdapter, ValidationError

from bot.spine.dispatch import Dispatcher
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
class Wanted:
    """What whoever runs the service asks for: to withdraw all links, to make one for somebody
    (`who`), or both.
    """

    who: str
    days: Annotated[int, Field(ge=1, le=366)]
    withdraw: bool


_WANTED = TypeAdapter(Wanted)
_WORDS = TypeAdapter(dict[str, str])


class Orders:
    """Signs and reads what is asked for and what was done."""

    def __init__(self, signing_key: bytes) -> None:
        self._signer = URLSafeTimedSerializer(signing_key, salt="chairside operator")

    def sign(self, told: dict[str, Any]) -> str:
        """What is asked for or was done, as it is sent."""
        return str(self._signer.dumps(told))

    def written(self, wanted: Wanted) -> str:
        """What is asked for, as it is sent."""
        return self.sign(asdict(wanted))

    def answer(self, withdrawn: int, token: str) -> str:
        """What was done, as it is sent back."""
        return self.sign({"withdrawn": withdrawn, "token": token})

    def read(self, text: str | bytes) -> dict[str, Any]:
        """What was sent. Raises `BadSignature`, also when it is too old."""
        found: dict[str, Any] = self._signer.loads(text, max_age=_GOOD_FOR_S)
        return found


class OperatorDoor:
    """Takes what was signed, and nothing else."""

    def __init__(self, dispatcher: Dispatcher, signing_key: bytes) -> None:
        self._dispatcher = dispatcher
        self._orders = Orders(dispatcher.database.operator_key)
        self._links = TrackerLinks(signing_key)

    async def take(self, request: web.Request) -> web.Response:
        """Does what was asked for."""
        try:
            wanted = _WANTED.validate_python(self._orders.read(await request.read()))
        except (BadSignature, ValidationError):
            raise web.HTTPNotFound from None
        work = partial(
            make_and_withdraw,
            self._dispatcher.database,
            wanted,
            self._dispatcher.now(),
            self._links,
        )
        withdrawn, token = await self._dispatcher.run(work)
        return web.Response(text=self._orders.answer(withdrawn, token))


class ResealDoor:
    """Brings some rows under the first key, for `python -m bot reseal`."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._orders = Orders(dispatcher.database.operator_key)

    async def take(self, request: web.Request) -> web.Response:
        """Does one turn of it; presses come between the turns."""
        try:
            order = _WORDS.validate_python(self._orders.read(await request.read()))
        except (BadSignature, ValidationError):
            raise web.HTTPNotFound from None
        if set(order) != {"reseal"}:
            raise web.HTTPNotFound
        database = self._dispatcher.database
        told = await self._dispatcher.run(partial(reseal_order, database, order))
        return web.Response(text=self._orders.sign(told))


class AuditDoor:
    """Proves or shows the audit trail, for `python -m bot audit`."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._database = dispatcher.database
        self._orders = Orders(dispatcher.database.operator_key)

    async def take(self, request: web.Request) -> web.Response:
        """Reads beside the presses, not between them."""
        try:
            order = _WORDS.validate_python(self._orders.read(await request.read()))
        except (BadSignature, ValidationError):
            raise web.HTTPNotFound from None
        if "audit" not in order:
            raise web.HTTPNotFound
        told = await asyncio.to_thread(audit_order, self._database, order)
        return web.Response(text=self._orders.sign(told))


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
    database: Database, wanted: Wanted, now: datetime, links: TrackerLinks
) -> tuple[int, str]:
    """Does what was asked for: how many links were withdrawn, and the token of the new one.

    "" when none was asked for, or it was asked for somebody who is no manager.
    """
    with database.session() as session:
        withdrawn = withdraw_links(session, now) if wanted.withdraw else 0
        manages = Power.MANAGE in powers_of(session, wanted.who)
        link_id = make_link(session, wanted.who, now, wanted.days) if manages else ""
    return withdrawn, links.token(link_id) if link_id else ""
