"""A closed part in Slack: it runs by private messages alone, and its buttons come back to it (row
B8).
"""

from collections.abc import AsyncIterator

import pytest

from bot.slack.accounts import channel_of
from bot.slack.press import SlackPress
from handlers.grammar.registry import draw
from handlers.grammar.scene import Scene
from prompts.words import say
from storage.database import Database
from storage.room_names import room_alone
from storage.tables import Power
from tests.kit.naming import named
from tests.kit.slack_people import account, buttons_of, value, words_in
from tests.kit.slack_room import CHANNEL, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import BOT, Fault, Json, Message

QUESTION = "Someone people are unsure about"
SECRET = "I am afraid when the back door opens at night."
IN_IT = ("UCHAIR", "UMUM", "USOCIALWORKER")
NOT_IN_IT = ("UGRAN", "UHEALTHVISITOR", "UTEACHER", "UMINUTETAKER")


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    """A conference that has begun, with everybody in its channel."""
    async with in_slack(sqlite_database) as room:
        room.fake.members[CHANNEL] = [BOT, *IN_IT, *NOT_IN_IT]
        await room.start("fennimore")
        await room.deliver()
        for user in (*IN_IT, *NOT_IN_IT):
            await says_they_are_here(room, user, CHANNEL)
        yield room


async def says_they_are_here(room: SlackRoomUnderTest, user: str, channel: str) -> None:
    await fills(room, user, channel, "I am here", understood="yes")


async def fills(
    room: SlackRoomUnderTest, user: str, channel: str, label: str, **values: str
) -> Json:
    """Presses a button that stands in a channel, and sends the form that it opens."""
    opened = len(room.fake.opened)
    await room.workspace.press_label(user, channel, label)
    assert len(room.fake.opened) == opened + 1, f"{label} opened nothing"
    answer = await room.workspace.submit(user, room.workspace.window(), values)
    await room.deliver()
    return answer.body


async def presses(room: SlackRoomUnderTest, user: str, label: str) -> None:
    """Presses the newest button of that name in one's own chat."""
    await room.workspace.press_label(user, room.fake.dm(user), label)
    await room.deliver()


async def opens(room: SlackRoomUnderTest, *who: str) -> None:
    """The chair opens a closed part: two questions, the second under a seal."""
    ids = await room.see(lambda scene: {p.account: p.id for p in scene.book.people if p.account})
    steps = await room.see(
        lambda scene: {step.question: step.id for step in reversed(scene.meeting.steps)}
    )
    form = await room.workspace.form("UCHAIR", value("closed.form"))
    chosen = ",".join(ids[account] for account in ids if account.rpartition("/")[2] in who)
    ask = f"{steps['risky_person']},{steps['score']}"
    await room.workspace.submit("UCHAIR", form, {"who": chosen, "ask": ask, "why": "Mum asked to."})
    await room.deliver()


def everything(room: SlackRoomUnderTest, channel: str) -> list[tuple[str, str, int]]:
    """What stands somewhere, and how often each message was changed."""
    return [(message.ts, message.words, message.changes) for message in room.fake.standing(channel)]


def private(room: SlackRoomUnderTest, user: str) -> str:
    """All that stands in somebody's own chat."""
    return "\n".join(message.words for message in room.fake.standing(room.fake.dm(user)))


def about(room: SlackRoomUnderTest, user: str) -> list[Message]:
    """The messages about the question, in somebody's own chat."""
    return [
        message
        for message in room.fake.standing(room.fake.dm(user))
        if QUESTION in message.words.partition("\n")[0]
    ]


async def home(room: SlackRoomUnderTest, user: str) -> str:
    await room.workspace.home(user)
    return words_in(room.fake.homes[user])


async def test_it_runs_by_private_messages_and_nobody_else_is_sent_anything(
    room: SlackRoomUnderTest,
) -> None:
    places = [CHANNEL, *map(room.fake.dm, NOT_IN_IT)]
    before = {place: everything(room, place) for place in places}
    homes = {user: await home(room, user) for user in NOT_IN_IT}
    calls = len(room.fake.calls)

    await opens(room, "UMUM", "USOCIALWORKER")
    for user in ("UMUM", "USOCIALWORKER"):
        await says_they_are_here(room, user, room.fake.dm(user))
    await fills(room, "UMUM", room.fake.dm("UMUM"), "Answer", text=SECRET)
    for user in IN_IT:
        assert SECRET in private(room, user)
        asked, said = about(room, user)
        assert (asked.changes > 0, said.changes) == (True, 0)
    await presses(room, "UCHAIR", "Next: ask the others")
    await presses(room, "USOCIALWORKER", "I agree with what was said")
    await presses(room, "UCHAIR", next_label(room))
    await fills(room, "UMUM", room.fake.dm("UMUM"), "Answer", score="2", why="Nights.")
    assert not [user for user in IN_IT if "Nights." in private(room, user)]
    await presses(room, "USOCIALWORKER", "Pass")
    await presses(room, "UCHAIR", "Reveal all together")
    assert "Nights." in private(room, "USOCIALWORKER")
    await presses(room, "UCHAIR", say("closed.end"))

    assert {place: everything(room, place) for place in places} == before
    for method, args in room.fake.calls[calls:]:
        assert not {CHANNEL, *NOT_IN_IT, *places} & {str(arg) for arg in args.values()}, (
            method,
            args,
        )
    assert {user: await home(room, user) for user in NOT_IN_IT} == homes


def next_label(room: SlackRoomUnderTest) -> str:
    """What the chair's panel for the closed part calls the next item."""
    panel = next(
        m for m in room.fake.standing(room.fake.dm("UCHAIR")) if say("closed.panel") in m.words
    )
    return next(
        str(b["text"]["text"])
        for b in buttons_of(panel.blocks)
        if b["text"]["text"].startswith("Next")
    )


async def test_a_press_comes_back_to_it_and_both_panels_stand_beside_each_other(
    room: SlackRoomUnderTest,
) -> None:
    await opens(room, "UMUM")
    chat = room.fake.standing(room.fake.dm("UCHAIR"))
    panels = {say("panel.title", core_group=False): CHANNEL, say("closed.panel"): await part(room)}
    for title, channel in panels.items():
        [panel] = [message for message in chat if message.words.startswith(title)]
        presses = [SlackPress.read(button["value"]) for button in buttons_of(panel.blocks)]
        assert {room_alone(press.channel) for press in presses if press} == {channel}
    assert say("closed.mine", children=["Posy"]) in await home(room, "UMUM")


async def test_nobody_else_gets_in_by_a_button_that_was_passed_on(room: SlackRoomUnderTest) -> None:
    await opens(room, "UMUM")
    message = about(room, "UMUM")[0]
    for button in buttons_of(message.blocks)[:-1]:
        before = len(room.fake.calls)
        await room.workspace.press("UGRAN", button["value"])
        assert say("dispatch.nowhere") in words_in(room.workspace.window())
        assert not [args for _, args in room.fake.calls[before:] if CHANNEL in args.values()]


async def test_a_chat_that_cannot_be_reached_is_on_its_own_panel_and_on_no_other(
    room: SlackRoomUnderTest,
) -> None:
    before = private(room, "UCHAIR")
    room.fake.faults["chat.postMessage"].append(Fault("user_disabled"))
    await opens(room, "UMUM")
    assert say("slack.trouble_no_user") in private(room, "UCHAIR").removeprefix(before)
    assert say("slack.trouble_no_user") not in str(
        await room.see(lambda scene: draw(scene, "panel"), "UCHAIR")
    )


async def test_the_chair_is_told_by_name_who_attends_apart_and_can_see_the_channel(
    room: SlackRoomUnderTest,
) -> None:
    gran = await room.see(
        lambda scene: next(p.id for p in scene.book.people if p.account == account("UGRAN"))
    )
    form = await room.workspace.form("UCHAIR", value("apart.form"))
    answer = await room.workspace.submit(
        "UCHAIR", form, {"who": gran, "why": "She is afraid of someone."}
    )
    warning = say("closed.apart_in_channel", names=["Bethan"])
    assert warning in words_in(answer.body["view"])
    await room.deliver()
    assert say("closed.apart_only") in private(room, "UGRAN")

    room.fake.members[CHANNEL].remove("UGRAN")
    assert warning not in words_in(await room.workspace.form("UCHAIR", value("apart.form")))
    calls = len(room.fake.calls)
    await opens(room, "UGRAN")
    await says_they_are_here(room, "UGRAN", room.fake.dm("UGRAN"))
    await fills(room, "UGRAN", room.fake.dm("UGRAN"), "Answer", text=SECRET)
    assert SECRET in private(room, "UCHAIR")
    assert not [args for _, args in room.fake.calls[calls:] if CHANNEL in args.values()]
    assert "afraid" not in str(everything(room, CHANNEL))


async def part(room: SlackRoomUnderTest) -> str:
    """What buttons call the closed part."""

    def look(scene: Scene) -> str:
        assert scene.viewer
        return scene.book.parts_with(scene.viewer)[-1][0].meeting.room

    return channel_of(await room.see(look, "UCHAIR"))


async def test_a_manager_takes_its_chair_off_the_list_and_somebody_in_it_ends_it(
    room: SlackRoomUnderTest, sqlite_database: Database
) -> None:
    named(sqlite_database, account("UMANAGER"), may=[Power.MANAGE])
    await opens(room, "UMUM", "UMINUTETAKER")
    for user in ("UMUM", "UMINUTETAKER"):
        await says_they_are_here(room, user, room.fake.dm(user))
    await fills(room, "UMUM", room.fake.dm("UMUM"), "Answer", text=SECRET)
    others = {user: private(room, user) for user in ("UGRAN", "USOCIALWORKER")}

    form = await room.workspace.form("UMANAGER", value("staff.remove_form", channel=""))
    answer = await room.workspace.submit("UMANAGER", form, {"who": account("UCHAIR")})
    await room.deliver()
    told = words_in(answer.body["view"])
    assert "Dot Ellery could take over" in told
    assert "smaller group" not in told
    for user, before in others.items():
        assert private(room, user) == before
    chairless = [m for m in room.fake.standing(room.fake.dm("UMUM")) if "new chair" in m.words]
    assert len(chairless) == 1

    # Two meetings need a chair: the whole one, in its channel's name, and the smaller group.
    takes = [
        button["value"]
        for message in room.fake.standing(room.fake.dm("UMINUTETAKER"))
        for button in buttons_of(message.blocks)
        if button["text"]["text"] == say("staff.take")
    ]
    assert len(takes) == 2
    for carries in takes:
        await room.workspace.press("UMINUTETAKER", carries)
        await room.deliver()
    await presses(room, "UMINUTETAKER", say("closed.end"))
    for user in ("UMUM", "UMINUTETAKER"):
        assert say("closed.over") in private(room, user)
        assert SECRET in private(room, user)
    for user, before in others.items():
        assert private(room, user) == before
    assert SECRET not in "".join(m.words for m in room.fake.standing(CHANNEL))
    assert await room.see(lambda scene: scene.chair.name) == "Dot Ellery"
