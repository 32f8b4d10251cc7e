"""What Teams needs to be told.

Half of it is refused, with what is missing; none of it means that Teams is off.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.spine.addresses import host_of, is_loopback
from bot.spine.settings import BadSettings

_NAMES = ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT")
_LOCAL = "TEAMS_LOCAL_TEST"
_GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
_WHAT_TO_PUT = {
    "TEAMS_APP_ID": "put the Application (client) ID of the app registration",
    "TEAMS_APP_PASSWORD": "put a client secret of the app registration",
    "TEAMS_TENANT": "put the Directory (tenant) ID of the app registration",
}


@dataclass(frozen=True)
class TeamsSettings:
    """A single-tenant bot. `local` is the test client on this machine: nobody is authenticated.

    The addresses are Microsoft's, as its documentation of bot authentication gives them; tests put
    their own.
    """

    app_id: str
    password: str = field(repr=False)
    tenant: str
    local: bool = False
    metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"
    login_url: str = "https://login.microsoftonline.com"
    scope: str = "https://api.botframework.com/.default"


def read_teams_settings(environment: Mapping[str, str], host: str) -> TeamsSettings | None:
    """The settings from the environment; `host` is where the server listens.

    None when Teams is off. Raises `BadSettings`.
    """
    given = {name: environment.get(name, "").strip() for name in _NAMES}
    local = environment.get(_LOCAL, "").strip()
    if local not in ("", "0", "1"):
        raise BadSettings(
            f"{_LOCAL} cannot be used: put 1 for the test client on this machine, or leave it out."
        )
    if local == "1":
        return _local(given, host)
    if not any(given.values()):
        return None
    _refuse_half(given)
    return TeamsSettings(
        given["TEAMS_APP_ID"].lower(), given["TEAMS_APP_PASSWORD"], given["TEAMS_TENANT"].lower()
    )


def refuse_local_test(url: str, *, slack: bool) -> None:
    """The local test lets anybody in: nothing real may be there to be reached.

    Raises `BadSettings`.
    """
    if slack:
        raise BadSettings(
            f"{_LOCAL} lets anybody in, and Slack is set up here. Take out "
            f"{_LOCAL}, or what is set for Slack."
        )
    if url and not is_loopback(host_of(url)):
        raise BadSettings(
            f"{_LOCAL} lets anybody in, and CHAIRSIDE_URL is a public "
            "address. Take out one of the two."
        )


def _local(given: Mapping[str, str], host: str) -> TeamsSettings:
    """Without any check of who speaks, only this machine may speak at all."""
    if given["TEAMS_APP_ID"] or given["TEAMS_APP_PASSWORD"]:
        raise BadSettings(
            f"{_LOCAL} is for the test client alone. Take it out, or take out "
            "TEAMS_APP_ID and TEAMS_APP_PASSWORD."
        )
    if not is_loopback(host):
        raise BadSettings(
            f"{_LOCAL} lets anybody in who reaches this server, so it runs on this machine only: "
            f"set HOST to 127.0.0.1, not {host}."
        )
    return TeamsSettings("", "", given["TEAMS_TENANT"], local=True)


def _refuse_half(given: Mapping[str, str]) -> None:
    missing = [name for name in _NAMES if not given[name]]
    if missing:
        raise BadSettings(
            "\n".join(
                f"Teams is half set up. {name} is missing: {_WHAT_TO_PUT[name]}."
                for name in missing
            )
        )
    wrong = [
        name
        for name in ("TEAMS_APP_ID", "TEAMS_TENANT")
        if not _GUID.fullmatch(given[name].lower())
    ]
    if wrong:
        raise BadSettings(
            "\n".join(
                f"{name} cannot be used: {_WHAT_TO_PUT[name]}, 36 characters." for name in wrong
            )
        )
