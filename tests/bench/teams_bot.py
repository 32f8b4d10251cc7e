"""Our bot in Teams as it takes turns: `python -m tests.bench.teams_bot PORT DATABASE [posts]`.

With "posts" it also draws and sends what each answer changes for the others; without, that waits in
the outbox.
"""

import asyncio
import sys

from aiohttp import web

from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.teams.channel import TeamsChannel
from bot.teams.settings import TeamsSettings
from prompts.profile import load_profile
from storage.database import Database
from storage.sealing import Vault


async def _app(url: str, posts: bool) -> web.Application:
    profile = load_profile("cumbria")
    database = Database.open(url, Vault(b"a key for tests, thirty-two long"))
    dispatcher = Dispatcher(database, {profile.id: profile})
    channel = TeamsChannel(TeamsSettings("", "", "", local=True), dispatcher, str)
    app = web.Application()
    app.add_routes(channel.routes())
    app.on_cleanup.append(lambda _: channel.stop())
    if posts:
        delivery = Delivery(dispatcher, {channel.name: channel.platform})
        app["delivery"] = asyncio.create_task(delivery.run())
    return app


def main(port: int, url: str, posts: bool) -> None:
    """Serves until it is stopped."""
    web.run_app(_app(url, posts), host="127.0.0.1", port=port, print=None, access_log=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], "posts" in sys.argv[3:])
