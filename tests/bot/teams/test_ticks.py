"""A tick that nobody touched is never a yes, whatever Teams' apps send for it."""

from typing import Any

import pytest

from bot.teams.fields import filled_in, input_id, inputs
from handlers.before.apart import to_be_apart
from handlers.grammar.scene import Scene
from prompts.card import Field
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_conference import AGENDA, PEOPLE, content
from tests.kit.teams_microsoft import Json
from tests.kit.teams_somebody import inputs as fields_of

APART = Field("separate", "At another time", "tick")


@pytest.mark.parametrize("sent", ["false", "", "no", "true", "False", False, True, None, 0, 1])
def test_only_a_tick_is_a_yes(sent: Any) -> None:
    assert filled_in({input_id(APART): sent}) == {}
    assert filled_in({input_id(APART): "yes"}) == {"separate": "yes"}
    assert filled_in({}) == {}


def test_words_that_look_like_a_tick_are_words() -> None:
    assert filled_in({"f.text": "false", "f.score": 7}) == {"text": "false", "score": "7"}


def test_a_tick_and_its_absence_are_told_apart() -> None:
    toggle = inputs(APART)[-1]
    assert (toggle["valueOn"], toggle["valueOff"]) == ("yes", "no")


async def test_whoever_is_added_takes_part_with_the_others(tenant: Tenant) -> None:
    imran = tenant.person("imran")
    await imran.writes("start")
    form = await imran.presses("Start a conference", **{**AGENDA, "name": ""})
    await imran.fills(form, name="Imran")
    for name, filled in PEOPLE.items():
        form = await imran.presses("Add someone", imran.chat)
        assert (
            await imran.fills(form, imran.chat, member=account_in(content(form), name), **filled)
            == {}
        )
    assert apart(tenant) == []
    form = await imran.presses("Add someone", imran.chat)
    assert await imran.fills(form, imran.chat, name="Dean", role="parent", separate="yes") == {}
    assert apart(tenant) == ["Dean"]


def account_in(form: Json, name: str) -> str:
    """Somebody's account, as the form offers it."""
    members = next(found for found in fields_of(form) if found["id"] == "f.member")
    return str(
        next(
            choice["value"] for choice in members["choices"] if choice["title"] == name.capitalize()
        )
    )


def apart(tenant: Tenant) -> list[str]:
    """Those who are to take part at another time."""

    def look(scene: Scene) -> list[str]:
        return [person.name for person in scene.book.people if person in to_be_apart(scene)]

    imran = tenant.person("imran")
    return tenant.dispatcher.look("teams:" + imran.tenant + "/19:channel@thread.tacv2", None, look)
