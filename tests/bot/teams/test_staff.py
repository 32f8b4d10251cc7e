"""The list of staff in Teams: in a manager's own chat, with Teams' own people picker."""

import json

from prompts.words import say
from storage.database import Database
from storage.tables import Power
from tests.bot.teams.conftest import Tenant
from tests.kit.naming import named
from tests.kit.teams_microsoft import TENANT, Json
from tests.kit.teams_somebody import CHANNEL


async def test_a_manager_adds_and_removes_in_their_own_chat(
    tenant: Tenant, sqlite_database: Database
) -> None:
    named(sqlite_database, f"teams:{TENANT}/maya", may=[Power.MANAGE])
    maya, sam = tenant.person("maya"), tenant.person("sam")
    await sam.writes("start")
    assert say("staff.not_named") in json.dumps(await sam.presses(say("teams.start")))

    await maya.writes("staff", maya.chat)
    assert say("staff.text") in maya.sees(maya.chat)
    form = await maya.presses(say("staff.add"), maya.chat)
    picker = next(field for field in fields(form) if field["id"] == "f.member")
    assert picker["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    added = await maya.fills(form, maya.chat, member="sam", name="Sam Ashby", may="chair")
    assert say("staff.added", name="Sam Ashby") in json.dumps(added)
    assert say("setting_up.text") in json.dumps(await sam.presses(say("teams.start")))

    form = await maya.presses(say("staff.remove"), maya.chat)
    removed = await maya.fills(form, maya.chat, who=f"teams:{TENANT}/sam")
    assert say("staff.removed", name="Sam Ashby") in json.dumps(removed)
    assert say("staff.not_named") in json.dumps(await sam.presses(say("teams.start")))


async def test_the_list_is_for_managers_alone(tenant: Tenant) -> None:
    imran, carys = tenant.person("carys"), tenant.person("carys")
    await carys.writes("staff", carys.chat)
    assert say("staff.not_named") in carys.sees(carys.chat)
    assert say("staff.text") not in carys.sees(carys.chat)
    await imran.writes("staff")
    assert say("staff.text") not in imran.sees(CHANNEL)


def fields(dialog: Json) -> list[Json]:
    """The inputs of a form."""
    body = dialog["task"]["value"]["card"]["content"]["body"]
    return [element for element in body if element.get("id", "").startswith("f.")]
