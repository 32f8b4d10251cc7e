"""The door of the rehearsal room: a code that the process prints, and then a cookie. No Host header
opens it.

Whoever is in can take any seat. The wall is the cookie, which only the code gives. Besides, forms
of other pages are kept
out by SameSite and Origin, and a page that points its own name at this machine by the names that we
answer to.
"""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable

from aiohttp import web
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.rehearsal.room.guesses import Guesses
from bot.spine.addresses import host_of
from bot.web.bodies import form_of
from bot.web.guard import Handler
from bot.web.render import Pages
from bot.web.site import OPEN_TO_ALL

SIGN_IN = "/sign-in"
_GOOD_FOR_S = 12 * 60 * 60
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is easily taken for another
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def new_code() -> str:
    """A code that can be read out over the phone; 59 bits."""
    return "-".join("".join(secrets.choice(_CHARACTERS) for _ in range(4)) for _ in range(3))


class SignIn:
    """Lets in who has the code. It is new each time the process starts; a cookie is good for half a
    day.

    `url` is the address that people reach the room at; "" where that is this machine alone.
    """

    def __init__(
        self,
        signing_key: bytes,
        pages: Pages,
        url: str = "",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.code = new_code()
        self._pages = pages
        self._url = url.rstrip("/")
        self._names = frozenset((*_LOOPBACK, host_of(url))) - {""}
        self._guesses = Guesses(now)
        self._signer = URLSafeTimedSerializer(signing_key, salt="chairside rehearsal room")
        # Cookies know no ports: two rooms on one machine must not put each other's people out.
        self._cookie = f"room-{hashlib.sha256(signing_key).hexdigest()[:8]}"

    def entry(self, address: str) -> str:
        """The room's address, with the code."""
        return f"{address}?code={self.code}"

    def address(self, request: web.Request) -> str:
        """The address that people reach the room at; never what the request says it is."""
        return self._url or f"http://{_LOOPBACK[0]}:{_port(request)}"

    @web.middleware
    async def guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Comes before every page of the room."""
        if _is_open_to_all(request):
            return await handler(request)
        if not self._is_ours(request):
            raise web.HTTPForbidden
        if self._is_in(request) or request.path == SIGN_IN:
            return await handler(request)
        if "code" in request.query:
            return self._try(request.query["code"])
        return self._ask(401)

    async def sign_in(self, request: web.Request) -> web.StreamResponse:
        """The code was typed."""
        return self._try((await form_of(request)).get("code", ""))

    def _try(self, code: str) -> web.StreamResponse:
        if wait := self._guesses.wait_s:
            return self._ask(429, "sign_in_wait", wait)
        if not hmac.compare_digest(_bare(code), _bare(self.code)):
            self._guesses.wrong()
            return self._ask(403, "sign_in_wrong")
        self._guesses.right()
        response = web.Response(status=303, headers={"Location": "/"})
        response.set_cookie(
            self._cookie,
            str(self._signer.dumps("in")),
            max_age=_GOOD_FOR_S,
            httponly=True,
            samesite="Lax",
            secure=self._url.startswith("https://"),
        )
        return response

    def _ask(self, status: int, trouble: str = "", wait: int = 0) -> web.Response:
        text = self._pages.draw("sign_in.html.j2", action=SIGN_IN, trouble=trouble, wait=wait)
        headers = {"Retry-After": str(wait)} if wait else {}
        return web.Response(text=text, status=status, content_type="text/html", headers=headers)

    def _is_in(self, request: web.Request) -> bool:
        try:
            self._signer.loads(request.cookies.get(self._cookie, ""), max_age=_GOOD_FOR_S)
        except BadSignature:
            return False
        return True

    def _is_ours(self, request: web.Request) -> bool:
        """Whether a request is to one of our names and, where it changes something, from a page of
        ours.
        """
        if host_of(f"//{request.host}") not in self._names:
            return False
        return request.method in ("GET", "HEAD") or request.headers.get(
            "Origin", ""
        ).lower() in self._origins(request)

    def _origins(self, request: web.Request) -> tuple[str, ...]:
        if self._url:
            return (self._url.lower(),)
        return tuple(
            f"http://{f'[{name}]' if ':' in name else name}:{_port(request)}" for name in _LOOPBACK
        )


def _is_open_to_all(request: web.Request) -> bool:
    resource = request.match_info.route.resource
    return resource is not None and resource.canonical.startswith(OPEN_TO_ALL)


def _port(request: web.Request) -> int:
    """The port that the request came in at."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


def _bare(code: str) -> bytes:
    """The code without what people put between its letters."""
    return "".join(filter(str.isalnum, code)).lower().encode()
