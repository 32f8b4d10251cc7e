"""A connector that takes every message and keeps none: `python -m tests.bench.loopback PORT`."""

import sys
from itertools import count

from aiohttp import web

_numbers = count(1)
_taken = {"POST": 0, "PUT": 0}


async def take(request: web.Request) -> web.Response:
    """A message arrived."""
    await request.read()
    _taken[request.method] += 1
    return web.json_response({"id": f"m{next(_numbers)}"})


async def taken(_: web.Request) -> web.Response:
    """How many arrived so far."""
    return web.json_response(_taken)


def main(port: int) -> None:
    """Serves until it is stopped."""
    app = web.Application()
    path = "/v3/conversations/{conversation}/activities"
    app.add_routes(
        [
            web.post(path, take),
            web.post(path + "/{message}", take),
            web.put(path + "/{message}", take),
        ]
    )
    app.router.add_get("/taken", taken)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
