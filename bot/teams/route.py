"""POST /api/messages: the one address that Teams calls. Who speaks is checked before anything else is done."""

import json
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes

from bot.teams.door import Door, TurnedAway
from bot.teams.signing_keys import MetadataUnavailable
from bot.teams.turns import Turns

log = logging.getLogger(__name__)


class Messages:
    """Takes activities and answers invokes itself: the library's own front door answers those with 500."""

    def __init__(self, door: Door, adapter: CloudAdapter, turns: Turns) -> None:
        self._door = door
        self._adapter = adapter
        self._turns = turns

    async def post(self, request: web.Request) -> web.Response:
        """One activity."""
        body, activity = await _activity(request)
        try:
            speaker = await self._door.let_in(body, activity, request.headers.get("Authorization"))
        except TurnedAway as fault:
            log.warning("turned away: %s", fault)
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except MetadataUnavailable:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"})
        answer = await self._adapter.process_activity(speaker, activity, lambda context: self._turn(context, body))
        return _response(answer)

    async def _turn(self, context: TurnContext, body: dict[str, Any]) -> None:
        answer = await self._turns.take(body)
        if context.activity.type == ActivityTypes.invoke:
            response = InvokeResponse(status=HTTPStatus.OK, body=answer)
            await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))


async def _activity(request: web.Request) -> tuple[dict[str, Any], Activity]:
    """The activity in a request. What is not one is refused with 400."""
    if request.content_type != "application/json":
        raise web.HTTPBadRequest
    try:
        body = json.loads(await request.text())
        activity = Activity().deserialize(body) if isinstance(body, dict) else None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise web.HTTPBadRequest from fault
    except Exception as fault:  # the library's own, of several kinds
        raise web.HTTPBadRequest from fault
    if activity is None or not isinstance(body.get("type"), str) or not body["type"]:
        raise web.HTTPBadRequest
    return body, activity


def _response(answer: InvokeResponse | None) -> web.Response:
    if answer is None:
        return web.Response(status=HTTPStatus.OK)
    if answer.body is None:
        return web.Response(status=answer.status)
    text = json.dumps(answer.body, ensure_ascii=False)
    return web.Response(status=answer.status, text=text, content_type="application/json")
