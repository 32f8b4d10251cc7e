"""Words that not everybody knows, in Slack: the form is answered with the hint, and both ways on
work in the same window.
"""

from collections.abc import AsyncIterator

import pytest

from handlers.grammar.scene import Scene
from prompts.words import say
from storage.book import body_of
from storage.database import Database
from tests.kit.slack_people import buttons_of, value, words_in
from tests.kit.slack_room import SlackRoomUnderTest, in_slack
from tests.kit.slack_server import Json

HARD = "The placement broke down, and her siblings saw <it> & cried."
# More than a button or a window's own data could carry.
LONG = "She said so to her siblings. " * 20


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    """A conference on its first question of words, with everybody here."""
    async with in_slack(sqlite_database) as room:
        await room.start("fennimore")
        accounts = await room.see(
            lambda scene: [person.account or "" for person in scene.book.people]
        )
        for user in (account.rpartition("/")[2] for account in accounts if account):
            form = await room.workspace.form(user, value("rollcall.form"))
            await room.workspace.submit(user, form, {"understood": "yes"})
        while await room.see(_answers) != "words":
            await room.workspace.press("UCHAIR", value("agenda.next", "anyway"))
        yield room


def _answers(scene: Scene) -> str:
    return scene.question(scene.book.current).answer if scene.book.current else ""


@pytest.mark.parametrize("words", [HARD, LONG.strip()])
async def test_send_it_as_it_is(room: SlackRoomUnderTest, words: str) -> None:
    hint = await hinted(room, words)
    assert "siblings" in words_in(hint)
    assert await said(room) == []
    await choose(room, hint, "hints.send")
    assert await said(room) == [words]


async def test_change_it(room: SlackRoomUnderTest) -> None:
    await choose(room, await hinted(room, HARD), "hints.change")
    form = room.workspace.window()
    element = next(block["element"] for block in form["blocks"] if block["type"] == "input")
    assert element["initial_value"] == HARD
    assert await said(room) == []
    answer = await room.workspace.submit("UMUM", form, {"text": "Her brothers saw it."})
    assert answer.body == {"response_action": "clear"}
    assert await said(room) == ["Her brothers saw it."]


async def hinted(room: SlackRoomUnderTest, words: str) -> Json:
    """Mum's window, once she has sent her words."""
    step = await room.see(lambda scene: scene.meeting.step_id or "")
    form = await room.workspace.form("UMUM", value("answer.form", step))
    answer = await room.workspace.submit("UMUM", form, {"text": words})
    assert answer.body["response_action"] == "update"
    view: Json = {**form, **answer.body["view"]}
    assert [button["text"]["text"] for button in buttons_of(view["blocks"])] == [
        say("hints.change"),
        say("hints.send"),
    ]
    return view


async def choose(room: SlackRoomUnderTest, hint: Json, label: str) -> None:
    carries = next(
        b["value"] for b in buttons_of(hint["blocks"]) if b["text"]["text"] == say(label)
    )
    assert (await room.workspace.press("UMUM", carries, view=hint)).status == 200


async def said(room: SlackRoomUnderTest) -> list[str]:
    return await room.see(
        lambda scene: [body_of(a)["text"] for a in scene.book.answers(None) if a.kind == "said"]
    )
