"""Kills processes in the middle of writing: `python -m tests.kit.kills ADDRESS HOW_MANY SEED`
prints what was acknowledged.

Each child has commands done, one after the other, and writes down the key of each once dispatch has
returned. It is killed
at a random moment, from outside or by itself in front of a random statement. A child is forked from
a process that has
done everything once, so that there can be many in a second.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import closing
from itertools import count

from sqlalchemy import Engine, event

from bot.rehearsal.setup import account_of
from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from storage.database import Database
from storage.sealing import Vault
from tests.kit.conference import CUMBRIA, Conference
from tests.kit.drawn import drawn_now

ROOM = "web:killed"
QUESTION = "matters_most"
KEY = b"a key for tests, thirty-two long"
_LONGEST_S = 0.05
_MOST_STATEMENTS = 160


def main(url: str, kills: int, seed: int) -> None:
    """Kills so many, and prints the keys that were acknowledged."""
    chance = random.Random(seed)
    database = Database.open(url, Vault(KEY))
    step = _begin(database)
    dispatcher = Dispatcher(database, {CUMBRIA.id: CUMBRIA})
    for command in _commands("w", step, chance, 12):
        dispatcher.dispatch(command)
    database.close()  # the children open connections of their own, and know every statement already
    killed = [_kill_one(dispatcher, f"k{number}", step, chance) for number in range(kills)]
    print(json.dumps({"step": step, "acknowledged": [key for keys in killed for key in keys]}))


def _begin(database: Database) -> str:
    """A conference in which everybody has been asked a question; gives its id."""
    with closing(Conference(database, room=ROOM)) as conference:
        conference.begins_with(QUESTION)
        conference.asks_everybody()
        return conference.now_on


def _kill_one(dispatcher: Dispatcher, name: str, step: str, chance: random.Random) -> list[str]:
    """One child's life; gives the keys that it wrote down."""
    theirs, ours = os.pipe()
    from_outside, after, statement = (
        chance.random() < 0.5,
        chance.uniform(0, _LONGEST_S),
        chance.randrange(_MOST_STATEMENTS),
    )
    commands = list(_commands(name, step, chance, 200))
    child = os.fork()
    if child == 0:
        _work(
            dispatcher,
            commands,
            ours,
            dies_at=_MOST_STATEMENTS * 200 if from_outside else statement,
        )
    os.close(ours)
    first = os.read(theirs, 1)
    if from_outside:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(theirs) as written:
        keys = (first.decode() + written.read()).split()
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, "a child ended by itself"
    return [key for key in keys if key != "begun"]


def _work(dispatcher: Dispatcher, commands: list[Command], out: int, dies_at: int) -> None:
    statements = count()

    def perhaps_die(*_: object) -> None:
        if next(statements) == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, moment, perhaps_die)
    os.write(out, b"begun\n")
    try:
        for command in commands:
            reply = dispatcher.dispatch(drawn_now(dispatcher, command))
            assert reply.done, reply
            os.write(out, f"{command.key}\n".encode())
        time.sleep(60)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _commands(name: str, step: str, chance: random.Random, many: int) -> Iterator[Command]:
    """What people press: the key of each stands in what it writes."""
    for number in range(many):
        who = account_of(
            chance.choice(("mum", "gran", "social_worker", "health_visitor", "teacher"))
        )
        what = chance.choice(("answer", "answer", "answer", "point", "plan", "again"))
        key = f"{name}-{number}-{what}"
        match what:
            case "answer":
                yield Command(key, "answer.submit", who, ROOM, step, {"text": key})
            case "point":
                yield Command(
                    key, "point.submit", account_of("chair"), ROOM, "new:people", {"words": key}
                )
            case "plan":
                yield Command(
                    key, "plan.submit", account_of("chair"), ROOM, "bottom_lines", {"what": key}
                )
            case _:
                yield Command(key, "ask.again", account_of("chair"), ROOM)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
