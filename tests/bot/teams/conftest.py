"""A Teams tenant on this machine, and the bot in it behind its real address."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.pace import Pace
from bot.teams.channel import TeamsChannel
from bot.teams.settings import TeamsSettings
from prompts.profile import load_profile
from storage.database import Database
from tests.kit.conference import A_MONDAY
from tests.kit.naming import named
from tests.kit.teams_microsoft import BOT, TENANT, Microsoft
from tests.kit.teams_somebody import CHANNEL, Somebody

CUMBRIA = load_profile("cumbria")
PEOPLE = ("imran", "carys", "bethan", "joe")


class NoPace(Pace):
    """Nobody waits in a test that is not about waiting."""

    def take(self, conversation: str) -> float:
        return 0.0


@dataclass
class Tenant:
    """The tenant: Microsoft's side, the bot's side, and the people."""

    microsoft: Microsoft
    dispatcher: Dispatcher
    delivery: Delivery
    client: TestClient[Any, Any]
    channel: TeamsChannel
    passes: Callable[[timedelta], None]

    def person(self, name: str) -> Somebody:
        return Somebody(name, self.microsoft, self.client, self.settle)

    async def settle(self) -> None:
        """Shows all that is queued."""
        while await self.delivery.show_next():
            pass

    async def add_bot(self) -> None:
        """The bot is added to the channel."""
        self.microsoft.members[CHANNEL] = [self.person(name).listed for name in PEOPLE]
        somebody = self.person("imran")
        update = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}
        where = {
            "conversation": {
                "id": CHANNEL,
                "conversationType": "channel",
                "tenantId": somebody.tenant,
            }
        }
        assert (await somebody.posts({**update, **where})).status == 200


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    """Microsoft's side."""
    made = Microsoft()
    await made.start()
    yield made
    await made.stop()


def _address(link: str) -> str:
    return f"https://example.org/{link}"


Make = Callable[..., Awaitable[Tenant]]


@pytest.fixture
async def make(microsoft: Microsoft, sqlite_database: Database) -> AsyncIterator[Make]:
    """Makes the bot's side; again for a restart."""
    running: list[tuple[TestClient[Any, Any], Dispatcher]] = []
    now = [A_MONDAY]

    def passes(span: timedelta) -> None:
        now[0] += span

    async def start(settings: TeamsSettings | None = None, pace: Pace | None = None) -> Tenant:
        dispatcher = Dispatcher(sqlite_database, {CUMBRIA.id: CUMBRIA}, lambda: now[0])
        named(
            sqlite_database,
            *(f"teams:{TENANT}/{who}" for who in ("chair", "minute_taker", "imran")),
        )
        channel = TeamsChannel(
            settings or microsoft.settings(), dispatcher, _address, pace or NoPace()
        )
        app = web.Application()
        app.add_routes(channel.routes())
        app.on_cleanup.append(lambda _: channel.stop())
        client = TestClient(TestServer(app))
        await client.start_server()
        running.append((client, dispatcher))
        delivery = Delivery(dispatcher, {channel.name: channel.platform})
        return Tenant(microsoft, dispatcher, delivery, client, channel, passes)

    yield start
    for client, dispatcher in running:
        await client.close()
        dispatcher.close()


@pytest.fixture
async def tenant(make: Make) -> Tenant:
    """The bot in a tenant, added to a channel."""
    made = await make()
    await made.add_bot()
    return made
