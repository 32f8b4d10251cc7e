"""The list of staff in Teams: in a manager's own chat, with Teams' own people picker."""

import json

from sqlalchemy import select

from prompts.words import say
from storage.database import Database
from storage.tables import Feedback, Power
from tests.bot.teams.conftest import Tenant
from tests.kit.naming import named, not_named
from tests.kit.said import said_long_ago
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


async def test_a_manager_reads_what_people_say_in_their_own_chat(
    tenant: Tenant, sqlite_database: Database
) -> None:
    words = said_long_ago(sqlite_database)
    named(sqlite_database, f"teams:{TENANT}/maya", may=[Power.MANAGE])
    maya, carys, imran = (tenant.person(who) for who in ("maya", "carys", "imran"))
    not_named(sqlite_database, imran.account)
    named(sqlite_database, imran.account, may=[Power.CHAIR, Power.ADMINISTER])
    await maya.writes("staff", maya.chat)
    await maya.presses(say("feedback.results"), maya.chat)
    assert "https://example.org/answers:" in json.dumps(tenant.microsoft.shown(maya.chat))

    shown = await maya.presses(say("staff.review"), maya.chat)
    for said in words:
        assert said in json.dumps(shown)
        for other in (carys, imran):
            refused = await other.fills(shown, other.chat, say("feedback.show"))
            assert say("staff.not_named") in json.dumps(refused)
            assert "Word" not in json.dumps(refused)
        shown = await maya.fills(shown, maya.chat, say("feedback.show"))
    assert say("feedback.all_read") in json.dumps(shown)
    with sqlite_database.read() as session:
        assert {row.review for row in session.scalars(select(Feedback))} == {"show"}


def fields(dialog: Json) -> list[Json]:
    """The inputs of a form."""
    body = dialog["task"]["value"]["card"]["content"]["body"]
    return [element for element in body if element.get("id", "").startswith("f.")]
