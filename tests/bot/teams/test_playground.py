"""A conference of four people in Microsoft's Agents Playground: the chair in its page, the others
by its own addresses.

The Playground opens no dialogs, so forms come as cards in the one-to-one chat; dialogs are tried
through the bot's address.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from aiohttp.test_utils import TestServer, unused_port

from bot.spine.dispatch import Dispatcher
from bot.teams.channel import TeamsChannel
from bot.teams.settings import TeamsSettings
from bot.web.app import build_app
from handlers.after.record.names import name_of_id
from handlers.before.apart import to_be_apart
from handlers.before.circulating import circulated
from handlers.people.told import told_people
from prompts.profile import Profile
from storage.database import Database
from tests.kit.naming import named
from tests.kit.profiles import tables_of
from tests.kit.teams_playground import Playground, playground

pytestmark = pytest.mark.e2e

_ITEMS = ("rollcall", "matters_most", "who_helps", "score", "decision", "actions", "summary")


@pytest.fixture
async def room(
    sqlite_database: Database, tmp_path: Path
) -> AsyncIterator[tuple[Playground, Dispatcher]]:
    """The Playground, and a bot that it speaks to."""
    dispatcher = Dispatcher(sqlite_database, {"cumbria": _short_agenda()})
    channel = TeamsChannel(
        TeamsSettings("", "", "", local=True),
        dispatcher,
        lambda link: f"https://example.org/{link}",
    )
    app = build_app(dispatcher, signing_key=b"a key for links", channels=[channel])
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    try:
        async with playground(
            str(server.make_url("")).rstrip("/"), unused_port(), tmp_path
        ) as client:
            named(sqlite_database, client.account("Alex"))
            yield client, dispatcher
    finally:
        await server.close()
    dispatcher.close()


async def test_from_the_start_to_the_plan(room: tuple[Playground, Dispatcher]) -> None:
    client, dispatcher = room
    does, fills_in = partial(client.does, dispatcher), partial(client.fills_in, dispatcher)

    # Start: the chair writes in the group chat, and sets it up alone.
    await client.opens("Group Chat")
    await client.writes("start")
    await client.reads("If you are the chair")
    await client.picture("1-start")
    await client.presses("Start a conference")
    await client.opens("Personal Chat")
    await client.reads("Your reference for the family")
    await client.ticks("Cumbria child protection conference")
    await client.fills("Your reference for the family", "F-1")
    await client.fills("The children's first names", "Posy")
    await client.fills("What should people call you?", "Imran")
    await client.picture("2-form")
    await client.presses("Set it up")
    await client.reads("Add someone")
    for name, role, agency in (
        ("Megan", "parent", ""),
        ("Adele", "network", ""),
        ("Isaiah", "social_worker", "social_care"),
    ):
        member = {"member": client.account(name), "name": name, "role": role, "agency": agency}
        await fills_in("Alex", "setup.person_form", **member)
    await until(
        lambda: len(dispatcher.look(client.room, None, lambda scene: scene.book.people)) == 4
    )
    await fills_in(
        "Alex",
        "setup.trio_form",
        title="Mornings",
        danger="Posy was out alone.",
        goal="Posy is watched.",
    )
    await client.reads("Mornings")
    assert apart(dispatcher, client) == []
    assert not dispatcher.look(
        client.room, None, lambda scene: [trio for trio in scene.meeting.trios if trio.made_on]
    )
    await client.picture("3-set-up")

    # Before the day: people are told of it, and the social worker's report comes and is passed on.
    day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    await fills_in("Alex", "setup.day_form", kind="initial", on=day, at="10:30", place="Room 2")
    await client.presses("Tell people")
    await client.reads("These people get a private message")
    await client.picture("4-tell-people")
    assert await asyncio.to_thread(told, dispatcher, client) == []
    await client.presses("Tell them now")
    await until(lambda: told(dispatcher, client) == ["Adele", "Isaiah", "Megan"])
    assert await asyncio.to_thread(passed_on, dispatcher, client) == []
    report = dict.fromkeys(
        ("works", "worries", "change", "family_view", "child_view"), "As we said."
    )
    await fills_in("Isaiah", "report.form", **report, own_view="It is calmer.", then="send")
    await client.presses("Let the professionals read the reports")
    await client.reads("These people can then read them")
    await client.picture("5-let-them-read")
    assert await asyncio.to_thread(passed_on, dispatcher, client) == []
    await client.presses("Yes, let them read")
    await until(lambda: passed_on(dispatcher, client) == ["Isaiah"])

    await client.presses("Begin the conference")
    await client.reads("These people are in the channel")
    await client.ticks("Yes")
    await client.presses("Begin now")

    # Roll-call: each for themselves.
    await client.opens("Group Chat")
    await client.reads("Imran leads the meeting")
    for name in ("Alex", "Megan", "Adele", "Isaiah"):
        await fills_in(
            name, "rollcall.form", name=name if name != "Alex" else "Imran", understood="yes"
        )
    await until(lambda: here(dispatcher, client) == 4)
    await client.reads("Isaiah")
    await client.picture("6-roll-call")
    await fills_in("Alex", "quorum.form", reason="The nurse is ill.")

    # A question.
    await client.opens("Personal Chat")
    await client.presses("Next: Who matters most")
    await until(lambda: on(dispatcher, client) == "matters_most")
    for name, words in (("Megan", "Her gran and the cat."), ("Adele", "Her mum.")):
        await fills_in(name, "answer.form", step(dispatcher, client), text=words)
    await client.opens("Group Chat")
    await client.reads("Her gran and the cat.")
    await client.picture("7-a-question")

    # Sealed scores, and the reveal.
    while on(dispatcher, client) != "score":
        before = version(dispatcher, client)
        await does("Alex", "agenda.next", "anyway")
        await until(partial(newer, dispatcher, client, before))
    for name, score in (("Megan", "8"), ("Adele", "9"), ("Isaiah", "5")):
        await fills_in(
            name, "answer.form", step(dispatcher, client), score=score, why=f"Because of {name}."
        )
    await client.opens("Personal Chat")
    await client.reads("3 of 3")
    await client.opens("Group Chat")
    assert "Because of" not in await client.text()
    await client.picture("8-sealed")
    await client.opens("Personal Chat")
    await client.presses("Reveal all together")
    await client.opens("Group Chat")
    await client.reads("Because of Megan.")
    await client.picture("9-revealed")

    # The decision, typed by the chair, and the plan.
    await does("Alex", "agenda.next", "anyway")
    await until(lambda: on(dispatcher, client) == "decision")
    await client.opens("Personal Chat")
    await client.presses("Type your decision")
    await client.reads("Which plan")
    await client.ticks("Child in Need plan")
    await client.fills("Why", "Posy is watched now.")
    await client.presses("This is my decision")
    await client.opens("Group Chat")
    await client.reads("Posy is watched now.")
    await client.picture("10-decision")
    await does("Alex", "agenda.next", "anyway")
    await until(lambda: on(dispatcher, client) == "actions")
    megan = dispatcher.look(
        client.room, client.account("Megan"), lambda scene: scene.viewer.id if scene.viewer else ""
    )
    await fills_in(
        "Megan",
        "plan.form",
        "actions",
        what="Fix the gate.",
        owners=megan,
        by_when="2030-04-01",
        side="family",
    )
    await client.reads("Fix the gate.")
    await does("Alex", "plan.agree", "section:actions")
    await fills_in("Alex", "close.form", text="Thank you for coming.")
    await client.reads("Thank you for coming.")
    await client.picture("11-the-plan")


def apart(dispatcher: Dispatcher, client: Playground) -> list[str]:
    return dispatcher.look(
        client.room, None, lambda scene: [person.name for person in to_be_apart(scene)]
    )


def told(dispatcher: Dispatcher, client: Playground) -> list[str]:
    return dispatcher.look(
        client.room, None, lambda scene: sorted(person.name for person in told_people(scene))
    )


def passed_on(dispatcher: Dispatcher, client: Playground) -> list[str]:
    """Whose reports the professionals may read."""
    return dispatcher.look(
        client.room,
        None,
        lambda scene: [name_of_id(scene, report.author_id).name for report in circulated(scene)],
    )


def here(dispatcher: Dispatcher, client: Playground) -> int:
    return dispatcher.look(
        client.room, None, lambda scene: sum(p.attendance == "here" for p in scene.book.people)
    )


def on(dispatcher: Dispatcher, client: Playground) -> str:
    return dispatcher.look(
        client.room, None, lambda scene: scene.book.current.question if scene.book.current else ""
    )


def step(dispatcher: Dispatcher, client: Playground) -> str:
    return dispatcher.look(client.room, None, lambda scene: scene.meeting.step_id or "")


def version(dispatcher: Dispatcher, client: Playground) -> int:
    return dispatcher.look(client.room, None, lambda scene: scene.meeting.version)


def newer(dispatcher: Dispatcher, client: Playground, than: int) -> bool:
    return version(dispatcher, client) > than


async def until(holds: Callable[[], bool]) -> None:
    """Waits for what the others' presses lead to."""
    for _ in range(200):
        if await asyncio.to_thread(holds):
            return
        await asyncio.sleep(0.1)
    raise TimeoutError


def _short_agenda() -> Profile:
    """The Cumbria agenda with a few of its items."""
    data = tables_of("cumbria")
    for part in data["part"]:
        part["question"] = [question for question in part["question"] if question["id"] in _ITEMS]
    data["part"] = [part for part in data["part"] if part["question"]]
    return Profile.model_validate(data)
