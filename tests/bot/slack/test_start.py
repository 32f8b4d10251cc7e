"""Starting in Slack: only in a private channel of this workspace alone; nothing is posted before
the chair knows who reads it.
"""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from prompts.words import say
from storage.database import Database
from tests.kit.slack_people import Answer, account, value, words_in
from tests.kit.slack_room import CHANNEL, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import BOT, Json

ABOUT = {"profile": "cumbria", "family": "F 12", "children": "Posy", "name": "Ruth"}
WORRY = {
    "title": "Nights",
    "danger": "Posy was alone at night.",
    "goal": "Somebody is with Posy every night.",
}


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database) as room:
        room.fake.members[CHANNEL] = [BOT, "UCHAIR", "UMUM", "UCHARLIE"]
        yield room


async def start(room: SlackRoomUnderTest) -> None:
    """The form of `/conference start`, filled in and sent."""
    await room.workspace.slash("UCHAIR", CHANNEL, "start")
    answer = await room.workspace.submit("UCHAIR", room.workspace.window(), ABOUT)
    assert say("setting_up.prepared") in words_in(answer.body["view"])
    await room.deliver()


async def set_up(room: SlackRoomUnderTest, command: str, values: dict[str, str]) -> Answer:
    form = await room.workspace.form("UCHAIR", value(f"{command}_form"))
    return await room.workspace.submit("UCHAIR", form, values)


async def test_help_explains(room: SlackRoomUnderTest) -> None:
    for text in ("", "help", "what?"):
        answer = await room.workspace.slash("UCHAIR", CHANNEL, text)

        assert answer.body == {"response_type": "ephemeral", "text": say("slack.help")}


@pytest.mark.parametrize(
    ("info", "why"),
    [
        ({"is_private": False}, "public"),
        ({"is_private": True, "is_ext_shared": True}, "shared"),
        ({"is_private": True, "is_org_shared": True}, "shared"),
        ({"is_private": True, "is_pending_ext_shared": True}, "shared"),
        ({"is_im": True}, "not_a_channel"),
        ({"is_mpim": True, "is_private": True}, "not_a_channel"),
        (None, "not_there"),
    ],
)
async def test_where_it_cannot_be_held(
    room: SlackRoomUnderTest, info: Json | None, why: str
) -> None:
    if info is None:
        del room.fake.channels[CHANNEL]
    else:
        room.fake.channels[CHANNEL] = {"id": CHANNEL, **info}
    await room.workspace.slash("UCHAIR", CHANNEL, "start")

    assert say(f"slack.refused_{why}") in words_in(room.workspace.window())


async def test_a_channel_that_was_opened_meanwhile_is_refused_when_the_form_is_sent(
    room: SlackRoomUnderTest,
) -> None:
    await room.workspace.slash("UCHAIR", CHANNEL, "start")
    room.fake.channels[CHANNEL]["is_private"] = False
    answer = await room.workspace.submit("UCHAIR", room.workspace.window(), ABOUT)

    assert say("slack.refused_public") in words_in(answer.body["view"])
    with pytest.raises(LookupError):
        await room.see(lambda scene: scene.meeting.state)


async def test_nothing_is_in_the_channel_until_the_chair_begins(room: SlackRoomUnderTest) -> None:
    await start(room)
    await set_up(room, "setup.person", {"member": account("UMUM"), "name": "Jo", "role": "parent"})
    await set_up(room, "setup.person", {"name": "Gran", "role": "network"})
    await set_up(room, "setup.trio", WORRY)
    await room.deliver()

    assert room.fake.standing(CHANNEL) == []
    assert "Gran" in room.fake.standing("DCHAIR")[0].words

    form = await room.workspace.form("UCHAIR", value("setup.begin_form"))
    assert "Person UCHARLIE" in words_in(form)
    assert "Person UMUM" not in words_in(form)
    assert BOT not in words_in(form)

    unsure = await room.workspace.submit("UCHAIR", form, {})
    await room.deliver()
    assert unsure.body["response_action"] == "errors"
    assert room.fake.standing(CHANNEL) == []

    sure = await room.workspace.submit("UCHAIR", form, {"strangers_ok": "yes"})
    await room.deliver()
    assert sure.body == {"response_action": "clear"}
    assert say("start.welcome_title") in room.fake.standing(CHANNEL)[0].words


async def test_somebody_who_joins_while_the_form_is_open_is_named_first(
    room: SlackRoomUnderTest,
) -> None:
    room.fake.members[CHANNEL] = [BOT, "UCHAIR"]
    await start(room)
    await set_up(room, "setup.trio", WORRY)
    form = await room.workspace.form("UCHAIR", value("setup.begin_form"))
    room.fake.members[CHANNEL].append("UCHARLIE")
    answer = await room.workspace.submit("UCHAIR", form, {})

    assert "Person UCHARLIE" in words_in(answer.body["view"])
    again: Any = {**answer.body["view"], "id": form["id"], "hash": "later"}
    assert (await room.workspace.submit("UCHAIR", again, {"strangers_ok": "yes"})).body == {
        "response_action": "clear"
    }


async def test_the_same_person_cannot_be_picked_twice(room: SlackRoomUnderTest) -> None:
    await start(room)
    mum = {"member": account("UMUM"), "name": "Jo", "role": "parent"}
    await set_up(room, "setup.person", mum)
    answer = await set_up(room, "setup.person", mum)

    assert list(answer.body["errors"].values()) == [say("setting_up.twice")]
