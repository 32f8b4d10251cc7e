"""The way out: botbuilder's connector on one aiohttp session, with a time limit, and without
retries of its own.

A message that may have arrived must not be sent twice by a library: the outbox alone decides to try
again.
"""

from types import SimpleNamespace
from typing import Any

import aiohttp
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import Activity
from botframework.connector import BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    ClaimsIdentity,
    ConnectorFactory,
    MicrosoftAppCredentials,
    PasswordServiceClientCredentialFactory,
)
from msrest.pipeline import AsyncHTTPPolicy, AsyncHTTPSender, AsyncPipeline, Request, Response
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.aiohttp import AioHttpClientResponse
from msrest.universal_http.requests import ClientRetryPolicy

from bot.teams.settings import TeamsSettings
from bot.teams.tokens import Tokens

# The library looks every status code up in this list, a thousand times for each client that it
# makes.
ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)

LIMIT = aiohttp.ClientTimeout(total=10)


class _Answer(AioHttpClientResponse):
    """An answer may be empty; the library takes that for one that was not read."""

    def body(self) -> bytes:
        """The answer's bytes."""
        return self._body or b""


class _Wire(AsyncHTTPSender):
    """Sends once, and waits so long and no longer."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def build_context(self) -> None:
        """Nothing is carried from one request to the next."""

    async def send(self, request: Request, **_: Any) -> Response:
        """Sends a request and reads the whole answer."""
        asked = request.http_request
        headers = {
            name: value for name, value in asked.headers.items() if name.lower() != "content-length"
        }
        # Never to another address than the one we mean: a redirect would carry the token along.
        answer = await self._session.request(
            asked.method,
            asked.url,
            data=asked.data,
            headers=headers,
            timeout=LIMIT,
            allow_redirects=False,
        )
        response = _Answer(asked, answer)
        await response.load_body()
        return Response(request, response)

    async def __aexit__(self, *_: object) -> None:
        """The session outlives each request."""


class _Signed(AsyncHTTPPolicy):
    """Puts the bot's token on each request."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens

    async def send(self, request: Request, **kwargs: Any) -> Response:
        """Sends a request with the token on it."""
        if token := await self._tokens.current():
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        return await self.next.send(request, **kwargs)


class Connectors(ConnectorFactory):
    """One client for each service address, made once: making one costs more than using it."""

    def __init__(self, settings: TeamsSettings, session: aiohttp.ClientSession) -> None:
        self._tokens = Tokens(settings, session)
        self._session = session
        self._made: dict[str, ConnectorClient] = {}

    async def create(self, service_url: str, audience: str | None = None) -> ConnectorClient:
        """The client for an address that a verified activity brought."""
        return self.to(service_url)

    def to(self, service_url: str) -> ConnectorClient:
        """The client for an address that a verified activity brought."""
        if service_url not in self._made:
            self._made[service_url] = self._new(service_url)
        return self._made[service_url]

    def _new(self, service_url: str) -> ConnectorClient:
        configuration = BotFrameworkConnectorConfiguration(
            MicrosoftAppCredentials.empty(), service_url
        )
        configuration.custom_pipeline = AsyncPipeline(
            [_Signed(self._tokens), RawDeserializer()], _Wire(self._session)
        )
        return ConnectorClient(None, base_url=service_url, custom_configuration=configuration)


class Authentication(ConfigurationBotFrameworkAuthentication):
    """The library's check of who speaks, with our way out."""

    def __init__(self, settings: TeamsSettings, connectors: Connectors) -> None:
        self._connectors = connectors
        configuration = SimpleNamespace(
            TO_CHANNEL_FROM_BOT_LOGIN_URL=f"{settings.login_url}/{settings.tenant}",
            TO_CHANNEL_FROM_BOT_OAUTH_SCOPE=settings.scope.removesuffix("/.default"),
            TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=settings.issuer,
            TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=settings.metadata_url,
        )
        credentials = PasswordServiceClientCredentialFactory(
            settings.app_id, settings.password, settings.tenant
        )
        super().__init__(configuration, credentials_factory=credentials)

    async def authenticate_request(
        self, activity: Activity, auth_header: str | None
    ) -> AuthenticateRequestResult:
        """Who speaks. Raises whatever the library raises."""
        result = await super().authenticate_request(activity, auth_header)
        result.connector_factory = self._connectors
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Connectors:
        """Our way out."""
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """We sign nobody in."""


def adapter(authentication: Authentication) -> CloudAdapter:
    """botbuilder's adapter, with our authentication and our way out."""
    return CloudAdapter(authentication)
