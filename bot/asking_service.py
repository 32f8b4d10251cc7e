"""Asking the running service to do what the operator wants, with an order that only the service's own key can sign."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

import click
from itsdangerous import BadSignature

from bot.keys import vault_for
from bot.settings import BadSettings, Settings
from bot.web.operator import Orders

_PATIENCE_S = 10
_EVERYWHERE = frozenset({"0.0.0.0", "::", ""})


def ask_service(settings: Settings, path: str, order: Mapping[str, Any]) -> dict[str, Any]:
    """What the service on this machine answered. Raises `BadSettings` when it cannot be asked."""
    orders = Orders(vault_for(settings, _tell).signing_key)
    host = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
    address = f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"
    request = urllib.request.Request(f"{address}{path}", orders.sign(path, order).encode())
    try:
        with urllib.request.urlopen(request, timeout=_PATIENCE_S) as response:
            return orders.read(response.read().decode(), path)
    except (OSError, BadSignature, urllib.error.URLError) as fault:
        raise BadSettings(
            f"Chairside is running on this file, and could not be asked at {address} ({type(fault).__name__}). "
            "Set HOST, PORT and the key as they are for the running one, or stop it first."
        ) from None


def _tell(words: str) -> None:
    click.secho(words, err=True, bold=True)
