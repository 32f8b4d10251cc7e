"""A whole conference in a Teams channel, by the activities that Teams sends, through the bot's real
address.
"""

import json

from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.kit.teams_microsoft import Json
from tests.kit.teams_somebody import Somebody, actions, held, inputs

AGENDA = {"profile": "cumbria", "family": "F-1", "children": "Posy", "name": "Imran"}
TRIO = {
    "title": "Safe mornings",
    "danger": "Posy was out alone.",
    "goal": "Posy is always watched.",
}
PEOPLE = {
    "carys": {"name": "Carys", "role": "parent", "title": "Posy's mum"},
    "bethan": {"name": "Bethan", "role": "network", "title": "Posy's gran"},
    "joe": {"name": "Joe", "role": "social_worker", "agency": "social_care"},
}


async def test_from_the_mention_to_the_approved_record(tenant: Tenant) -> None:
    imran, carys, bethan, joe = (
        tenant.person(name) for name in ("imran", "carys", "bethan", "joe")
    )

    # The chair sets it up, alone, and nothing of it is in the channel.
    await begin(tenant)
    assert "Imran leads the meeting" in carys.sees()
    assert "Safe mornings" not in carys.sees()

    # Roll-call: what was typed stays when something is missing.
    await imran.presses("Next: Who is here", imran.chat)
    again = await carys.presses("I am here", name="Carys", with_them="Nobody")
    assert "Tick this box" in words(again)
    assert held(content(again))["f.with_them"] == "Nobody"
    assert await carys.fills(again, understood="yes") == {}
    for person in (imran, bethan, joe):
        assert await person.presses("I am here", understood="yes") == {}
    assert "Carys" in carys.sees()

    assert (
        await imran.presses(
            "Carry on without a quorum", imran.chat, reason="The nurse is ill. The report is here."
        )
        == {}
    )

    # A question: in a dialog, in one's own chat, and by passing.
    await to(imran, "Who matters most")
    assert await carys.presses("Answer", text="Her gran and the cat.") == {}
    assert line(await bethan.presses("Answer in our own chat")) == "It is in our own chat now."
    done = await bethan.fills_card("Send", text="Her mum.")
    assert "Thank you" in done["value"]["fallbackText"]
    assert "Thank you" in bethan.microsoft.shown(bethan.chat)[-1]["fallbackText"]
    await imran.presses("Next: ask the others", imran.chat)
    assert line(await joe.presses("Pass")) == "Thank you. That is in."
    assert "Her gran and the cat." in joe.sees()
    assert "Joe" in joe.sees()

    # Sealed scores: nobody sees a number before all are shown together.
    await to(imran, "How safe")
    for person, score in ((carys, "8"), (bethan, "9"), (joe, "5")):
        assert (
            await person.presses("Answer", score=score, why=f"Because {person.name} says {score}.")
            == {}
        )
    assert "Because" not in everywhere(tenant)
    await imran.presses("Reveal all together", imran.chat)
    assert "Because carys says 8." in carys.sees()
    assert "Bethan: 9" in carys.sees()

    # The decision, with reasons, and the plan.
    await to(
        imran,
        "The decision",
        give={
            "Does it still fit?": {"fits": "yes", **TRIO_WORDING},
            "Give your overall number": OVERALL,
        },
    )
    assert (
        await imran.presses(
            "Type your decision", imran.chat, plan="child_in_need", why="Posy is watched now."
        )
        == {}
    )
    assert "Posy is watched now." in carys.sees()
    await to(imran, "Actions")
    offered = await carys.presses("Add to the plan")
    owner = next(found for found in inputs(content(offered)) if found["id"] == "f.owners")
    mum = next(
        choice["value"] for choice in owner["choices"] if choice["title"].startswith("Carys")
    )
    assert (
        await carys.fills(
            offered, what="Fix the gate.", owners=mum, by_when="2026-04-01", side="family"
        )
        == {}
    )
    listed = await imran.presses("See, agree or change entries", imran.chat)
    assert "Fix the gate." in words(listed)
    await imran.fills(listed, imran.chat, "Agree: Fix the gate")
    await carys.writes("actions", carys.chat)
    assert "Fix the gate." in carys.sees(carys.chat)

    # The close, and the chair's approval.
    closing = await imran.presses("Close the conference", imran.chat)
    assert await imran.fills(closing, text="Thank you for coming.") == {}
    assert "Thank you for coming." in carys.sees()
    asked = await imran.presses("Approve the record", imran.chat)
    assert "all who took part can open the record" in words(asked)
    assert await imran.fills(asked, imran.chat, "Approve it now") == {}
    assert "approved" in imran.sees(imran.chat)


PARTS = {
    "title": "Nights",
    "who": "Carys and Joe",
    "happened": "Posy got out.",
    "might": "a car hits her",
    "doing": "Shutting the gate.",
    "sees": "someone awake",
}
TRIO_WORDING = {"danger": TRIO["danger"], "goal": TRIO["goal"]}
OVERALL = {"score": "7", "why": "It is safer now."}


async def begin(tenant: Tenant) -> None:
    """The chair sets up a conference and begins it."""
    imran = tenant.person("imran")
    await imran.writes("start")
    again = await imran.presses("Start a conference", **{**AGENDA, "name": ""})
    assert held(content(again))["f.children"] == "Posy"
    assert "private message" in words(await imran.fills(again, name="Imran"))
    for name, filled in PEOPLE.items():
        form = await imran.presses("Add someone", imran.chat)
        members = next(found for found in inputs(content(form)) if found["id"] == "f.member")
        account = next(
            choice["value"] for choice in members["choices"] if choice["title"] == name.capitalize()
        )
        assert await imran.fills(form, imran.chat, member=account, **filled) == {}
    listed = await imran.presses("Worries and goals", imran.chat)
    asks_for_parts = await imran.fills(listed, imran.chat, "Write a worry")
    whole = await imran.fills(asks_for_parts, imran.chat, **PARTS)
    assert held(content(whole))["f.goal"].startswith(
        "This is what the family will be doing: Shutting the gate."
    )
    assert await imran.fills(whole, imran.chat, **TRIO) == {}
    assert await imran.presses("Begin the conference", imran.chat, sure="") == {}


async def to(chair: Somebody, item: str, give: dict[str, dict[str, str]] | None = None) -> None:
    """The chair goes on until the conference is on an item."""
    for _ in range(60):
        panel = panel_of(chair)
        if item in next(
            row for row in panel["fallbackText"].splitlines() if row.startswith("We are on")
        ):
            return
        await one_step(chair, give or {})
    raise AssertionError(f"never on {item}: {panel['fallbackText']}")


async def one_step(chair: Somebody, give: dict[str, dict[str, str]]) -> None:
    titles = [action["title"] for action in actions(panel_of(chair))]
    for title, filled in give.items():
        if title in titles and titles.index(title) == 0:
            assert await chair.presses(title, chair.chat, **filled) == {}
            return
    following = next(title for title in titles if title.startswith("Next"))
    await chair.presses(following, chair.chat)
    if [action["title"] for action in actions(chair.microsoft.shown(chair.chat)[-1])][-1:] == [
        say("unheard.go_on")
    ]:
        await chair.presses(say("unheard.go_on"), chair.chat)


def panel_of(chair: Somebody) -> Json:
    return next(
        card for card in chair.microsoft.shown(chair.chat) if "Your panel" in card["fallbackText"]
    )


def content(dialog: Json) -> Json:
    """The card in a dialog."""
    card: Json = dialog["task"]["value"]["card"]["content"]
    return card


def words(dialog: Json) -> str:
    """All that stands in a dialog."""
    return json.dumps(content(dialog), ensure_ascii=False)


def line(answer: Json) -> str:
    """The line that the one who pressed sees."""
    assert answer["type"] == "application/vnd.microsoft.activity.message", answer
    return str(answer["value"])


def everywhere(tenant: Tenant) -> str:
    return json.dumps(tenant.microsoft.messages)
