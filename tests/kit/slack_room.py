"""Chairside in Slack, whole: the application behind its address, delivery, and a Slack of our own
to talk to.
"""

import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import TypeVar

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.rehearsal.setup import setup_of
from bot.slack.accounts import room_of
from bot.slack.app import Slack
from bot.slack.settings import SlackSettings
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher, utc_now
from bot.spine.pace import Pace
from handlers.grammar.command import Command
from handlers.grammar.scene import Scene
from prompts.family import load_family
from storage.database import Database
from storage.tables import Power
from tests.kit.conference import PROFILES
from tests.kit.drawn import drawn_now
from tests.kit.naming import named
from tests.kit.slack_people import SECRET, Workspace, account
from tests.kit.slack_server import BOT, TEAM, FakeSlack

T = TypeVar("T")

CHANNEL = "C1"
# The chair's own messages: the panel is the first.
PANEL = "DCHAIR"
ROOM = room_of(TEAM, CHANNEL)


class SlackRoomUnderTest:
    """One workspace with Chairside in it. Posts go out when `deliver` is called."""

    def __init__(
        self, workspace: Workspace, dispatcher: Dispatcher, app: Slack, delivery: Delivery
    ) -> None:
        self.workspace = workspace
        self.fake = workspace.slack
        self.dispatcher = dispatcher
        self.app = app
        self.delivery = delivery

    async def deliver(self) -> None:
        """Shows all that is due."""
        while await self.delivery.show_next():
            pass

    async def start(self, family: str, where: str = ROOM) -> None:
        """Starts a conference with a sample family, whose people have accounts here."""
        setup = json.loads(setup_of(load_family(family), date(2026, 3, 2)))
        for person in setup["people"]:
            if person["account"]:
                person["account"] = account(user_of(person["account"]))
        reply = await self.dispatcher.send(
            Command(
                f"start in {where}",
                "conference.start",
                account("UCHAIR"),
                where,
                values={"setup": json.dumps(setup)},
            )
        )
        assert reply.done, reply.card

    async def see(self, view: Callable[[Scene], T], user: str = "") -> T:
        """What somebody sees; the channel where nobody is named."""
        return await self.dispatcher.run(
            lambda: self.dispatcher.look(ROOM, account(user) if user else None, view)
        )

    def panel(self) -> str:
        """The chair's panel, as words."""
        return self.fake.standing(PANEL)[0].words


def user_of(sample_account: str) -> str:
    """A sample person's user: "web:mum" is "UMUM"."""
    return f"U{sample_account.rpartition(':')[2].upper().replace('_', '')}"


@contextlib.asynccontextmanager
async def in_slack(
    database: Database,
    now: Callable[[], datetime] = utc_now,
    *limits: tuple[float, int],
    groups: Mapping[Power, str] | None = None,
    fake: FakeSlack | None = None,
) -> AsyncIterator[SlackRoomUnderTest]:
    """A workspace for a test. Nobody waits in it, unless `limits` say so."""
    fake = fake or FakeSlack()
    fake.channels[CHANNEL] = {"id": CHANNEL, "is_private": True}
    fake.members[CHANNEL] = [BOT]
    async with TestServer(fake.app()) as server:
        settings = SlackSettings(
            "xoxb-test", TEAM, SECRET, api_url=str(server.make_url("/api/")), groups=groups or {}
        )
        dispatcher = Dispatcher(database, PROFILES, now)
        named(database, *map(account, ("UCHAIR", "UADMIN", "UMINUTETAKER")))
        pace = Pace(*limits, clock=lambda: now().timestamp())
        app = Slack(settings, dispatcher, lambda link: f"https://chairside.example/{link}", pace)
        await app.start()
        pages = web.Application()
        pages.add_routes(app.routes())
        async with TestClient(TestServer(pages)) as client:
            delivery = Delivery(dispatcher, {"slack": app.platform})
            try:
                workspace = Workspace(client, fake, app.desk.settle, partial(drawn_now, dispatcher))
                yield SlackRoomUnderTest(workspace, dispatcher, app, delivery)
            finally:
                await app.stop()
                dispatcher.close()
                assert not fake.broken, fake.broken[0]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.time
