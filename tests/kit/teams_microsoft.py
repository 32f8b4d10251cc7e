"""Microsoft's side on this machine: the connector that keeps messages, the OpenID metadata with our
own keys, and the login.

It behaves as Teams' documentation says: members come in pages, a chat with somebody is the same
each time it is opened, and
what a test asks for goes wrong.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.teams.settings import TeamsSettings

APP_ID = "11111111-2222-3333-4444-555555555555"
TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.com"
SECRET = "a client secret"
BOT = f"28:{APP_ID}"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
Json = dict[str, Any]


@dataclass
class Call:
    """What the bot asked of the connector."""

    method: str
    conversation: str
    message: str
    body: Json
    token: str


@dataclass
class Fault:
    """How the next calls go wrong: a status with an error code, and how often."""

    status: int
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    method: str = ""
    conversation: str = ""


class Microsoft:
    """One tenant's Teams."""

    def __init__(self) -> None:
        self.messages: dict[str, dict[str, Json]] = {}
        self.members: dict[str, list[Json]] = {}
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.metadata_fetches = self.logins = 0
        self.metadata_is: Callable[[], web.Response] | None = None
        self.endorsements: list[str] = ["msteams"]
        self._numbers = 0
        self._server = TestServer(self._app(), host="127.0.0.1")

    async def start(self) -> None:
        """Begins to listen on a free port of this machine."""
        await self._server.start_server()

    async def stop(self) -> None:
        """Listens no more."""
        await self._server.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return str(self._server.make_url("")).rstrip("/")

    @property
    def service_url(self) -> str:
        """The service address that activities bring."""
        return f"{self.address}/emea/"

    def settings(self, **other: Any) -> TeamsSettings:
        """The bot's settings, with Microsoft's addresses here."""
        mine = {
            "metadata_url": f"{self.address}/openid",
            "issuer": ISSUER,
            "login_url": f"{self.address}/login",
        }
        return TeamsSettings(APP_ID, SECRET, TENANT, **{**mine, **other})

    def local_settings(self) -> TeamsSettings:
        """The settings for the test client on this machine."""
        return TeamsSettings("", "", TENANT, local=True)

    def token(self, *, key: Any = KEY, kid: str | None = "one", **claims: Any) -> str:
        """A token as the channel signs them; a claim of None is left out."""
        now = int(time.time())
        whole = {
            "iss": ISSUER,
            "aud": APP_ID,
            "serviceurl": self.service_url,
            "nbf": now - 10,
            "exp": now + 600,
            **claims,
        }
        known = {name: value for name, value in whole.items() if value is not None}
        return jwt.encode(known, key, algorithm="RS256", headers={"kid": kid} if kid else {})

    def shown(self, conversation: str) -> list[Json]:
        """The Adaptive Cards that stand in a conversation, in order."""
        found = self.messages.get(conversation, {}).values()
        return [
            attachment["content"]
            for message in found
            for attachment in message.get("attachments", [])
        ]

    # -- the connector

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=10**6)
        base = "/emea/v3/conversations"
        app.add_routes(
            [
                web.get("/openid", self._metadata),
                web.get("/keys", self._keys),
                web.post("/login/{tenant}/oauth2/v2.0/token", self._login),
                web.post(base, self._create),
                web.post(base + "/{conversation}/activities", self._send),
                web.put(base + "/{conversation}/activities/{message}", self._change),
                web.delete(base + "/{conversation}/activities/{message}", self._delete),
                web.get(base + "/{conversation}/pagedmembers", self._members),
            ]
        )
        return app

    async def _call(self, request: web.Request) -> Call:
        text = await request.text()
        where = request.match_info
        token = request.headers.get("Authorization", "")
        call = Call(
            request.method,
            where.get("conversation", ""),
            where.get("message", ""),
            json.loads(text or "{}"),
            token,
        )
        self.calls.append(call)
        fault = next(
            (
                f
                for f in self.faults
                if f.method in ("", call.method) and f.conversation in ("", call.conversation)
            ),
            None,
        )
        if fault:
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            raise _Fault(fault)
        return call

    async def _send(self, request: web.Request) -> web.Response:
        try:
            call = await self._call(request)
        except _Fault as fault:
            return fault.response
        self._numbers += 1
        name = f"message-{self._numbers}"
        self.messages.setdefault(call.conversation, {})[name] = call.body
        return web.json_response({"id": name}, status=201)

    async def _change(self, request: web.Request) -> web.Response:
        try:
            call = await self._call(request)
        except _Fault as fault:
            return fault.response
        if call.message not in self.messages.get(call.conversation, {}):
            return _error(404, "ActivityNotFoundInConversation")
        self.messages[call.conversation][call.message] = call.body
        return web.json_response({"id": call.message})

    async def _delete(self, request: web.Request) -> web.Response:
        try:
            call = await self._call(request)
        except _Fault as fault:
            return fault.response
        if self.messages.get(call.conversation, {}).pop(call.message, None) is None:
            return _error(404, "ActivityNotFoundInConversation")
        return web.Response(status=200)

    async def _create(self, request: web.Request) -> web.Response:
        try:
            call = await self._call(request)
        except _Fault as fault:
            return fault.response
        return web.json_response({"id": chat_with(call.body["members"][0]["id"])}, status=201)

    async def _members(self, request: web.Request) -> web.Response:
        try:
            call = await self._call(request)
        except _Fault as fault:
            return fault.response
        listed = self.members.get(call.conversation, [])
        begin = int(request.query.get("continuationToken") or 0)
        more = str(begin + 2) if begin + 2 < len(listed) else None
        return web.json_response(
            {"members": listed[begin : begin + 2], **({"continuationToken": more} if more else {})}
        )

    # -- who signs, and who may send

    async def _metadata(self, _: web.Request) -> web.Response:
        self.metadata_fetches += 1
        if self.metadata_is:
            return self.metadata_is()
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.address}/keys"})

    async def _keys(self, _: web.Request) -> web.Response:
        key = RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return web.json_response(
            {"keys": [{**key, "kid": "one", "endorsements": self.endorsements}]}
        )

    async def _login(self, request: web.Request) -> web.Response:
        form = await request.post()
        if (
            form["client_id"] != APP_ID
            or form["client_secret"] != SECRET
            or request.match_info["tenant"] != TENANT
        ):
            return web.json_response({"error": "invalid_client"}, status=401)
        self.logins += 1
        return web.json_response({"access_token": f"token-{self.logins}", "expires_in": 3599})


class _Fault(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.response = _error(fault.status, fault.code, fault.headers)


def _error(status: int, code: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response(
        {"error": {"code": code, "message": "no"}}, status=status, headers=headers
    )


def chat_with(user: str) -> str:
    """The one-to-one chat that somebody has with the bot."""
    return f"a:chat-{user.removeprefix('29:')}"
