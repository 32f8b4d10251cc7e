"""Turns in Teams: an answer is committed and the reply sent, beside botbuilder's own echo bot, in
one run.

Bot, connector and the people are processes of their own on this machine. Nobody is authenticated on
either side.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any

import aiohttp
import psutil
from aiohttp.test_utils import unused_port

from bot.rehearsal.setup import account_of, setup_of
from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from prompts.family import load_family
from prompts.profile import load_profile
from storage.database import Database
from storage.sealing import Vault
from tests.bench.answering import WORDS, Times
from tests.kit.drawn import drawn_now
from tests.kit.naming import named

_KEY = b"a key for tests, thirty-two long"
_TENANT = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
_SIDE_BY_SIDE = 20
_WHO = ("mum", "gran")
_numbers = count(1)
Json = dict[str, Any]
Turn = Callable[[int], Json]


@dataclass(frozen=True)
class Child:
    """A process of its own, and where it listens."""

    address: str
    process: psutil.Process

    @property
    def cpu_ms(self) -> float:
        """The processor time it has taken."""
        times = self.process.cpu_times()
        return 1000 * float(times.user + times.system)


@dataclass(frozen=True)
class Run:
    """So many turns in so many seconds: how long each took, and the processor time of the bot, in
    milliseconds.
    """

    seconds: float
    each: list[float]
    cpu_ms: float


def measure(url: str, turns: int, conferences: int = 100) -> dict[str, Any]:
    """Turns a second, and how long each took, in turns: the echo bot, ours on a migrated database,
    and both again.
    """
    steps = _conferences(url, conferences)
    with ExitStack() as stack:
        connector = stack.enter_context(_child("tests.bench.loopback"))
        echo = stack.enter_context(_child("tests.bench.echo_bot"))
        ours = stack.enter_context(_child("tests.bench.teams_bot", url))
        return asyncio.run(_measured(connector, echo, ours, steps, turns))


async def _measured(
    there: Child, echo: Child, ours: Child, steps: list[str], turns: int
) -> dict[str, Any]:
    found: dict[str, list[Run]] = {"echo": [], "ours": []}
    connector = there.address
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as people:
        for address in (connector + "/taken", echo.address, ours.address):
            await _ready(people, address)
        for n in range(len(steps) * len(_WHO)):
            await _send(people, ours.address, _hello(connector, n, len(steps)))
        for _ in range(3):
            before = await _taken(people, connector)
            found["echo"].append(await _run(people, echo, lambda n: _words(connector, n), turns))
            assert await _taken(people, connector) - before == turns
            before = await _taken(people, connector)
            found["ours"].append(
                await _run(people, ours, lambda n: _answer(connector, n, steps), turns)
            )
            assert await _taken(people, connector) - before >= turns, "each answer had its reply"
    return {name: _numbers_of(runs) for name, runs in found.items()}


async def _run(people: aiohttp.ClientSession, bot: Child, turn: Turn, turns: int) -> Run:
    """So many turns, twenty at a time."""
    left = iter(range(turns))
    each: list[float] = []

    async def somebody() -> None:
        for n in left:
            start = perf_counter()
            await _send(people, bot.address, turn(n))
            each.append(1000 * (perf_counter() - start))

    start, cpu_ms = perf_counter(), bot.cpu_ms
    await asyncio.gather(*(somebody() for _ in range(_SIDE_BY_SIDE)))
    return Run(perf_counter() - start, each, bot.cpu_ms - cpu_ms)


def _numbers_of(runs: list[Run]) -> dict[str, float]:
    """The middle one of the runs counts for the rate; the times are of all."""
    times = Times([each for run in runs for each in run.each])
    rates = sorted(len(run.each) / run.seconds for run in runs)
    cpu_ms = sum(run.cpu_ms for run in runs) / len(times.each)
    return {
        "turns a second": rates[len(rates) // 2],
        "p50 ms": times.p50,
        "p99 ms": times.p99,
        "CPU ms a turn": cpu_ms,
    }


async def _send(people: aiohttp.ClientSession, bot: str, activity: Json) -> None:
    async with people.post(f"{bot}/api/messages", json=activity) as response:
        assert response.status in (200, 201), response.status


async def _taken(people: aiohttp.ClientSession, connector: str) -> int:
    async with people.get(f"{connector}/taken") as response:
        return int((await response.json())["POST"])


async def _ready(people: aiohttp.ClientSession, address: str) -> None:
    for _ in range(200):
        try:
            async with people.get(address):
                return
        except aiohttp.ClientError:
            await asyncio.sleep(0.1)
    raise TimeoutError(address)


def _activity(connector: str, who: str, **other: Any) -> Json:
    return {
        "type": "message",
        "id": f"bench-{next(_numbers)}",
        "channelId": "msteams",
        "serviceUrl": connector,
        "from": {"id": f"29:{who}", "aadObjectId": who},
        "recipient": {"id": "28:bot"},
        "conversation": {"id": f"a:{who}", "conversationType": "personal", "tenantId": _TENANT},
        "channelData": {"tenant": {"id": _TENANT}},
        **other,
    }


def _words(connector: str, n: int) -> Json:
    return _activity(connector, f"somebody-{n % 200}", text=WORDS)


def _hello(connector: str, n: int, conferences: int) -> Json:
    return _activity(connector, f"{_WHO[n // conferences]}-{n % conferences}", text="help")


def _answer(connector: str, n: int, steps: list[str]) -> Json:
    room, who = n % len(steps), _WHO[n // len(steps) % len(_WHO)]
    data = {
        "chairside": {"c": "answer.submit", "t": steps[room], "r": f"19:{room}"},
        "f.text": f"{WORDS} {n}",
    }
    return _activity(connector, f"{who}-{room}", value=data)


def _conferences(url: str, many: int) -> list[str]:
    """Conferences on the same question; gives the step of each."""
    family, profile = load_family("fennimore"), load_profile("cumbria")
    with ExitStack() as stack:
        database = stack.enter_context(closing(Database.open(url, Vault(_KEY))))
        dispatcher = stack.enter_context(closing(Dispatcher(database, {profile.id: profile})))
        return [
            _begun(dispatcher, setup_of(family, dispatcher.now().date()), room)
            for room in range(many)
        ]


def _begun(dispatcher: Dispatcher, setup: str, number: int) -> str:
    room, accounts = f"teams:{_TENANT}/19:{number}", f"teams:{_TENANT}/"
    mine = {who: f"{accounts}{who}-{number}" for who in ("chair", *_WHO)}
    for who, account in mine.items():
        setup = setup.replace(f'"{account_of(who)}"', f'"{account}"')

    def send(who: str, name: str, target: str = "", /, **values: str) -> None:
        pressed = Command(f"{room}:{next(_numbers)}", name, mine[who], room, target, values)
        reply = dispatcher.dispatch(drawn_now(dispatcher, pressed))
        assert reply.done, reply

    named(dispatcher.database, mine["chair"])
    send("chair", "conference.start", setup=setup)
    for who in ("chair", *_WHO):
        send(who, "rollcall.submit", name=who, understood="yes")
    send("chair", "quorum.submit", reason="This is a measurement.")
    while (
        dispatcher.look(
            room, None, lambda scene: scene.book.current.question if scene.book.current else ""
        )
        != "matters_most"
    ):
        send("chair", "agenda.next", "anyway")
    return dispatcher.look(room, None, lambda scene: scene.meeting.step_id or "")


@contextmanager
def _child(module: str, *more: str) -> Iterator["Child"]:
    port = unused_port()
    with subprocess.Popen([sys.executable, "-m", module, str(port), *more]) as process:
        try:
            yield Child(f"http://127.0.0.1:{port}", psutil.Process(process.pid))
        finally:
            process.terminate()
