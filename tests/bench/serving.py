"""How long it takes until a server is ready, and how much memory it holds, idle and with
conferences open.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter

import aiohttp
import psutil

from bot.rehearsal.room.program import of_the_room
from bot.spine.opening import open_database
from bot.spine.settings import read_settings
from tests.kit.conference import Conference

_MB = 1024 * 1024
_SETTLES_S = 2.0


def measure(folder: Path, conferences: int) -> dict[str, float]:
    """Seconds to ready on a fresh machine and again, and megabytes: idle, and with so many rooms
    watched in two windows each.
    """
    found: dict[str, float] = {}
    with _server(folder) as (process, _, seconds):
        found["seconds to ready, first start"] = seconds
        found["MB idle"] = _resident(process)
    rooms = _open(folder, conferences)
    with _server(folder) as (process, address, seconds):
        found["seconds to ready"] = seconds
        found[f"MB with {conferences} conferences open"] = asyncio.run(
            _watched(process, address, rooms)
        )
    return found


@contextmanager
def _server(folder: Path) -> Iterator[tuple[psutil.Process, str, float]]:
    start = perf_counter()
    environment = {**os.environ, "PORT": "0", "CHAIRSIDE_DATA": str(folder)}
    command = [sys.executable, "-m", "bot", "rehearsal-room"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[-1]
            yield psutil.Process(process.pid), address, perf_counter() - start
        finally:
            process.terminate()


def _open(folder: Path, conferences: int) -> list[str]:
    """Conferences in the middle of a question, with posts to show."""
    rooms = [f"bench-{number:08x}" for number in range(conferences)]
    settings = of_the_room(read_settings().model_copy(update={"data": folder}))
    with closing(open_database(settings, print)) as database:
        for room in rooms:
            with closing(Conference(database, room=f"web:{room}")) as conference:
                conference.begins_with("matters_most")
                conference.person("mum").answers("matters_most", "Me, and then Gran. And the cat.")
    return rooms


async def _watched(process: psutil.Process, address: str, rooms: list[str]) -> float:
    """The memory held while two windows of each room are open and everything has been shown in
    them.
    """
    connector, jar = aiohttp.TCPConnector(limit=0), aiohttp.CookieJar(unsafe=True)
    base, _, entry = address.rpartition("/")
    async with aiohttp.ClientSession(base, connector=connector, cookie_jar=jar) as browser:
        await browser.get(f"/{entry}")
        streams = []
        for room in rooms:
            for person in ("chair", "mum"):
                async with browser.get(f"/room/{room}?as={person}") as page:
                    page.raise_for_status()
                    await page.read()
                streams.append(await browser.get(f"/room/{room}/events?as={person}"))
        await asyncio.sleep(_SETTLES_S)
        megabytes = _resident(process)
        for stream in streams:
            stream.close()
    return megabytes


def _resident(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / _MB
