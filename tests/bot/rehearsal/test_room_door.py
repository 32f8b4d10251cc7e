"""The door of the rehearsal room: only the code opens it, and wrong ones wait."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.rehearsal.room.app import build_room
from bot.rehearsal.room.door import SignIn, new_code
from bot.rehearsal.room.guesses import Guesses
from bot.spine.dispatch import Dispatcher
from bot.web.render import Pages
from handlers.grammar.registry import commands
from storage.database import Database
from storage.tables import Meeting
from tests.kit.web_site import CUMBRIA, SIGNING_KEY, Site, running

PUBLIC = "https://room.example"
_EVERY_WAY_IN = (
    "/",
    "/room/0123456789abcdef?as=chair",
    "/rehearsal-reports",
    "/nowhere",
    "/reports/x",
    "/?code=",
    "/?code=abcd",
)


class Stranger:
    """Somebody who has the address and not the code. They forge what a browser cannot."""

    def __init__(self, client: TestClient, door: SignIn) -> None:  # type: ignore[type-arg]
        self._client = client
        self.door = door

    async def get(self, path: str, **headers: str) -> ClientResponse:
        return await self._client.get(path, headers=headers, allow_redirects=False)

    async def types(self, code: str, origin: str = PUBLIC) -> ClientResponse:
        headers = {"Origin": origin}
        return await self._client.post(
            "/sign-in", data={"code": code}, headers=headers, allow_redirects=False
        )

    async def posts(self, path: str, **headers: str) -> ClientResponse:
        form = {"family": "fennimore", "key": "0123456789abcdef", "code": self.door.code}
        return await self._client.post(path, data=form, headers=headers, allow_redirects=False)


class Time:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@asynccontextmanager
async def room(
    database: Database, url: str = PUBLIC, key: bytes = SIGNING_KEY
) -> AsyncIterator[tuple[Stranger, Time]]:
    time = Time()
    dispatcher, door = Dispatcher(database, {CUMBRIA.id: CUMBRIA}), SignIn(key, Pages(), url, time)
    async with TestClient(
        TestServer(build_room(dispatcher, door, signing_key=key, url=url))
    ) as client:
        yield Stranger(client, door), time
    dispatcher.close()


@pytest.mark.parametrize("url", [PUBLIC, ""])
async def test_without_the_code_there_is_nothing_whatever_the_headers_say(
    sqlite_database: Database, url: str
) -> None:
    forged: list[dict[str, str]] = [
        {},
        {"Host": "127.0.0.1"},
        {"Host": "localhost:8000", "X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"},
    ]
    async with room(sqlite_database, url) as (stranger, _):
        for headers in forged:
            for path in _EVERY_WAY_IN:
                response = await stranger.get(path, **headers)
                assert response.status in (401, 403, 429)
                assert "Fennimore" not in await response.text()
                assert "Set-Cookie" not in response.headers
        for path in (
            "/rehearse",
            "/room/0123456789abcdef/press?as=chair",
            "/room/0123456789abcdef/play?as=chair",
        ):
            assert (await stranger.posts(path, Origin=url or "http://127.0.0.1")).status in (
                401,
                403,
            )


async def test_what_says_nothing_of_anybody_is_open_to_all(sqlite_database: Database) -> None:
    async with room(sqlite_database) as (stranger, _):
        for path in ("/healthz", "/readyz", "/leaflets", "/static/room.css"):
            assert (await stranger.get(path, Host="anything.example")).status == 200
        assert (await stranger.get("/board/rubbish")).status == 410
        assert (await stranger.get("/static/../room/0123456789abcdef?as=chair")).status == 401


async def test_the_code_opens_it_with_a_cookie_that_no_script_and_no_other_page_can_use(
    sqlite_database: Database,
) -> None:
    async with room(sqlite_database) as (stranger, _):
        response = await stranger.types(f" {stranger.door.code.upper().replace('-', ' ')} ")
        assert (response.status, response.headers["Location"]) == (303, "/")
        (cookie,) = response.cookies.values()
        assert cookie["httponly"]
        assert cookie["secure"]
        assert (cookie["samesite"], cookie["path"], cookie["max-age"]) == ("Lax", "/", "43200")
        assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
        inside = await stranger.get("/", Cookie=f"{cookie.key}={cookie.value}")
        assert "Fennimore" in await inside.text()
        assert stranger.door.code not in await inside.text()


async def test_the_printed_address_opens_it_on_this_machine(sqlite_database: Database) -> None:
    async with room(sqlite_database, "") as (stranger, _):
        response = await stranger.get(stranger.door.entry("/"))
        assert (response.status, response.headers["Location"]) == (303, "/")
        (cookie,) = response.cookies.values()
        assert cookie["httponly"]
        assert not cookie["secure"]
        assert "Strict-Transport-Security" not in response.headers


async def test_a_form_of_another_page_does_not_sign_in(sqlite_database: Database) -> None:
    async with room(sqlite_database) as (stranger, _):
        for origin in ("https://evil.example", "http://room.example", "null", ""):
            assert (await stranger.types(stranger.door.code, origin)).status == 403


async def test_a_cookie_of_another_room_or_one_that_is_made_up_opens_nothing(
    sqlite_database: Database,
) -> None:
    async with room(sqlite_database, key=b"another key, thirty-two bytes long") as (stranger, _):
        (cookie,) = (await stranger.types(stranger.door.code)).cookies.values()
    async with room(sqlite_database) as (stranger, _):
        (ours,) = (await stranger.types(stranger.door.code)).cookies.values()
        assert ours.key != cookie.key
        for value in (cookie.value, "", "in", f"{ours.value}x"):
            assert (await stranger.get("/", Cookie=f"{ours.key}={value}")).status == 401


async def test_wrong_codes_wait_longer_and_longer_and_then_even_the_right_one_waits(
    sqlite_database: Database,
) -> None:
    async with room(sqlite_database) as (stranger, time):
        for _ in range(5):
            assert (await stranger.types(new_code())).status == 403
        refused = await stranger.types(stranger.door.code)
        assert (refused.status, refused.headers["Retry-After"]) == (429, "2")
        page = await refused.text()
        assert "Wait 2 seconds" in page.partition('id="trouble"')[2].partition("<input")[0]
        assert 'aria-describedby="trouble"' in page
        assert (await stranger.get(stranger.door.entry("/"))).status == 429
        time.now += 2
        assert (await stranger.types(new_code())).status == 403
        assert (await stranger.types(new_code())).headers["Retry-After"] == "4"
        time.now += 4
        assert (await stranger.types(stranger.door.code)).status == 303


def test_no_wait_is_longer_than_a_minute() -> None:
    time = Time()
    guesses = Guesses(time)
    for _ in range(50):
        guesses.wrong()
    assert guesses.wait_s == 60


async def test_a_seat_opens_no_meeting_with_values_from_the_browser(
    sqlite_database: Database,
) -> None:
    async with running(sqlite_database) as site:
        await site.start()
        before = meetings(site)
        openers = [name for name, entry in commands.items() if entry.opening]
        assert {"conference.start", "conference.prepare"} <= set(openers)
        setup = (
            '{"profile": "cumbria", "family": "Real", "children": '
            '["Ann"], "people": [], "trios": []}'
        )
        for name in openers:
            response = await site.press(
                "chair", name, values={"setup": setup, "family": "Real", "profile": "cumbria"}
            )
            assert response.headers["X-Done"] == "false"
        form = {
            "family": "fennimore",
            "key": site.new_key(),
            "sample": "",
            "setup": setup,
            "v.setup": setup,
        }
        assert (await site.post("/rehearse", form)).status == 303
        assert [sample for sample, _ in meetings(site)] == ["fennimore", "fennimore"]
        assert meetings(site)[0] == before[0]


def meetings(site: Site) -> list[tuple[str, str]]:
    with site.database.read() as session:
        return [
            (meeting.sample, meeting.family)
            for meeting in session.query(Meeting).order_by(Meeting.started_at)
        ]
