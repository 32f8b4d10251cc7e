"""Asking the service that runs on this machine, with an order that only our own key can sign.

While the service runs on a SQLite file, nobody else can open it: then the running service does what
is asked.
"""

import urllib.error
import urllib.request
from typing import Any

from itsdangerous import BadSignature

from bot.spine.keys import vault_for
from bot.spine.settings import BadSettings, Settings
from bot.web.operator import Orders

_PATIENCE_S = 60
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


def ask_the_service(settings: Settings, path: str, order: dict[str, Any]) -> dict[str, Any]:
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
