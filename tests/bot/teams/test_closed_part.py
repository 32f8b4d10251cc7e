"""A closed part in Teams: it runs in each person's own chat with the bot, and its buttons come back
to it (row B8).
"""

import json

from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_conference import begin, content, line, words
from tests.kit.teams_microsoft import Json
from tests.kit.teams_somebody import CHANNEL, Somebody, actions, inputs

SECRET = "I am afraid when the back door opens at night."


async def opens(
    chair: Somebody, *names: str, asks: tuple[str, ...] = ("Someone people", "How safe")
) -> None:
    """The chair opens a closed part with some people: two questions, the second under a seal."""
    form = await chair.presses("Talk in a smaller group", chair.chat)
    found = {one["id"]: one["choices"] for one in inputs(content(form)) if "choices" in one}
    who = [one["value"] for one in found["f.who"] if one["title"].startswith(names)]
    ask = [one["value"] for one in found["f.ask"] if one["title"].startswith(asks)]
    answer = await chair.fills(
        form, chair.chat, who=",".join(who), ask=",".join(ask), why="Carys asked to."
    )
    assert say("closed.opened_text") in words(answer)


async def says_they_are_here(person: Somebody, where: str) -> None:
    assert await person.presses("I am here", where, understood="yes") == {}


async def next_item(chair: Somebody) -> None:
    """The chair goes on, by the panel of the closed part."""
    panel = next(
        card
        for card in chair.microsoft.shown(chair.chat)
        if say("closed.panel") in card["fallbackText"]
    )
    await chair.presses(
        next(a["title"] for a in actions(panel) if a["title"].startswith("Next")), chair.chat
    )


def standing(tenant: Tenant, *places: str) -> str:
    """What stands in some conversations, to the letter."""
    return json.dumps({place: tenant.microsoft.messages.get(place, {}) for place in places})


async def test_it_runs_in_their_own_chats_and_nobody_else_is_sent_anything(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys, bethan, joe = (
        tenant.person(name) for name in ("imran", "carys", "bethan", "joe")
    )
    for person in (imran, carys, bethan, joe):
        await says_they_are_here(person, CHANNEL)
    await bethan.writes("now", bethan.chat)
    told = bethan.microsoft.shown(bethan.chat)[-1]
    before, calls = standing(tenant, CHANNEL, bethan.chat), len(tenant.microsoft.calls)

    await opens(imran, "Carys", "Joe")
    for person in (carys, joe):
        await says_they_are_here(person, person.chat)
    assert await carys.presses("Answer", carys.chat, text=SECRET) == {}
    for person in (imran, carys, joe):
        assert SECRET in person.sees(person.chat)
    await next_item(imran)
    assert (
        line(await joe.presses("I agree with what was said", joe.chat)) == "Thank you. That is in."
    )
    await next_item(imran)
    await carys.writes("now", carys.chat)
    assert say("closed.mine", children=["Posy"]) in carys.sees(carys.chat)
    assert await carys.presses("Answer", carys.chat, score="2", why="Nights.") == {}
    assert not [person for person in (imran, carys, joe) if "Nights." in person.sees(person.chat)]
    await joe.presses("Pass", joe.chat)
    await imran.presses("Reveal all together", imran.chat)
    assert "Nights." in joe.sees(joe.chat)
    await imran.presses(say("closed.end"), imran.chat)

    assert standing(tenant, CHANNEL, bethan.chat) == before
    assert not [
        call
        for call in tenant.microsoft.calls[calls:]
        if mentions(call.conversation, call.body, bethan)
    ]
    await bethan.writes("now", bethan.chat)
    assert bethan.microsoft.shown(bethan.chat)[-1] == told


def mentions(conversation: str, body: Json, person: Somebody) -> bool:
    """Whether a call goes to the channel, or to somebody who is not in the closed part."""
    return conversation in (CHANNEL, person.chat) or f"29:{person.name}" in json.dumps(body)


async def test_a_press_in_the_channel_never_speaks_in_a_closed_part(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys, bethan = (tenant.person(name) for name in ("imran", "carys", "bethan"))
    await opens(imran, "Carys")
    _, answer = carys.button("Answer", carys.chat)
    shown = len(tenant.microsoft.shown(CHANNEL))
    for person, where in ((bethan, bethan.chat), (bethan, CHANNEL), (carys, CHANNEL)):
        told = json.dumps(await person.opens(answer, where))
        assert "smaller group" not in told
        assert "unsure about" not in told
    assert len(tenant.microsoft.shown(CHANNEL)) == shown


async def test_the_chair_is_told_by_name_who_attends_apart_and_can_see_the_channel(
    tenant: Tenant,
) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    form = await imran.presses("Who takes part at another time", imran.chat)
    choices = next(one["choices"] for one in inputs(content(form)) if one["id"] == "f.who")
    who = next(one["value"] for one in choices if one["title"].startswith("Carys"))
    warning = say("closed.apart_in_channel", names=["Carys"])
    assert warning in words(
        await imran.fills(form, imran.chat, who=who, why="She is afraid of someone.")
    )
    assert say("closed.apart_only") in carys.sees(carys.chat)

    members = tenant.microsoft.members[CHANNEL]
    tenant.microsoft.members[CHANNEL] = [
        member for member in members if member["objectId"] != "carys"
    ]
    calls = len(tenant.microsoft.calls)
    await opens(imran, "Carys")
    await says_they_are_here(carys, carys.chat)
    assert await carys.presses("Answer", carys.chat, text=SECRET) == {}
    assert SECRET in imran.sees(imran.chat)
    assert not [call for call in tenant.microsoft.calls[calls:] if call.conversation == CHANNEL]
    assert "afraid" not in imran.sees()
