"""What every answer of the web server has in common: headers that keep it private, and who may ask for the rehearsal room."""

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.web.render import Pages
from handlers.scene import NotInProfile

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MOST_BYTES = 256 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        # "same-origin", not "no-referrer": with that, browsers send no Origin with a form, and we could not check it.
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Security-Policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    }
)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Nothing of a case is kept by a browser, framed by another page, or mixed with foreign scripts."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def only_here(hosts: frozenset[str] | None) -> Callable[[Handler], Handler]:
    """Wraps the rehearsal room: it answers only to these host names (None: to all), and only to forms of its own pages.

    Whoever can open it can sit in any chair, so another web page must not be able to reach it, not even by a name that
    it points at this machine.
    """

    def wrap(handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if hosts is not None and host_name(request.host) not in hosts:
                raise web.HTTPForbidden
            if request.method == "POST" and not _own_page(request):
                raise web.HTTPForbidden
            return await handler(request)

        return guarded

    return wrap


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _own_page(request: web.Request) -> bool:
    try:
        origin = urlsplit(request.headers.get("Origin", ""))
    except ValueError:
        return False
    return origin.scheme in ("http", "https") and origin.netloc.lower() == request.host.lower()


def friendly_faults(pages: Pages) -> Middleware:
    """What goes wrong is said on a page of ours; details are for the log, and never say what people wrote."""

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
        except Exception as fault:
            # Where it went wrong, and not with what: an exception's own words may be somebody's.
            where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(fault.__traceback__)]
            log.error("%s %s failed: %s at %s", request.method, _route(request), type(fault).__name__, " > ".join(where))
            return _fault_page(pages, 500)

    return middleware


def _route(request: web.Request) -> str:
    resource = request.match_info.route.resource
    return resource.canonical if resource else "nowhere"


def _fault_page(pages: Pages, status: int) -> web.Response:
    words = f"fault_{status}" if status in (403, 404, 410, 413, 500, 503) else "fault_404"
    return web.Response(text=pages.draw("fault.html.j2", words=words), status=status, content_type="text/html")
