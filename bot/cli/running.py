"""Asking the service that runs on this machine, with an order that only our own key can sign.

While the service runs on a SQLite file, nobody else can open it: then the running service does what
is asked.
"""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from itsdangerous import BadSignature

from bot.spine.keys import vault_for
from bot.spine.opening import open_database
from bot.spine.settings import BadSettings, Settings
from bot.web.operator import Orders
from storage.database import Database
from storage.one_process import AlreadyRunning

Order = dict[str, Any]
Ask = Callable[[Order], Order]

_PATIENCE_S = 60
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


@contextmanager
def whoever_can(
    settings: Settings,
    path: str,
    obey: Callable[[Database, Order], Order],
    tell: Callable[[str], None],
) -> Iterator[Ask]:
    """Takes orders: we ourselves with `obey`, or at `path` the service that has the file open."""
    try:
        database = open_database(settings, tell)
    except AlreadyRunning:
        yield partial(ask_the_service, settings, path)
        return
    with closing(database):
        yield partial(obey, database)


def ask_the_service(settings: Settings, path: str, order: Order) -> Order:
    """What the service answers. Raises `BadSettings` when it cannot be asked."""
    orders = Orders(vault_for(settings, lambda _: None).signing_key)
    host = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
    where = f"[{host}]:{settings.port}" if ":" in host else f"{host}:{settings.port}"
    request = urllib.request.Request(f"http://{where}{path}", orders.sign(order).encode())
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as response:
            return orders.read(response.read().decode())
    except (OSError, BadSignature, urllib.error.URLError) as fault:
        raise BadSettings(
            f"Chairside is running on this file, and could not be asked at http://{where} "
            f"({type(fault).__name__}). Set HOST, PORT and "
            "CHAIRSIDE_KEY as they are for the running "
            "one, or stop it first."
        ) from None
