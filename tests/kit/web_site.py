"""The real application on a real database, as a browser sees it: pages, presses and the event
stream.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count

from aiohttp import ClientResponse, ClientTimeout
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.rehearsal.player import Player
from bot.rehearsal.room.app import build_room
from bot.rehearsal.room.door import SignIn
from bot.rehearsal.staff import name_sample_staff
from bot.spine.dispatch import Dispatcher
from bot.web.app import build_app
from bot.web.links import PageLinks
from bot.web.render import Pages
from handlers.grammar.command import Command
from handlers.grammar.scene import Scene
from prompts.profile import Profile, load_profile
from storage.database import Database
from storage.tables import Post
from tests.kit.drawn import drawn_now
from tests.kit.naming import LONG_BEFORE

SIGNING_KEY = b"a signing key for tests, thirty-2"
CUMBRIA = load_profile("cumbria")
Clock = Callable[[], datetime]
A_MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


class Watch:
    """A clock that a test moves."""

    now: datetime = A_MONDAY

    def __call__(self) -> datetime:
        return self.now


class Site:
    """A running application, and one browser that can sit in any chair."""

    def __init__(self, database: Database, dispatcher: Dispatcher, client: TestClient) -> None:  # type: ignore[type-arg]
        self.database = database
        self.dispatcher = dispatcher
        self.client = client
        self.links = PageLinks(SIGNING_KEY)
        self.room = ""
        self._keys = count(1)

    @property
    def origin(self) -> str:
        return str(self.client.make_url("/")).rstrip("/")

    async def sign_in(self, door: SignIn) -> None:
        """Opens the address that the process prints.

        The cookie is sent without TLS here, as no browser would.
        """
        response = await self.get(door.entry("/"))
        assert response.status == 303
        self.client.session.cookie_jar.update_cookies(
            {name: morsel.value for name, morsel in response.cookies.items()}
        )

    def new_key(self) -> str:
        return f"key-{next(self._keys):08d}"

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self.client.get(path, headers=headers, allow_redirects=False)

    async def text(self, path: str) -> str:
        response = await self.get(path)
        assert response.status == 200, path
        return await response.text()

    async def post(self, path: str, form: dict[str, str], **headers: str) -> ClientResponse:
        headers = {"Origin": self.origin, **headers}
        return await self.client.post(path, data=form, headers=headers, allow_redirects=False)

    async def start(self, family: str = "fennimore") -> str:
        """Starts a rehearsal; gives its address."""
        response = await self.post("/rehearse", {"family": family, "key": self.new_key()})
        assert response.status == 303
        path = response.headers["Location"].partition("?")[0]
        self.room = path.replace("/room/", "web:")
        await self.quiet()
        return path

    @property
    def path(self) -> str:
        return self.room.replace("web:", "/room/")

    async def page(self, who: str) -> str:
        """The whole page from somebody's chair, once everything is delivered."""
        await self.quiet()
        return await self.text(f"{self.path}?as={who}")

    async def press(
        self,
        who: str,
        command: str,
        target: str = "",
        values: dict[str, str] | None = None,
        key: str = "",
    ) -> ClientResponse:
        """Presses as the page's script does."""
        typed = {f"v.{name}": value for name, value in (values or {}).items()}
        made = drawn_now(self.dispatcher, Command("", command, f"web:{who}", self.room, target))
        form = {"command": command, "target": made.target, "key": key or self.new_key(), **typed}
        return await self.post(f"{self.path}/press?as={who}", form, **{"X-Fetched": "1"})

    async def play_to(self, question: str) -> str:
        """Plays everybody until the conference is on a question; gives the item's id."""
        player = Player(self.dispatcher, self.room)
        while self.step()[1] != question:
            assert await self.dispatcher.run(player.play_item)
        return self.step()[0]

    async def quiet(self) -> None:
        """Waits until everything that was queued stands in the room."""
        async with asyncio.timeout(10):
            while await self.dispatcher.run(self._waiting):
                await asyncio.sleep(0.02)

    def step(self) -> tuple[str, str]:
        """The id and the question of the item that the conference is on."""
        return self.dispatcher.look(self.room, None, _current)

    def id_of(self, who: str) -> str:
        """The id of somebody of the sample in this conference."""
        return self.dispatcher.look(
            self.room, f"web:{who}", lambda scene: scene.viewer.id if scene.viewer else ""
        )

    def _waiting(self) -> bool:
        with self.database.read() as session:
            return session.scalar(select(Post.id).where(Post.waiting).limit(1)) is not None


def _current(scene: Scene) -> tuple[str, str]:
    step = scene.book.current
    assert step is not None
    return step.id, step.question


@asynccontextmanager
async def running(
    database: Database,
    *,
    rehearsal: bool = True,
    url: str = "",
    now: Clock | None = None,
    profiles: Mapping[str, Profile] | None = None,
) -> AsyncIterator[Site]:
    """The rehearsal room while a test runs, signed in; or, without `rehearsal`, the service."""
    dispatcher = Dispatcher(database, profiles or {CUMBRIA.id: CUMBRIA}, *([now] if now else []))
    name_sample_staff(database, LONG_BEFORE)
    door = SignIn(SIGNING_KEY, Pages(), url)
    if rehearsal:
        app = build_room(dispatcher, door, signing_key=SIGNING_KEY, url=url)
    else:
        app = build_app(dispatcher, signing_key=SIGNING_KEY, url=url)
    async with TestClient(TestServer(app), timeout=ClientTimeout(total=15)) as client:
        site = Site(database, dispatcher, client)
        if rehearsal:
            await site.sign_in(door)
        yield site
    dispatcher.close()
