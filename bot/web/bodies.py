"""What comes with a request: read whole, in time, and as text, before anything else is done; what
is no such thing is a 400.
"""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.web.guard import Handler

FORM = "application/x-www-form-urlencoded"
IN_TIME_S = 15
_FIELDS = 500


@web.middleware
async def read_whole(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reads the body, which a request then has at hand; who sends it by drops is not waited for."""
    if "Content-Encoding" in request.headers:
        raise web.HTTPBadRequest
    if request.body_exists:
        try:
            async with asyncio.timeout(IN_TIME_S):
                await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout(headers={"Connection": "close"}) from None
        except (HttpProcessingError, web.RequestPayloadError, ConnectionError) as fault:
            raise web.HTTPBadRequest from fault
    return await handler(request)


async def form_of(request: web.Request) -> Mapping[str, str]:
    """The form that was sent; a name that comes several times has its values joined by commas.

    No form of ours sends files.
    """
    typed: dict[str, list[str]] = {}
    for name, value in await _pairs(request):
        typed.setdefault(name, []).append(value.replace("\r\n", "\n"))
    return {name: ",".join(values) for name, values in typed.items()}


async def _pairs(request: web.Request) -> list[tuple[str, str]]:
    body = await request.read()
    if body and request.content_type != FORM:
        raise web.HTTPBadRequest
    try:
        return parse_qsl(
            body.decode(),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError as fault:
        raise web.HTTPBadRequest from fault
