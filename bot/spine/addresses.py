"""Addresses: who can reach them."""

import ipaddress
from urllib.parse import urlsplit


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host that a web address names; "" where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
