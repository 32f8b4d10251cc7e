"""What every answer of a web server of ours has in common: headers that keep it private, and faults
that say nothing.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.spine.faults import where
from bot.web.render import Pages
from handlers.grammar.scene import NotInProfile
from storage.sealing import CannotOpen, tell_operator

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MOST_BYTES = 256 * 1024
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        # "same-origin", not "no-referrer": with that, browsers send no Origin with a form, and we
        # could not check it.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; "
            "img-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    }
)


_HSTS = {"Strict-Transport-Security": "max-age=31536000"}
Signal = Callable[[web.Request, web.StreamResponse], Awaitable[None]]


def headers_for(url: str) -> Mapping[str, str]:
    """The headers of every answer.

    Where people come by https, browsers are told to come by nothing else.
    """
    return {**HEADERS, **_HSTS} if url.startswith("https://") else HEADERS


def adding(headers: Mapping[str, str]) -> Signal:
    """Nothing of a case is kept by a browser, framed by another page, or mixed with foreign
    scripts.
    """

    async def add(_: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(headers)
        response.headers.setdefault("Cache-Control", "no-store")

    return add


def friendly_faults(pages: Pages) -> Middleware:
    """What goes wrong is said on a page of ours; details are for the log, and never say what people
    wrote.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as fault:
            if fault.status < 400:
                raise
            return _fault_page(pages, fault.status)
        except NotInProfile as fault:
            log.error("not there: %s. Put it back and start again; nothing is lost", fault)
            return _fault_page(pages, 503)
        except CannotOpen as fault:
            tell_operator(fault)
            return _fault_page(pages, 503)
        except Exception as fault:
            log.error("%s %s failed: %s", request.method, _route(request), where(fault))
            return _fault_page(pages, 500)

    return middleware


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "nowhere"


def _fault_page(pages: Pages, status: int) -> web.Response:
    words = f"fault_{status}" if status in (403, 404, 410, 413, 500, 503) else "fault_404"
    return web.Response(
        text=pages.draw("fault.html.j2", words=words), status=status, content_type="text/html"
    )
