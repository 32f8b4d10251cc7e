"""In Teams: a cry for help in one's own chat or by a mention, the danger dialog, and a press that
changes nothing.
"""

from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_conference import begin, content, to
from tests.kit.teams_somebody import actions, inputs


async def test_a_cry_is_answered_in_ones_own_chat_and_the_chair_can_be_told(tenant: Tenant) -> None:
    await begin(tenant)
    carys, imran = tenant.person("carys"), tenant.person("imran")
    channel = len(carys.sees())
    await carys.writes("I'm scared, he is listening")
    told = tenant.microsoft.shown(carys.chat)[-1]
    assert "[999](tel:999)" in repr(told)
    assert len(carys.sees()) == channel, "nothing of it in the channel"
    await carys.presses(say("danger.tell"), carys.chat)
    assert "Carys pressed" in imran.sees(imran.chat)


async def test_danger_opens_a_dialog_with_numbers_that_dial(tenant: Tenant) -> None:
    await begin(tenant)
    carys, imran = tenant.person("carys"), tenant.person("imran")
    shown = content(await carys.presses(say("danger.button")))
    assert "[0333 240 1727](tel:03332401727)" in repr(shown)
    assert "Carys pressed" in imran.sees(imran.chat)


async def test_a_quiet_press_leaves_the_form_standing(tenant: Tenant) -> None:
    await begin(tenant)
    carys, imran = tenant.person("carys"), tenant.person("imran")
    await to(imran, "Who is here")
    form = await carys.presses("I am here")
    quiet = next(
        action for action in actions(content(form)) if action["title"] == say("overheard.button")
    )
    assert quiet["associatedInputs"] == "none", "what is not filled in yet holds nobody up"
    again = await carys.fills(form, "19:channel@thread.tacv2", say("overheard.button"))
    assert content(again)["body"] == content(form)["body"]
    assert [found["id"] for found in inputs(content(again))] == [
        found["id"] for found in inputs(content(form))
    ]
    assert "can't talk freely" in imran.sees(imran.chat)
    assert await carys.fills(again, understood="yes") == {}
