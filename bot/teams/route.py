"""POST /api/messages: the one address that Teams calls.

Who speaks is checked before anything else is done.
"""

import json
import logging
from http import HTTPStatus
from typing import Any

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount, ConversationAccount

from bot.teams.door import ActivityCheck, ActivityRefused
from bot.teams.signing_keys import MetadataUnavailable
from bot.teams.turns import Turns

log = logging.getLogger(__name__)

_TABLE, _TEXT = (dict, type(None)), (str, type(None))
_SHAPE: dict[str, type | tuple[type, ...]] = {
    "type": str,
    "id": _TEXT,
    "channelId": _TEXT,
    "serviceUrl": _TEXT,
    "conversation": _TABLE,
    "from": _TABLE,
    "recipient": _TABLE,
}


class Messages:
    """Takes activities and answers invokes itself: the library's own front door answers those with
    500.
    """

    def __init__(self, door: ActivityCheck, adapter: CloudAdapter, turns: Turns) -> None:
        self._door = door
        self._adapter = adapter
        self._turns = turns

    async def post(self, request: web.Request) -> web.Response:
        """One activity."""
        body, activity = await _activity(request)
        try:
            speaker = await self._door.let_in(body, activity, request.headers.get("Authorization"))
        except ActivityRefused as fault:
            log.warning("turned away: %s", fault)
            return web.Response(status=HTTPStatus.UNAUTHORIZED)
        except MetadataUnavailable:
            return web.Response(
                status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": "10"}
            )
        answer = await self._adapter.process_activity(
            speaker, activity, lambda context: self._turn(context, body)
        )
        return _response(answer)

    async def _turn(self, context: TurnContext, body: dict[str, Any]) -> None:
        answer = await self._turns.take(body)
        if context.activity.type == ActivityTypes.invoke:
            response = InvokeResponse(status=HTTPStatus.OK, body=answer)
            await context.send_activity(
                Activity(type=ActivityTypes.invoke_response, value=response)
            )


async def _activity(request: web.Request) -> tuple[dict[str, Any], Activity]:
    """The activity in a request, whole and as the library needs it.

    What is not one is refused with 400.
    """
    if request.content_type != "application/json":
        raise web.HTTPBadRequest
    try:
        body = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError) as fault:
        raise web.HTTPBadRequest from fault
    if not isinstance(body, dict) or not all(
        isinstance(body.get(name), kind) for name, kind in _SHAPE.items()
    ):
        raise web.HTTPBadRequest
    return body, _for_the_library(body)


def _for_the_library(body: dict[str, Any]) -> Activity:
    """What the library reads of an activity; its own reading of the rest takes longer than all that
    we do with it.
    """
    return Activity(
        type=body["type"],
        id=body.get("id"),
        channel_id=body.get("channelId"),
        service_url=body.get("serviceUrl"),
        conversation=ConversationAccount(id=(body.get("conversation") or {}).get("id")),
        from_property=ChannelAccount(id=(body.get("from") or {}).get("id")),
        recipient=ChannelAccount(id=(body.get("recipient") or {}).get("id")),
    )


def _response(answer: InvokeResponse | None) -> web.Response:
    if answer is None:
        return web.Response(status=HTTPStatus.OK)
    if answer.body is None:
        return web.Response(status=answer.status)
    text = json.dumps(answer.body, ensure_ascii=False)
    return web.Response(status=answer.status, text=text, content_type="application/json")
