"""For machines that watch over the process: is it alive, and can it work?"""

from aiohttp import web

from bot.spine.dispatch import Dispatcher


def health_routes(dispatcher: Dispatcher) -> list[web.RouteDef]:
    """`/healthz` while the process lives; `/readyz` only when the database is migrated and
    reachable.
    """

    async def alive(_: web.Request) -> web.Response:
        return web.json_response({"status": "alive"})

    async def ready(_: web.Request) -> web.Response:
        is_ready = await dispatcher.run(dispatcher.database.ready)
        return web.json_response(
            {"status": "ready" if is_ready else "not ready"}, status=200 if is_ready else 503
        )

    return [web.get("/healthz", alive), web.get("/readyz", ready)]
