"""Between the conferences in Teams: check-in, core group, reminder.

Each comes into one's own chat, through the bot's address.
"""

import json
from datetime import timedelta

import pytest

from bot.rehearsal.player import Player
from bot.rehearsal.setup import setup_of
from bot.spine.clock import Clock
from bot.teams.heard import room_name
from handlers.grammar.command import Command
from prompts.family import load_family
from tests.bot.teams.conftest import Tenant
from tests.kit.conference import A_MONDAY
from tests.kit.teams_microsoft import TENANT
from tests.kit.teams_somebody import CHANNEL

ROOM = room_name(TENANT, CHANNEL)
LOCK_SCREEN = "You have a message from Chairside."


@pytest.mark.rehearsals
async def test_from_the_check_in_to_the_action_that_is_done(tenant: Tenant) -> None:
    await start(tenant)
    mum, joe = tenant.person("mum"), tenant.person("social_worker")

    # Five working days before: Carys is asked in her own chat. What she says is nowhere before the
    # meeting comes to it.
    await days_pass(tenant, 2)
    asked = await mum.presses("Tell us how it's going", mum.chat)
    kept = await mum.fills(
        asked, mum.chat, group_score_1__score="8", group_score_1__why="The gate is locked."
    )
    assert "Thank you" in json.dumps(kept)
    assert "The gate is locked." not in json.dumps(tenant.microsoft.messages)

    # Joe begins the core group where the conference was.
    await days_pass(tenant, 7)
    asked = await joe.presses("Begin the core group", joe.chat)
    assert "everyone in the channel will see it" in json.dumps(asked)
    begun = await joe.fills(asked, joe.chat, "Begin now")
    assert "It has begun" in json.dumps(begun), begun
    assert "Who we are" in joe.sees()
    await everybody_plays(tenant)
    assert "The gate is locked." in joe.sees()
    told = joe.sees()

    # An action comes due: Carys is reminded, and says that it is done.
    await days_pass(tenant, 5)
    assert (
        "Ask the doctor about the tablets" in tenant.microsoft.shown(mum.chat)[-1]["fallbackText"]
    )
    assert list(tenant.microsoft.messages[mum.chat].values())[-1]["summary"] == LOCK_SCREEN
    done = await mum.presses("Done: Ask the doctor about the tablets before winter.", mum.chat)
    kept = await mum.fills(done, mum.chat, how="I rang them.", on="2026-03-16")
    assert "No one will be asked about this again." in json.dumps(kept)
    assert (
        "There is nothing left to do here." in tenant.microsoft.shown(mum.chat)[-1]["fallbackText"]
    )
    assert joe.sees() == told, "nobody is shamed in the channel"


async def start(tenant: Tenant) -> None:
    """The small family's conference, here, played to its end."""
    setup = json.loads(setup_of(load_family("fennimore"), A_MONDAY.date()))
    for person in setup["people"]:
        if person["account"]:
            person["account"] = tenant.person(person["account"].rpartition(":")[2]).account
    names = [
        person["account"].rpartition("/")[2] for person in setup["people"] if person["account"]
    ]
    tenant.microsoft.members[CHANNEL] = [tenant.person(name).listed for name in names]
    chair = tenant.person("chair").account
    reply = await tenant.dispatcher.send(
        Command("start", "conference.start", chair, ROOM, values={"setup": json.dumps(setup)})
    )
    assert reply.done, reply.card
    await everybody_plays(tenant)


async def everybody_plays(tenant: Tenant) -> None:
    """The sample's people do what they would do, until there is nothing more to do."""
    player = Player(tenant.dispatcher, ROOM)
    await tenant.dispatcher.run(lambda: list(player.presses()))
    await tenant.settle()


async def days_pass(tenant: Tenant, days: int) -> None:
    """Days pass, and what is due is done and shown."""
    tenant.passes(timedelta(days=days))
    await Clock(tenant.dispatcher).do_what_is_due()
    await tenant.settle()
