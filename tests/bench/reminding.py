"""How fast due reminders are claimed and handed over, beside bare loops: one that writes the same
rows, one that only claims.
"""

import multiprocessing
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from time import time

import psycopg
from sqlalchemy import delete, func, select, update

from bot.spine.dispatch import Dispatcher
from bot.spine.reminders import AT_A_TIME, ReminderDelivery
from storage.database import Database
from storage.engines import journal_mode, sqlite_path
from storage.sealing import Vault
from storage.tables import Post, Reminder, new_id
from tests.bench.crowd import copy_all
from tests.kit.closed_room import BEFORE, DAY
from tests.kit.small_room import SmallRoom, small_profile

VAULT = Vault(b"a key for tests, thirty-two long")
ACTIONS = 20
DUE = 2
_OWNERS = ("mum", "social_worker", "teacher", "nurse")
_LATER = BEFORE + timedelta(days=200)


@dataclass(frozen=True)
class Way:
    """A way to do it, and how many processes do it side by side.

    `at_a_time` is how many rows a bare loop takes at once; with `queues` it writes the posts too,
    as handing over does.
    """

    name: str
    processes: int
    at_a_time: int = 0
    queues: bool = False


WAYS = (
    Way("handed over", 1),
    Way("bare, the same rows", 1, AT_A_TIME, queues=True),
    Way("bare, only claimed", 1, AT_A_TIME),
    Way("bare, only claimed, one by one", 1, 1),
    Way("handed over by 4", 4),
    Way("bare by 4, the same rows", 4, AT_A_TIME, queues=True),
    Way("bare by 4, only claimed", 4, AT_A_TIME),
)
_POST = """INSERT INTO post
    (id, meeting_id, audience, slot, place, queued, waiting, aside, wanted, shown, ref,
     attempts, due_at, trouble) VALUES
    (?, ?, ?, ?, 1, 1, true, false, 1, 0, '', 0, ?, '') ON CONFLICT DO NOTHING"""


def store(database: Database, rooms: int) -> int:
    """Fills the database with open actions; gives how many reminders there are."""
    room = SmallRoom(database)
    room.go_to("actions")
    for number in range(ACTIONS):
        owner = room.id(_OWNERS[number % len(_OWNERS)])
        room.send(
            "chair",
            "plan.submit",
            "actions",
            what=f"Do {number}.",
            owners=owner,
            by_when=DAY,
            side="family",
        )
    room.send("chair", "close.submit", text="Mia is safe.")
    room.dispatcher.close()
    with database.session() as session:
        rows = session.scalars(select(Reminder).order_by(Reminder.id)).all()
        for row in rows[DUE:]:
            row.due_at = _LATER
    copy_all(database, rooms - 1)
    with database.read() as session:
        return session.scalar(select(func.count(Reminder.id))) or 0


def measure(url: str, ways: tuple[Way, ...], rounds: int) -> dict[str, float]:
    """Reminders a second for each way, the best of some rounds, all in turns."""
    found: dict[str, float] = {}
    for _ in range(rounds):
        for way in ways:
            with closing(Database.open(url, VAULT)) as database:
                _again(database)
            found[way.name] = max(found.get(way.name, 0), _timed(url, way))
    return found


def _again(database: Database) -> None:
    """All that was due is due once more."""
    with database.session() as session:
        session.execute(
            update(Reminder)
            .where(Reminder.due_at < _LATER)
            .values(due_at=BEFORE, told_on=None, late=0)
        )
        session.execute(delete(Post).where(Post.slot.startswith("reminder:")))


def _timed(url: str, way: Way) -> float:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.bench.reminding"])
    pipes, processes = [], []
    for _ in range(way.processes):
        ours, theirs = context.Pipe()
        process = context.Process(target=_one, args=(url, way, theirs), daemon=True)
        process.start()
        pipes.append(ours)
        processes.append(process)
    for pipe in pipes:
        pipe.recv()  # ready
    for pipe in pipes:
        pipe.send("go")
    times = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    done = sum(int(count) for count, _, _ in times)
    return done / float(max(end for _, _, end in times) - min(start for _, start, _ in times))


def _one(url: str, way: Way, pipe: Connection) -> None:
    """One process: some are done to be warm, then it says so, waits for the word, and works until
    nothing is due.
    """
    some, close = _bare(url, way) if way.at_a_time else _ours(url)
    some()
    pipe.send("ready")
    pipe.recv()
    start, done = time(), 0
    while count := some():
        done += count
    pipe.send((done, start, time()))
    close()


def _ours(url: str) -> tuple[Callable[[], int], Callable[[], None]]:
    database = Database.open(url, VAULT)
    dispatcher = Dispatcher(database, {"cumbria": small_profile()}, lambda: BEFORE)
    database.ready()
    return ReminderDelivery(dispatcher).hand_over_some, database.close


def _bare(url: str, way: Way) -> tuple[Callable[[], int], Callable[[], None]]:
    path = sqlite_path(url)
    return _bare_sqlite(str(path), way) if path else _bare_postgresql(url, way)


def _bare_postgresql(url: str, way: Way) -> tuple[Callable[[], int], Callable[[], None]]:
    connection = psycopg.connect(url)
    claim = """SELECT id, meeting_id, person_id FROM reminder
        WHERE due_at <= %s ORDER BY due_at LIMIT %s
        FOR UPDATE SKIP LOCKED"""

    def some() -> int:
        with connection.transaction():
            rows = connection.execute(claim, (BEFORE, way.at_a_time)).fetchall()
            ids = [row[0] for row in rows]
            connection.execute(
                "UPDATE reminder SET due_at = %s WHERE id = ANY(%s)",
                (BEFORE + timedelta(days=5), ids),
            )
            if way.queues and rows:
                with connection.cursor() as cursor:
                    cursor.executemany(
                        _POST.replace("?", "%s"), [_post_of(row, BEFORE) for row in rows]
                    )
        return len(rows)

    return some, connection.close


def _post_of(row: Sequence[str], now: datetime | str) -> tuple[object, ...]:
    """A post for a reminder's person, in a slot of its own: two loops never wait for each
    other's.
    """
    reminder, meeting, person = row
    return new_id(), meeting, person, f"reminder:{reminder}", now


def _bare_sqlite(path: str, way: Way) -> tuple[Callable[[], int], Callable[[], None]]:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {journal_mode(sqlite3.sqlite_version_info)}")
    connection.execute("PRAGMA synchronous = FULL")
    now, later = (
        f"{moment:%Y-%m-%d %H:%M:%S.%f}" for moment in (BEFORE, BEFORE + timedelta(days=5))
    )
    claim = (
        "SELECT id, meeting_id, person_id FROM reminder WHERE due_at <= ? ORDER BY due_at LIMIT ?"
    )

    def some() -> int:
        connection.execute("BEGIN IMMEDIATE")
        rows = connection.execute(claim, (now, way.at_a_time)).fetchall()
        connection.executemany(
            "UPDATE reminder SET due_at = ? WHERE id = ?", [(later, row[0]) for row in rows]
        )
        if way.queues:
            connection.executemany(_POST, [_post_of(row, now) for row in rows])
        connection.execute("COMMIT")
        return len(rows)

    return some, connection.close
