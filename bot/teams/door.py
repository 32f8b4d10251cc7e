"""The door: whether a request is from Teams, for this bot, about this tenant.

All of it before anything else runs.
"""

from typing import Any

import jwt
from botbuilder.schema import Activity
from botframework.connector.auth import AuthenticateRequestResult, BotFrameworkAuthentication

from bot.teams.settings import TeamsSettings
from bot.teams.signing_keys import MetadataUnavailable

_CHANNEL = "msteams"
_LOOPBACK = ("http://127.0.0.1:", "http://localhost:", "http://[::1]:")


class ActivityRefused(Exception):
    """Not from Teams, not for us, or not of our tenant.

    The reason is for the log, never for the one who asked.
    """


class ActivityCheck:
    """Lets in what is truly from Teams.

    In the local test nobody is checked, but only this machine can be reached.
    """

    def __init__(self, settings: TeamsSettings, authentication: BotFrameworkAuthentication) -> None:
        self._settings = settings
        self._authentication = authentication

    async def let_in(
        self, body: dict[str, Any], activity: Activity, header: str | None
    ) -> AuthenticateRequestResult:
        """Who speaks. Raises `ActivityRefused`, or `MetadataUnavailable` when it cannot be told."""
        if activity.channel_id != _CHANNEL or not activity.service_url:
            raise ActivityRefused("not a message of Teams")
        self._check_tenant(body)
        if self._settings.local:
            if not activity.service_url.startswith(_LOOPBACK):
                raise ActivityRefused("the local test reaches this machine only")
            return await self._authentication.authenticate_request(activity, None)
        self._check_issuer(header)
        try:
            result = await self._authentication.authenticate_request(activity, header)
        except MetadataUnavailable:
            raise
        except Exception as fault:  # the library raises whatever comes: each of them means no
            raise ActivityRefused(type(fault).__name__) from fault
        return result

    def _check_issuer(self, header: str | None) -> None:
        """Only the channel's own tokens: the library would also take an emulator's, which names no
        service address.
        """
        kind, _, token = (header or "").partition(" ")
        try:
            claims = (
                jwt.decode(token, options={"verify_signature": False}) if kind == "Bearer" else {}
            )
        except jwt.InvalidTokenError as fault:
            raise ActivityRefused("not a token") from fault
        if claims.get("iss") != self._settings.issuer or "exp" not in claims:
            raise ActivityRefused("no token of the channel")

    def _check_tenant(self, body: dict[str, Any]) -> None:
        """Every tenant that the activity names is the one we serve, and it names one."""
        named = {
            tenant
            for tenant in (tenant_of(body, "conversation"), tenant_of(body, "channelData"))
            if tenant
        }
        if not named or (self._settings.tenant and named != {self._settings.tenant}):
            raise ActivityRefused("another tenant")


def tenant_of(body: dict[str, Any], part: str) -> str:
    """The tenant that a part of an activity names."""
    inside = _table(body.get(part))
    tenant = (
        inside.get("tenantId") if part == "conversation" else _table(inside.get("tenant")).get("id")
    )
    return tenant.lower() if isinstance(tenant, str) else ""


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
