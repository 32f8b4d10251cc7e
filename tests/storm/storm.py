"""The storm itself: sets up the rooms, starts the workers, kills what it is told to kill, and
counts what came of it.
"""

import multiprocessing
import random
import re
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy import ColumnElement, bindparam, func, select, update

from storage.database import Database
from storage.sealing import sealed_columns
from storage.tables import Child, Meeting, Person, PlanEntry, Post, Progress, Receipt, Reminder, Row
from tests.bench.crowd import copy_all
from tests.kit import postgres
from tests.kit.closed_room import BEFORE, DAY, GRANS, ClosedRoom
from tests.kit.marking import mark_again
from tests.storm.worker import VAULT, Orders, copied, room_name, work

SLOT = "reminder:2025-11-28"
# Each room has four reminders, in three messages: mum's, the social worker's two in one, and the
# teacher's.
IN_A_ROOM = 4
_LONGEST_S = 600
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Storm:
    """How hard it blows: rooms where everybody is reminded at the same minute, and busy ones where
    people press buttons.
    """

    rooms: int
    busy: int
    workers: int = 4
    kills: int = 0
    crashes: int = 0
    speed: float = 1.0
    seed: int = 20


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    `lost` and `twice` are reminders; `repeats` are messages that were sent more than once.
    """

    reminders: int
    messages: int
    lost: int
    twice: int
    repeats: int
    acknowledged: int
    commands_lost: int
    commands_twice: int
    kills: int
    crashes: int
    seconds: float


def blow(storm: Storm, cluster: postgres.Cluster, url: str, folder: Path) -> Outcome:
    """Runs a storm on a migrated database until everything is handed over, and counts."""
    with closing(Database.open(url, VAULT)) as database:
        target = _set_up(database, storm)
        began = time.time()
        orders = [
            _orders(storm, url, folder, began, target, number) for number in range(storm.workers)
        ]
        with Workers(orders) as workers:
            _blow(storm, cluster, workers)
            _calm(database, storm, folder, began)
        return _count(database, storm, folder, time.time() - began)


class Workers:
    """Worker processes that are started anew when they are killed."""

    def __init__(self, orders: list[Orders]) -> None:
        self._orders = orders
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.storm.worker"])
        self._processes: list[BaseProcess] = []

    def __enter__(self) -> "Workers":
        self._processes = [self._start(orders) for orders in self._orders]
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()
            process.join()

    def kill(self, number: int) -> None:
        """SIGKILL, and a new one in its place."""
        self._processes[number].kill()
        self._processes[number].join()
        self._processes[number] = self._start(self._orders[number])

    def _start(self, orders: Orders) -> BaseProcess:
        process = self._context.Process(target=work, args=(orders,), daemon=True)
        process.start()
        return process


def _set_up(database: Database, storm: Storm) -> tuple[str, str]:
    room = ClosedRoom(database)
    target = room.action(GRANS), room.id("gran")
    room.dispatcher.close()
    spread(database, storm.rooms + storm.busy)
    with database.session() as session:
        busy = select(Meeting.id).where(
            Meeting.room.in_([room_name(number) for number in _busy(storm)])
        )
        session.execute(
            update(Reminder)
            .where(Reminder.meeting_id.in_(busy))
            .values(due_at=BEFORE + timedelta(days=400))
        )
    return target


def _busy(storm: Storm) -> range:
    return range(storm.rooms, storm.rooms + storm.busy)


def spread(database: Database, rooms: int) -> None:
    """Copies the one room, until there are so many, each with its own ids and its own seals."""
    words = {table: _words(database, table) for table in (Person, Child, PlanEntry, Meeting)}
    copy_all(database, rooms - 1)
    for table, (columns, rows) in words.items():
        _seal_copies(database, table, columns, rows, rooms)
    mark_again(database, VAULT)


def _words(database: Database, table: type[Row]) -> tuple[list[str], dict[str, list[str]]]:
    columns = [column for _, column in sealed_columns({table.__tablename__: table})]
    with database.read() as session:
        return columns, {
            row.id: [getattr(row, column) for column in columns]
            for row in session.scalars(select(table))
        }


def _seal_copies(
    database: Database, table: type[Row], columns: list[str], rows: dict[str, list[str]], rooms: int
) -> None:
    """What is sealed opens in its own row alone: the copies are sealed anew, with their own ids in
    their words.
    """
    values = []
    for row_id, texts in rows.items():
        for number in range(1, rooms):
            place = copied(row_id, number)
            sealed = {
                f"to_{column}": _sealed(table, column, place, text, number)
                for column, text in zip(columns, texts, strict=True)
            }
            values.append({"row": place, **sealed})
    change = update(table.__table__).where(table.id == bindparam("row"))  # type: ignore[arg-type]  # it is a table
    with database.session() as session:
        if values:
            session.connection().execute(
                change.values({column: bindparam(f"to_{column}") for column in columns}), values
            )


def _sealed(table: type[Row], column: str, row_id: str, text: str, number: int) -> bytes:
    words = _ID.sub(lambda found: copied(found[0], number), text)
    return VAULT.seal(words, f"{table.__tablename__}.{column}:{row_id}") if words else b""


def _orders(
    storm: Storm, url: str, folder: Path, at: float, target: tuple[str, str], number: int
) -> Orders:
    rooms = tuple(_busy(storm)[number :: storm.workers])
    return Orders(url, folder, BEFORE - timedelta(seconds=10), at, storm.speed, target, rooms)


def _blow(storm: Storm, cluster: postgres.Cluster, workers: Workers) -> None:
    dice = random.Random(storm.seed)
    strikes = ["kill"] * storm.kills + ["crash"] * storm.crashes
    dice.shuffle(strikes)
    for strike in strikes:
        time.sleep(dice.uniform(0.2, 0.9))
        if strike == "kill":
            workers.kill(dice.randrange(storm.workers))
        else:
            cluster.crash()


def _calm(database: Database, storm: Storm, folder: Path, began: float) -> None:
    """Waits until nothing is left to do."""
    while time.time() - began < _LONGEST_S:
        time.sleep(0.5)
        with database.read() as session:
            due = session.scalar(select(func.count(Reminder.id)).where(Reminder.due_at <= BEFORE))
            waiting = session.scalar(select(func.count(Post.id)).where(Post.waiting))
        if not due and not waiting and len(_lines(folder / "acknowledged")) >= storm.busy:
            return
    raise AssertionError(f"after {_LONGEST_S} s {due} reminders are due and {waiting} posts wait")


def _count(database: Database, storm: Storm, folder: Path, seconds: float) -> Outcome:
    sent = Counter(line.split()[0] for line in _lines(folder / "sent"))
    acknowledged = _lines(folder / "acknowledged")
    with database.read() as session:
        posts = session.execute(
            select(Post.id, Post.meeting_id, Post.audience).where(Post.slot == SLOT)
        ).all()
        rows = session.scalars(
            select(Reminder).where(Reminder.due_on == date.fromisoformat(DAY), _in_time())
        ).all()
        done = Counter(session.scalars(select(Progress.entry)))
        receipts = set(session.scalars(select(Receipt.key).where(Receipt.key.startswith("done:"))))
    told = {(row.meeting_id, row.person_id) for row in rows if row.told_on}
    reached = {(meeting_id, audience) for post_id, meeting_id, audience in posts if sent[post_id]}
    return Outcome(
        reminders=len(rows),
        messages=len(posts),
        lost=len(told - reached) + sum(row.told_on is None for row in rows),
        twice=len(posts)
        - len({(post.meeting_id, post.audience) for post in posts})
        + sum(row.late > 0 for row in rows),
        repeats=sum(sent[post_id] - 1 for post_id, _, _ in posts if sent[post_id]),
        acknowledged=len(set(acknowledged)),
        commands_lost=len(set(acknowledged) - receipts)
        + max(0, len(set(acknowledged)) - len(done)),
        commands_twice=sum(count - 1 for count in done.values()),
        kills=storm.kills,
        crashes=storm.crashes,
        seconds=seconds,
    )


def _in_time() -> ColumnElement[bool]:
    """Reminders of the rooms where everybody is reminded."""
    return Reminder.due_at < BEFORE + timedelta(days=300)


def _lines(path: Path) -> list[str]:
    return path.read_text().splitlines() if path.exists() else []
