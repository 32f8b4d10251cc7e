"""A door for whoever runs the service: links to the tracker, made by the running server, for `python -m bot tracker-link`.

Only who has the service's own key can sign what is sent here, and what was signed is taken for a minute.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from aiohttp import web
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.dispatch import Dispatcher
from bot.web.links import TrackerLinks
from storage.database import Database
from storage.tracker import make_link, withdraw_links

PATH = "/operator/tracker-links"
_GOOD_FOR_S = 60


@dataclass(frozen=True)
class Wanted:
    """What whoever runs the service asks for: to withdraw all links, to make one for somebody (`who`), or both."""

    who: str
    days: int
    withdraw: bool


class Orders:
    """Signs and reads what is asked for and what was done."""

    def __init__(self, signing_key: bytes) -> None:
        self._signer = URLSafeTimedSerializer(signing_key, salt="chairside operator")

    def written(self, wanted: Wanted) -> str:
        """What is asked for, as it is sent."""
        return str(self._signer.dumps(asdict(wanted)))

    def answer(self, withdrawn: int, token: str) -> str:
        """What was done, as it is sent back."""
        return str(self._signer.dumps({"withdrawn": withdrawn, "token": token}))

    def read(self, text: str, path: str = "") -> dict[str, Any]:
        """What was sent to a path. Raises `BadSignature`, also when it is too old or was for another path."""
        found: dict[str, Any] = self._signer.loads(text, max_age=_GOOD_FOR_S, salt=self._salt(path))
        return found

    def sign(self, path: str, order: Mapping[str, Any]) -> str:
        """An order to a path, or the answer to it, as it is sent."""
        return str(self._signer.dumps(dict(order), salt=self._salt(path)))

    @staticmethod
    def _salt(path: str) -> str:
        return f"chairside operator {path}".strip()


class OperatorDoor:
    """Takes what was signed, and nothing else."""

    def __init__(self, dispatcher: Dispatcher, signing_key: bytes) -> None:
        self._dispatcher = dispatcher
        self._orders = Orders(signing_key)
        self._links = TrackerLinks(signing_key)

    async def take(self, request: web.Request) -> web.Response:
        """Does what was asked for."""
        try:
            wanted = Wanted(**self._orders.read(await request.text()))
        except (BadSignature, TypeError):
            raise web.HTTPNotFound from None
        work = partial(make_and_withdraw, self._dispatcher.database, wanted, self._dispatcher.now(), self._links)
        withdrawn, token = await self._dispatcher.run(work)
        return web.Response(text=self._orders.answer(withdrawn, token))


def make_and_withdraw(database: Database, wanted: Wanted, now: datetime, links: TrackerLinks) -> tuple[int, str]:
    """Does what was asked for: how many links were withdrawn, and the token of the new one; "" when none was asked for."""
    with database.session() as session:
        withdrawn = withdraw_links(session, now) if wanted.withdraw else 0
        link_id = make_link(session, wanted.who, now, wanted.days) if wanted.who else ""
    return withdrawn, links.token(link_id) if link_id else ""
