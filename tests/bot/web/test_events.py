"""The event stream: numbers only, nothing missed on a dropped line, and several processes side by
side.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse

from storage.database import Database
from storage.sealing import Vault
from tests.kit.web_site import Site, running

NUMBERS = re.compile(rb"\d+\.\d+\.\d+")


@asynccontextmanager
async def listening(site: Site, who: str, **headers: str) -> AsyncIterator["Ear"]:
    async with site.client.get(f"{site.path}/events?as={who}", headers=headers) as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert stream.headers["Cache-Control"] == "no-store"
        yield Ear(stream)


class Ear:
    """What comes over an event stream."""

    def __init__(self, stream: ClientResponse) -> None:
        self._stream = stream
        self.heard: list[bytes] = []

    async def numbers(self, within: float = 5) -> str:
        """The next numbers. Raises `TimeoutError` when none come."""
        async with asyncio.timeout(within):
            while line := await self._stream.content.readline():
                self.heard.append(line)
                if line.startswith(b"data: "):
                    return line.removeprefix(b"data: ").strip().decode()
        raise EOFError


@pytest.fixture
async def site(sqlite_database: Database) -> AsyncIterator[Site]:
    async with running(sqlite_database) as site:
        yield site


async def test_the_stream_says_that_something_changed_and_never_what(site: Site) -> None:
    await site.start()
    step = await site.play_to("matters_most")
    await site.quiet()
    async with listening(site, "teacher") as ear:
        before = await ear.numbers()
        await site.press("mum", "answer.submit", step, {"text": "The bees in the blue teapot"})
        assert await ear.numbers() != before
        await site.quiet()
    for line in ear.heard:
        assert line in (b"\n", b"retry: 2000\n") or NUMBERS.fullmatch(
            line.strip().removeprefix(b"data: ").removeprefix(b"id: ")
        )


async def test_a_line_that_dropped_takes_up_where_it_was(site: Site) -> None:
    await site.start()
    await site.quiet()
    async with listening(site, "mum") as ear:
        seen = await ear.numbers()
    async with listening(site, "mum", **{"Last-Event-ID": seen}) as ear:
        with pytest.raises(TimeoutError):
            await ear.numbers(within=1.5)
    await site.press("mum", "rollcall.submit", values={"name": "Carys", "understood": "yes"})
    async with listening(site, "mum", **{"Last-Event-ID": seen}) as ear:
        assert await ear.numbers() != seen


async def test_somebody_elses_private_line_does_not_move_my_numbers(site: Site) -> None:
    await site.start()
    await site.play_to("matters_most")
    await site.quiet()
    async with listening(site, "teacher") as ear:
        before = (await ear.numbers()).split(".")
        await site.press("chair", "ask.nudge")
        await site.quiet()
        after = (await ear.numbers()).split(".")
    assert after[1:] == before[1:]


async def test_pages_of_several_processes_hear_of_it(postgres_url: str, vault: Vault) -> None:
    one, other = Database.open(postgres_url, vault), Database.open(postgres_url, vault)
    async with running(one) as site, running(other) as elsewhere:
        await site.start()
        elsewhere.room = site.room
        async with listening(elsewhere, "mum") as ear:
            before = await ear.numbers()
            await site.press(
                "mum", "rollcall.submit", values={"name": "Carys", "understood": "yes"}
            )
            while "Carys" not in await elsewhere.page("gran"):
                await asyncio.sleep(0.05)
            assert await ear.numbers() != before
    one.close()
    other.close()


async def test_stopping_ends_the_streams(sqlite_database: Database) -> None:
    async with running(sqlite_database) as site:
        await site.start()
        stream = await site.client.get(f"{site.path}/events?as=mum")
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 3
    stream.close()


async def test_a_database_that_is_gone_for_a_moment_ends_no_stream(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    await site.start()
    await site.quiet()
    async with listening(site, "mum") as ear:
        before = await ear.numbers()
        with monkeypatch.context() as broken:
            broken.setattr("bot.web.events.numbers", lambda *_: 1 / 0)
            await site.press(
                "mum", "rollcall.submit", values={"name": "Carys", "understood": "yes"}
            )
            await site.quiet()
        assert await ear.numbers() != before
