"""The room is watched in Teams: by what Teams tells of members and channels, and before each post
(row S2).
"""

from datetime import timedelta

from prompts.words import say
from tests.bot.teams.conftest import Tenant
from tests.bot.teams.test_conference import begin, panel_of
from tests.kit.teams_microsoft import Json
from tests.kit.teams_somebody import CHANNEL


async def tell(tenant: Tenant, conversation: str = CHANNEL, **update: object) -> None:
    """Teams tells of a change; a change of the team's members with the id of its general
    channel.
    """
    imran = tenant.person("imran")
    where = {
        "conversation": {
            "id": conversation,
            "conversationType": "channel",
            "tenantId": imran.tenant,
        }
    }
    assert (await imran.posts({"type": "conversationUpdate", **where, **update})).status == 200


def listed(tenant: Tenant, name: str, **more: str) -> Json:
    return {**tenant.person(name).listed, **more}


def posted(tenant: Tenant) -> int:
    return len(tenant.microsoft.shown(CHANNEL))


async def test_a_stranger_in_the_team_is_named_and_posts_wait(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.members[CHANNEL].append(listed(tenant, "eve"))
    await tell(tenant, "19:general@thread.tacv2", membersAdded=[{"id": "29:eve"}])
    assert say("watch.strangers", names=["Eve"]) in imran.sees(imran.chat)
    before = posted(tenant)
    await imran.presses("Next: Who is here", imran.chat)
    assert posted(tenant) == before
    assert say("watch.panel") in panel_of(imran)["fallbackText"]

    tenant.microsoft.members[CHANNEL].pop()
    await imran.presses(say("panel.try_now"), imran.chat)
    await tenant.settle()
    assert posted(tenant) > before
    assert say("watch.panel") not in panel_of(imran)["fallbackText"]


async def test_no_event_is_needed(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.members[CHANNEL].append(listed(tenant, "eve"))
    tenant.passes(timedelta(seconds=61))
    before = posted(tenant)
    await imran.presses("Next: Who is here", imran.chat)
    assert posted(tenant) == before
    assert say("watch.strangers", names=["Eve"]) in imran.sees(imran.chat)


async def test_a_channel_that_is_shared_with_another_team(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    data = {"tenant": {"id": imran.tenant}, "sharedWithTeams": [{"id": "19:other@thread.tacv2"}]}
    await tell(tenant, channelData={**data, "eventType": "channelShared"})
    assert say("watch.shared") in imran.sees(imran.chat)
    before = posted(tenant)
    await imran.presses("Next: Who is here", imran.chat)
    assert posted(tenant) == before
    await tell(tenant, channelData={**data, "eventType": "channelUnshared"})
    assert posted(tenant) > before


async def test_somebody_of_another_organisation(tenant: Tenant) -> None:
    await begin(tenant)
    imran = tenant.person("imran")
    tenant.microsoft.members[CHANNEL].append(listed(tenant, "eve", tenantId="another"))
    await tell(tenant, membersAdded=[{"id": "29:eve"}])
    assert say("watch.shared") in imran.sees(imran.chat)


async def test_who_leaves_is_noted_and_asked_for(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    await imran.presses("Next: Who is here", imran.chat)
    await carys.presses("I am here", name="Carys", understood="yes")
    tenant.microsoft.members[CHANNEL] = [
        m for m in tenant.microsoft.members[CHANNEL] if m["objectId"] != "carys"
    ]
    await tell(tenant, membersRemoved=[{"id": "29:carys"}])
    assert say("watch.went", name="Carys") in imran.sees(imran.chat)
    assert say("watch.you_left") in carys.sees(carys.chat)
    assert f"{say('panel.left')}: Carys" in panel_of(imran)["fallbackText"]


async def test_by_private_messages_only(tenant: Tenant) -> None:
    await begin(tenant)
    imran, carys = tenant.person("imran"), tenant.person("carys")
    tenant.microsoft.members[CHANNEL].append(listed(tenant, "eve"))
    await tell(tenant, membersAdded=[{"id": "29:eve"}])
    await imran.presses(say("watch.private"), imran.chat)
    before = posted(tenant)
    await imran.presses("Next: Who is here", imran.chat)
    assert posted(tenant) == before
    assert "Who are you" in carys.sees(carys.chat)
    await carys.presses("I am here", carys.chat, name="Carys", understood="yes")
    assert f"{say('panel.here')}: Carys" in panel_of(imran)["fallbackText"]


async def test_they_belong_here(tenant: Tenant) -> None:
    await begin(tenant)
    imran, eve = tenant.person("imran"), tenant.person("eve")
    tenant.microsoft.members[CHANNEL].append(eve.listed)
    await tell(tenant, membersAdded=[{"id": "29:eve"}])
    form = await imran.presses(say("watch.belong"), imran.chat)
    await imran.fills(form, imran.chat, who=eve.account, name="Eve Lund", role="advocate")
    await imran.presses("Next: Who is here", imran.chat)
    await eve.presses("I am here", name="Eve Lund", understood="yes")
    assert "Eve Lund" in panel_of(imran)["fallbackText"]
