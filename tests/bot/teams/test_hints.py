"""Words that not everybody knows, in Teams: a dialog, or a form in one's own chat, is answered with
the hint.
"""

import pytest

from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_conference import begin, content, to
from tests.kit.teams_somebody import CHANNEL, Somebody, actions, held

HARD = "The placement broke down, and her siblings saw <it>."


@pytest.fixture
async def asked(tenant: Tenant) -> Somebody:
    """Mum, asked who matters most."""
    await begin(tenant)
    imran = tenant.person("imran")
    await imran.presses("Next: Who is here", imran.chat)
    for name in ("imran", "carys", "bethan", "joe"):
        await tenant.person(name).presses("I am here", understood="yes")
    await imran.presses(
        say("quorum.title"), imran.chat, reason="The nurse is ill. The report is here."
    )
    await to(imran, "Who matters most")
    return tenant.person("carys")


async def test_send_it_as_it_is_from_the_dialog(asked: Somebody, tenant: Tenant) -> None:
    hint = await asked.presses("Answer", text=HARD)
    assert [action["title"] for action in actions(content(hint))] == [
        say("hints.change"),
        say("hints.send"),
    ]
    assert "siblings" in str(content(hint))
    assert HARD not in asked.sees()
    assert await asked.fills(hint, CHANNEL, say("hints.send")) == {}
    assert "siblings saw <it>" in tenant.person("joe").sees()


async def test_change_it_in_the_dialog(asked: Somebody) -> None:
    hint = await asked.presses("Answer", text=HARD)
    form = await asked.fills(hint, CHANNEL, say("hints.change"))
    assert held(content(form))["f.text"] == HARD
    assert await asked.fills(form, text="Her brothers saw it.") == {}
    assert "Her brothers saw it." in asked.sees()
    assert "siblings" not in asked.sees()


async def test_both_ways_in_ones_own_chat(asked: Somebody) -> None:
    await asked.presses("Answer in our own chat")
    await asked.fills_card("Send", text=HARD)
    assert "siblings" not in asked.sees()
    form = (await asked.presses(say("hints.change"), asked.chat))["value"]
    assert held(form)["f.text"] == HARD
    await asked.executes(
        actions(form)[0], asked.button(say("hints.change"), asked.chat)[0], asked.chat, text=HARD
    )
    done = await asked.presses(say("hints.send"), asked.chat)
    assert "Thank you" in done["value"]["fallbackText"]
    assert "siblings saw <it>" in asked.sees()
