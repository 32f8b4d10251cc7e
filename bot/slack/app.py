"""Slack put together: one Bolt app that takes requests by HTTP, by Socket Mode or by both, and the
platform that sends.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.channels import Channels
from bot.slack.desk import SlackDesk
from bot.slack.groups import StaffGroups
from bot.slack.guard import Guard, NotFromSlack, from_team
from bot.slack.manifest import COMMAND, MENTION, ROOM_EVENTS, SHORTCUT
from bot.slack.platform import SlackRoom
from bot.slack.settings import SlackSettings
from bot.slack.socket import Socket
from bot.slack.text import Json
from bot.slack.windows import FAULTS, code_of
from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.spine.pace import Pace
from bot.spine.settings import BadSettings

log = logging.getLogger(__name__)

_TIME_OUT = 10.0
_TOKEN_FAULTS = frozenset(
    {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}
)

Does = Callable[[Json], Awaitable[Json]]


class Slack:
    """One workspace.

    Make it with a running loop; `start` it before requests come, `stop` it after the last.
    """

    name = "slack"

    def __init__(
        self,
        settings: SlackSettings,
        dispatcher: Dispatcher,
        address: Callable[[str], str],
        pace: Pace | None = None,
    ) -> None:
        self._settings = settings
        self._session = ClientSession(timeout=ClientTimeout(total=_TIME_OUT))
        self.client = self._client(settings.bot_token)
        self.platform = SlackRoom(self.client, Channels(self.client, settings.team), pace)
        self.desk = SlackDesk(dispatcher, self.client, settings.team, settings.bot_token, address)
        self.groups = StaffGroups(dispatcher, self.client, settings.team, settings.groups)
        self._following: asyncio.Task[None] | None = None
        self._bolt = self._listening()
        self._guard = Guard(settings.signing_secret, settings.team)
        self._socket = (
            Socket(self._bolt, settings.app_token, self._client(settings.app_token))
            if settings.app_token
            else None
        )

    def routes(self) -> list[web.RouteDef]:
        """Where requests come in by HTTP; nowhere without a signing secret."""
        return [web.post("/slack/events", self._take)] if self._settings.signing_secret else []

    async def start(self) -> None:
        """Checks the token, and connects.

        Raises `BadSettings` when Slack refuses the token; Slack being away is no reason.
        """
        try:
            found = await self.client.auth_test()
        except FAULTS as fault:
            if code_of(fault) in _TOKEN_FAULTS:
                await self._session.close()
                raise BadSettings(
                    f"SLACK_BOT_TOKEN cannot be used: Slack says {code_of(fault)}."
                ) from None
            log.warning("Slack could not be asked about the token: %s", code_of(fault))
        else:
            if found["team_id"] != self._settings.team:
                await self._session.close()
                raise BadSettings(
                    "SLACK_TEAM cannot be used: SLACK_BOT_TOKEN belongs to another workspace."
                )
        if self._socket:
            self._socket.start()
        self._following = asyncio.create_task(self.groups.run())

    async def stop(self) -> None:
        """Takes no more, and finishes what was begun."""
        if self._following:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        if self._socket:
            await self._socket.stop()
        await self.desk.settle()
        await self._session.close()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        try:
            self._guard.check(body, request.headers)
        except NotFromSlack as refused:
            log.warning("a request to Slack's address was refused: %s", refused)
            return web.Response(status=refused.status)
        headers: Any = dict(request.headers)
        try:
            answer = await self._bolt.async_dispatch(
                AsyncBoltRequest(body=body.decode(), headers=headers)
            )
        # what is ours is answered in `_log_fault`: here Slack's own library could not read it
        except Exception as fault:
            log.warning("a request to Slack's address was refused: misshapen, %s", where(fault))
            return web.Response(status=400)
        return await to_aiohttp_response(answer)

    def _client(self, token: str) -> AsyncWebClient:
        """A client that never repeats a call by itself: delivery decides that."""
        url, session = self._settings.api_url, self._session
        return AsyncWebClient(
            token=token, base_url=url, session=session, retry_handlers=[], logger=_quiet()
        )

    def _listening(self) -> AsyncApp:
        app = AsyncApp(
            client=self.client,
            authorize=_one_token(self._settings),
            signing_secret=self._settings.signing_secret or None,
            request_verification_enabled=bool(self._settings.signing_secret),
            process_before_response=True,
            logger=_quiet(),
        )
        app.middleware(self._only_our_team)
        app.action(re.compile(".*"))(_answered(self.desk.press))
        app.view("card")(_answered(self.desk.submit))
        app.command(COMMAND)(_answered(self.desk.slash))
        app.shortcut(SHORTCUT)(_answered(self.desk.shortcut))
        app.event("app_home_opened")(_answered(self.desk.home))
        app.event(MENTION)(_answered(self.desk.written))
        for event in ROOM_EVENTS:
            app.event(event)(_answered(self.desk.room_changed))
        app.error(_log_fault)
        return app

    async def _only_our_team(
        self, body: Json, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        if body.get("type") != "url_verification" and not from_team(body, self._settings.team):
            log.warning("a request was refused: another workspace")
            return BoltResponse(status=401)
        return await next()


def _one_token(settings: SlackSettings) -> Callable[[], Awaitable[AuthorizeResult]]:
    """There is one workspace and one token: nothing needs to be asked for a request."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id=settings.team, bot_token=settings.bot_token
        )

    return authorize


def _quiet() -> logging.Logger:
    """Slack's libraries write whole messages at DEBUG, and whole requests at INFO: they are not
    asked for that.
    """
    bolt = logging.getLogger("bot.slack.bolt")
    bolt.setLevel(logging.ERROR)
    return bolt


def _answered(does: Does) -> Callable[..., Awaitable[None]]:
    """A listener that answers when all is done; what could take long goes on after it."""

    async def listener(ack: Callable[..., Awaitable[BoltResponse]], body: Json) -> None:
        try:
            answer = await does(body)
        except Exception as fault:
            raise _OurFault from fault
        await ack(**answer)

    return listener


class _OurFault(Exception):
    """Something failed in what we do; the cause says what."""


async def _log_fault(error: Exception) -> BoltResponse:
    """Where it failed, never what was in it.

    What fails before we are asked is a request that Slack's library cannot read.
    """
    if not isinstance(error, _OurFault):
        log.warning("a request to Slack's address was refused: misshapen, %s", where(error))
        return BoltResponse(status=400)
    log.error("a request failed: %s", where(error.__cause__ or error))
    return BoltResponse(status=500)
