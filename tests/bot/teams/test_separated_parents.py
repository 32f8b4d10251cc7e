"""Parents who do not meet, in Teams from the first activity to the record: each press comes as
Teams sends it (row B8).
"""

import json
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest

from bot.rehearsal.cast import Cast
from bot.rehearsal.move import Move
from bot.rehearsal.moves import chairs_moves, peoples_moves
from bot.rehearsal.setup import setup_of
from handlers.grammar.command import Command
from handlers.grammar.registry import as_drawn
from handlers.grammar.scene import Scene
from prompts.family import load_family
from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_closed_part import opens, says_they_are_here, standing
from tests.kit.conference import A_MONDAY
from tests.kit.teams_microsoft import BOT, TENANT
from tests.kit.teams_somebody import CHANNEL, Somebody

T = TypeVar("T")

pytestmark = pytest.mark.rehearsals

FAMILY = "thornbeck"
DEANS = "I sleep in the van by the yard, and I want help."
_MOST = 600


async def test_parents_who_do_not_meet(tenant: Tenant) -> None:
    chair, dad = tenant.person("chair"), tenant.person("dad")
    await _starts(tenant)
    people = await _see(
        tenant, lambda scene: {person.name: person.id for person in scene.book.people}
    )
    drawn = await _see(tenant, lambda scene: as_drawn(scene, "apart.submit"))
    await _sends(
        chair, "apart.submit", drawn, who=people["Dean"], why="Kerry asked not to meet him."
    )
    assert say("closed.apart_only") in dad.sees(dad.chat)

    talked, done, before = False, set[str](), ""
    for _ in range(_MOST):
        if await _see(tenant, lambda scene: scene.meeting.state) == "approved":
            break
        if not talked and await _see(tenant, lambda scene: bool(scene.book.heard())):
            talked, channel = True, standing(tenant, CHANNEL)
            await opens(chair, "Dean", asks=("Who helps",))
            await says_they_are_here(dad, dad.chat)
            assert await dad.presses("Answer", dad.chat, text=DEANS) == {}
            await chair.presses(say("closed.end"), chair.chat)
            assert DEANS in chair.sees(chair.chat)
            assert standing(tenant, CHANNEL) == channel
            before = dad.sees(dad.chat)
        await _play_one(tenant, done)

    assert await _see(tenant, lambda scene: scene.meeting.state) == "approved"
    assert talked
    others = [place for place in tenant.microsoft.messages if place not in (dad.chat, chair.chat)]
    assert DEANS not in standing(tenant, *others)
    news = dad.sees(dad.chat).removeprefix(before).strip().split("\n\n")
    assert {words.splitlines()[0] for words in news} == {say("letter.yours"), say("feedback.title")}


async def _starts(tenant: Tenant) -> None:
    """The bot is added to the channel, and the sample's people have accounts of the tenant.

    Dean is not in the channel.
    """
    setup = json.loads(setup_of(load_family(FAMILY), A_MONDAY.date()))
    for person in setup["people"]:
        person["account"] = person["account"] and f"teams:{TENANT}/{_name(person['account'])}"
    names = [_name(person["account"]) for person in setup["people"] if person["account"]]
    tenant.microsoft.members[CHANNEL] = [
        tenant.person(name).listed for name in names if name != "dad"
    ]
    added = {"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}
    where = {"conversation": {"id": CHANNEL, "conversationType": "channel", "tenantId": TENANT}}
    await tenant.person("chair").posts({**added, **where})
    room, values = f"teams:{TENANT}/{CHANNEL}", {"setup": json.dumps(setup)}
    reply = await tenant.dispatcher.send(
        Command("start", "conference.start", f"teams:{TENANT}/chair", room, values=values)
    )
    assert reply.done, reply.card
    await tenant.settle()


async def _see(tenant: Tenant, view: Callable[[Scene], T]) -> T:
    return await tenant.dispatcher.run(
        lambda: tenant.dispatcher.look(f"teams:{TENANT}/{CHANNEL}", None, view)
    )


async def _play_one(tenant: Tenant, done: set[str]) -> None:
    """The first move that changes something, sent as Teams sends it."""
    before = await _see(tenant, lambda scene: scene.meeting.version)
    for move in await _see(tenant, _moves):
        told = repr((move.name, move.target, move.values)) if move.once else ""
        if told in done:
            continue
        target = await _see(tenant, partial(_drawn, move))
        await _sends(
            tenant.person(_name(move.person.account or "")),
            move.name,
            target,
            **(move.values or {}),
        )
        done |= {told} if told else set()
        if await _see(tenant, lambda scene: scene.meeting.version) != before:
            return
    raise AssertionError("nobody can do anything")


def _drawn(move: Move, scene: Scene) -> str:
    return as_drawn(scene, move.name, move.target)


def _moves(scene: Scene) -> list[Move]:
    cast = Cast(load_family(FAMILY), scene)
    return [*peoples_moves(cast), *chairs_moves(cast)]


async def _sends(person: Somebody, command: str, target: str = "", /, **filled: str) -> None:
    """A dialog is sent from somebody's own chat."""
    data = {
        "chairside": {"c": command, "t": target, "r": CHANNEL},
        **{f"f.{name}": value for name, value in filled.items()},
    }
    await person.invokes("task/submit", {"data": data, "context": {}}, person.chat)


def _name(account: str) -> str:
    return account.rpartition("/")[2].rpartition(":")[2]
