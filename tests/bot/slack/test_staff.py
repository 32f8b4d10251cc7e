"""The list of staff in Slack: on the home page and behind the slash command, for managers alone."""

import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from prompts.words import say
from storage.database import Database
from storage.tables import Feedback, Power
from tests.kit.naming import named, not_named
from tests.kit.said import said_long_ago
from tests.kit.slack_people import account, buttons_of, value, words_in
from tests.kit.slack_room import CHANNEL, SlackRoomUnderTest, in_slack


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database) as room:
        named(sqlite_database, account("UMANAGER"), may=[Power.MANAGE])
        not_named(sqlite_database, account("UADMIN"), account("UMINUTETAKER"))
        named(sqlite_database, account("UCHAIR"), may=[Power.CHAIR])
        yield room


async def test_a_manager_adds_and_removes_in_windows(room: SlackRoomUnderTest) -> None:
    manager = room.workspace
    await manager.home("UMANAGER")
    (button,) = buttons_of(room.fake.homes["UMANAGER"]["blocks"])
    assert json.loads(button["value"])[0] == "staff.list"
    await manager.press(
        "UMANAGER", button["value"], view={**room.fake.homes["UMANAGER"], "id": "VHOME"}
    )
    assert "UCHAIR" in words_in(manager.window())

    form = await manager.form("UMANAGER", value("staff.add_form", channel=""))
    kinds = {
        block["block_id"].split(".")[1]: block["element"]["type"]
        for block in form["blocks"]
        if block["type"] == "input"
    }
    assert kinds == {"member": "users_select", "name": "plain_text_input", "may": "checkboxes"}
    answer = await manager.submit(
        "UMANAGER", form, {"member": "UNEW", "name": "Sam Ashby", "may": "chair"}
    )
    assert say("staff.added", name="Sam Ashby") in words_in(answer.body["view"])
    await manager.slash("UNEW", CHANNEL, "start")
    assert say("setting_up.text") in words_in(manager.window())

    form = await manager.form("UMANAGER", value("staff.remove_form", channel=""))
    answer = await manager.submit("UMANAGER", form, {"who": account("UNEW")})
    assert say("staff.removed", name="Sam Ashby") in words_in(answer.body["view"])
    await manager.slash("UNEW", CHANNEL, "start")
    assert say("staff.not_named") in words_in(manager.window())


async def test_others_are_told_who_can_help_and_see_no_list(room: SlackRoomUnderTest) -> None:
    await room.workspace.slash("UCHARLIE", CHANNEL, "staff")
    words = words_in(room.workspace.window())
    assert say("staff.not_named") in words
    assert "UMANAGER" in words
    assert "UCHAIR" not in words
    await room.workspace.home("UCHAIR")
    assert say("staff.title") not in words_in(room.fake.homes["UCHAIR"])
    await room.workspace.slash("UMANAGER", CHANNEL, "staff")
    assert say("staff.text") in words_in(room.workspace.window())


async def test_nobody_who_is_not_named_gets_the_form_or_can_send_it(
    room: SlackRoomUnderTest,
) -> None:
    await room.workspace.slash("UCHARLIE", CHANNEL, "start")
    window = room.workspace.window()
    assert say("staff.not_named") in words_in(window)
    assert not [block for block in window["blocks"] if block["type"] == "input"]
    await room.workspace.slash("UCHAIR", CHANNEL, "start")
    form = {"profile": "cumbria", "family": "F 12", "children": "Posy", "name": "Charlie"}
    answer = await room.workspace.submit("UCHARLIE", room.workspace.window(), form)
    assert say("staff.not_named") in words_in(answer.body["view"])
    assert not room.dispatcher.look_everywhere(account("UCHARLIE"), lambda scene: scene)


async def test_a_manager_reads_what_people_say_from_their_home_page(
    room: SlackRoomUnderTest, sqlite_database: Database
) -> None:
    words, manager = said_long_ago(sqlite_database), room.workspace
    await manager.home("UMANAGER")
    (button,) = buttons_of(room.fake.homes["UMANAGER"]["blocks"])
    await manager.press(
        "UMANAGER", button["value"], view={**room.fake.homes["UMANAGER"], "id": "VHOME"}
    )
    there = {b["text"]["text"]: b["value"] for b in buttons_of(manager.window()["blocks"])}
    await manager.press("UMANAGER", there[say("feedback.results")], view=manager.window())
    assert "https://chairside.example/answers:" in json.dumps(manager.window())

    await manager.press("UMANAGER", there[say("staff.review")])
    read = []
    while publish := [
        b["value"]
        for b in buttons_of(manager.window()["blocks"])
        if b["text"]["text"] == say("feedback.show")
    ]:
        read.append(words_in(manager.window()))
        await manager.press("UMANAGER", publish[0], view=manager.window())
    assert [said in shown for said, shown in zip(words, read, strict=True)] == [True] * len(words)
    assert say("feedback.all_read") in words_in(manager.window())


@pytest.mark.parametrize("user", ["UCHAIR", "UCHARLIE", "UADMIN"])
async def test_nobody_else_reads_what_people_say(
    room: SlackRoomUnderTest, sqlite_database: Database, user: str
) -> None:
    said_long_ago(sqlite_database)
    with sqlite_database.read() as session:
        row = session.scalars(select(Feedback)).all()[0].id
    await room.workspace.home(user)
    assert say("staff.title") not in words_in(room.fake.homes[user])
    for carries in (
        value("staff.feedback", channel=""),
        value("staff.review", channel=""),
        value("staff.decide", f"{row}:show", channel=""),
    ):
        await room.workspace.press(user, carries)
        shown = json.dumps(room.workspace.window())
        assert say("staff.not_named") in words_in(room.workspace.window())
        assert "Word" not in shown
        assert "answers:" not in shown
    with sqlite_database.read() as session:
        assert {row.review for row in session.scalars(select(Feedback))} == {""}
