"""One process of a service: it keeps the time, delivers posts and takes commands, until somebody
kills it.
"""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.spine.clock import Clock
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Parcel
from handlers.grammar.command import Command
from storage.database import Database
from storage.sealing import Vault
from tests.kit.small_room import ROOM, small_profile

VAULT = Vault(b"a key for tests, thirty-two long")


@dataclass(frozen=True)
class Orders:
    """What a worker is to do:

    `rooms` are the numbers of the rooms whose commands it sends, `speed` how fast its time runs.
    """

    url: str
    folder: Path
    began: datetime
    at: float
    speed: float
    target: tuple[str, str]
    rooms: tuple[int, ...]

    def now(self) -> datetime:
        """The same driven time in every worker."""
        return self.began + timedelta(seconds=self.speed * (time.time() - self.at))


def work(orders: Orders) -> None:
    """Works for ever.

    Whatever is sent and whatever is acknowledged is written down with a single write.
    """
    database = Database.open(orders.url, VAULT)
    dispatcher = Dispatcher(database, {"cumbria": small_profile()}, orders.now)
    asyncio.run(_work(orders, dispatcher))


async def _work(orders: Orders, dispatcher: Dispatcher) -> None:
    wall, clock = Wall(orders.folder / "sent"), Clock(dispatcher)
    delivery = Delivery(dispatcher, {"web": wall})
    clock.start()
    await asyncio.gather(_again(delivery.run), _again(lambda: _command(orders, dispatcher)))


async def _again(what: "Callable[[], object]") -> None:
    while True:
        try:
            await what()  # type: ignore[misc]  # what comes back is awaited
        except Exception:
            await asyncio.sleep(0.1)


async def _command(orders: Orders, dispatcher: Dispatcher) -> None:
    """In each room the social worker says that gran's action is done; the same key each time it is
    tried.
    """
    acknowledged = orders.folder / "acknowledged"
    done = set(acknowledged.read_text().split()) if acknowledged.exists() else set()
    for room in orders.rooms:
        key = f"done:{room}"
        if key not in done:
            values = {"how": "She sat with Mia.", "on": "2025-11-27"}
            root, owner = (copied(part, room) for part in orders.target)
            target = f"{root}/{owner}"
            reply = await dispatcher.send(
                Command(key, "action.done", "social_worker", room_name(room), target, values)
            )
            assert reply.done
            _write(acknowledged, f"{key}\n")
    await asyncio.sleep(3600)


class Wall:
    """A platform that takes a moment for each message, and remembers all of them."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def show(self, parcel: Parcel) -> str:
        """Sends."""
        _write(self._path, f"{parcel.post_id} {os.getpid()}\n")
        await asyncio.sleep(0.002)
        return parcel.post_id


def copied(row_id: str, number: int) -> str:
    """A row's id in a copy of its conference; the first is copied from, and has number 0."""
    return f"{row_id[:24]}{number:08x}" if number else row_id


def room_name(number: int) -> str:
    """The room of a copy."""
    return f"{ROOM}{number:08x}" if number else ROOM


def _write(path: Path, line: str) -> None:
    """One write of a whole line: it is there, or it is not, whenever the process dies."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(file, line.encode())
    os.close(file)
