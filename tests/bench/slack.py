"""Slack: forms a second at twenty at a time, each kept before it is answered, beside a bare app
that only acks.

Each server is a process of its own: `python -m tests.bench.slack bare` or `… kept sqlite:///file`.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.rehearsal.setup import setup_of
from bot.slack.accounts import account_of, channel_of, room_of
from bot.slack.app import Slack
from bot.slack.guard import sign
from bot.slack.press import SlackPress
from bot.slack.settings import SlackSettings
from bot.spine.dispatch import Dispatcher
from bot.web.app import build_app
from handlers.grammar.command import Command
from handlers.grammar.scene import Scene
from prompts.family import load_family
from prompts.profile import load_profile
from storage.database import Database
from storage.sealing import Vault
from tests.kit.drawn import drawn_now
from tests.kit.naming import named
from tests.kit.slack_server import FakeSlack, Json

_TEAM, _SECRET = "T0TEST", "a secret for tests"
_KEY = b"a key for tests, thirty-two long"
_ROOMS, _AT_ONCE = 10, 20


@dataclass(frozen=True)
class Taken:
    """Forms a second, and milliseconds until one is answered."""

    a_second: float
    p50: float
    p99: float


def measure(folder: Path, forms: int) -> dict[str, float]:
    """The bare app, ours, and the bare app again, since a machine has its moods."""
    asks = _prepare(f"sqlite:///{folder}/slack.db")
    bare = [_timed(asks, forms, "bare")]
    kept = _timed(asks, forms, "kept", f"sqlite:///{folder}/slack.db")
    bare.append(_timed(asks, forms, "bare"))
    best = max(bare, key=lambda taken: taken.a_second)
    return {
        "bare app: forms a second": best.a_second,
        "bare app: p50 ms": best.p50,
        "bare app: p99 ms": best.p99,
        "kept: forms a second": kept.a_second,
        "kept: p50 ms": kept.p50,
        "kept: p99 ms": kept.p99,
        "of the bare app": kept.a_second / best.a_second,
    }


def _timed(asks: list[tuple[str, str]], forms: int, *how: str) -> Taken:
    with _server(*how) as address:
        asyncio.run(_send(address, asks, forms // 10))
        return asyncio.run(_send(address, asks, forms))


@contextmanager
def _server(*how: str) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.slack", *how], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


async def _send(address: str, asks: list[tuple[str, str]], forms: int) -> Taken:
    """Twenty people at a time; each sends one form after the other."""
    numbers, times = iter(range(forms)), []
    fresh = count(time.time_ns())
    async with aiohttp.ClientSession() as session:

        async def one_person(user: str, metadata: str) -> None:
            for _ in numbers:
                body = _form(user, metadata, next(fresh))
                told = str(int(time.time()))
                headers = {
                    "X-Slack-Request-Timestamp": told,
                    "X-Slack-Signature": sign(_SECRET.encode(), told, body),
                }
                headers["Content-Type"] = "application/x-www-form-urlencoded"
                start = time.perf_counter()
                async with session.post(address, data=body, headers=headers) as response:
                    assert response.status == 200
                    assert "update" not in await response.text()
                times.append(time.perf_counter() - start)

        start = time.perf_counter()
        await asyncio.gather(*(one_person(*ask) for ask in asks[:_AT_ONCE]))
        took = time.perf_counter() - start
    times.sort()
    return Taken(
        len(times) / took, 1000 * times[len(times) // 2], 1000 * times[len(times) * 99 // 100]
    )


def _form(user: str, metadata: str, number: int) -> bytes:
    state = {
        "x.text": {"filled": {"type": "plain_text_input", "value": f"Gran came at once. {number}"}}
    }
    view: Json = {
        "id": "V1",
        "hash": str(number),
        "type": "modal",
        "callback_id": "card",
        "private_metadata": metadata,
    }
    view |= {"blocks": [{"type": "input", "block_id": "x.text"}], "state": {"values": state}}
    payload = {
        "type": "view_submission",
        "team": {"id": _TEAM},
        "user": {"id": user, "team_id": _TEAM},
    }
    return urlencode(
        {"payload": json.dumps({**payload, "trigger_id": f"t{number}", "view": view})}
    ).encode()


def _prepare(url: str) -> list[tuple[str, str]]:
    """Conferences on an open question: who can answer it, and what their form carries."""
    with closing(Database.open(url, Vault(_KEY))) as database:
        database.migrate()
        database.check_key()
        dispatcher = Dispatcher(database, {"cumbria": load_profile("cumbria")})
        asks = [
            ask
            for number in range(_ROOMS)
            for ask in _open(dispatcher, room_of(_TEAM, f"C{number}"))
        ]
        dispatcher.close()
    return asks


def _open(dispatcher: Dispatcher, room: str) -> list[tuple[str, str]]:
    family = load_family("thornbeck")
    setup = json.loads(setup_of(family, dispatcher.now().date()))
    for place, person in enumerate(setup["people"]):
        person["account"] = (
            account_of(_TEAM, f"U{place}{channel_of(room)}") if person["account"] else None
        )
    people = [person["account"] for person in setup["people"] if person["account"]]
    chair = next(person["account"] for person in setup["people"] if person["role"] == "chair")
    number = count()

    def send(actor: str, command: str, target: str = "", /, **values: str) -> None:
        pressed = Command(f"{room}:{next(number)}", command, actor, room, target, values)
        reply = dispatcher.dispatch(drawn_now(dispatcher, pressed))
        assert reply.done, reply.card

    named(dispatcher.database, chair)
    send(chair, "conference.start", setup=json.dumps(setup))
    send(chair, "agenda.next", "anyway")
    for place, person in enumerate(people):
        send(person, "rollcall.submit", name=f"Person {place}", understood="yes")
    while not (found := dispatcher.look(room, None, _asked)):
        send(chair, "agenda.next", "anyway")
    step, asked = found
    metadata = SlackPress("answer.submit", step, channel_of(room)).written
    return [(account.rpartition("/")[2], metadata) for account in asked[:2]]


def _asked(scene: Scene) -> tuple[str, list[str]] | None:
    """The item and who answers it, once it asks everybody for plain words."""
    step = scene.book.current
    if step is None or scene.question(step).answer != "words" or scene.question(step).fields:
        return None
    accounts = [person.account for person in scene.asked(step) if person.account]
    return (step.id, accounts) if len(accounts) >= 2 else None


async def _serve(how: str, url: str) -> None:
    if how == "bare":
        await _listen(_bare())
        return
    fake = FakeSlack()
    for number in range(_ROOMS):
        fake.channels[f"C{number}"] = {"id": f"C{number}", "is_private": True}
    api = await _start(fake.app())
    with closing(Database.open(url, Vault(_KEY))) as database:
        dispatcher = Dispatcher(database, {"cumbria": load_profile("cumbria")})
        slack = Slack(
            SlackSettings("xoxb-test", _TEAM, _SECRET, api_url=f"{api}/api/"), dispatcher, str
        )
        await _listen(build_app(dispatcher, signing_key=_KEY, channels=[slack]))


def _bare() -> web.Application:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=_TEAM, bot_token="xoxb-test")

    bolt = AsyncApp(signing_secret=_SECRET, authorize=authorize)

    @bolt.view("card")
    async def take(ack: object) -> None:
        await ack()  # type: ignore[operator]

    async def handle(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    app = web.Application()
    app.router.add_post("/slack/events", handle)
    return app


async def _listen(app: web.Application) -> None:
    print(f"{await _start(app)}/slack/events", flush=True)
    await asyncio.Event().wait()


async def _start(app: web.Application) -> str:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else ""))
