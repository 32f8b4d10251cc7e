"""A cry for help typed to the bot: numbers and *Tell the chair* at once, in Slack and in Teams, and
the words kept nowhere.
"""

import json
import logging
from collections.abc import AsyncIterator

import pytest

from prompts.help import is_cry_for_help
from prompts.words import say
from storage.database import Database
from tests.kit.dump import as_it_lies
from tests.kit.slack_people import buttons_of, new
from tests.kit.slack_room import CHANNEL, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import TEAM

CRY = "He's here, please help me xylophone"


@pytest.mark.parametrize(
    "words", [CRY, "help me", "I’m scared", "I can't talk", "he THREATENED me", "call the police"]
)
def test_a_cry_is_known(words: str) -> None:
    assert is_cry_for_help(words)


@pytest.mark.parametrize(
    "words", ["help", "now", "actions", "start", "staff", "How do I answer?", "thank you", ""]
)
def test_other_words_are_not(words: str) -> None:
    assert not is_cry_for_help(words)


@pytest.fixture
async def room(sqlite_database: Database) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database) as room:
        await room.start("fennimore")
        await room.deliver()
        yield room


async def writes(room: SlackRoomUnderTest, user: str, text: str, **more: str) -> None:
    event = {
        "type": "app_mention",
        "channel": CHANNEL,
        "user": user,
        "text": text,
        "ts": "1.1",
        **more,
    }
    body = {"type": "event_callback", "team_id": TEAM, "event_id": new(), "event": event}
    assert (await room.workspace.send(json.dumps(body), "application/json")).status == 200


async def test_in_slack_it_gets_numbers_and_tell_the_chair(
    room: SlackRoomUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = len(room.fake.messages)
    await writes(room, "UMUM", CRY)
    (answer,) = room.fake.messages[before:]

    assert answer.channel == room.fake.dm("UMUM")
    assert "*999*  <tel:999|Call>" in answer.words
    assert "*0333 240 1727*  <tel:03332401727|Call>" in answer.words
    tell = next(
        button
        for button in buttons_of(answer.blocks)
        if button["text"]["text"] == say("danger.tell")
    )
    await room.workspace.press("UMUM", tell["value"])
    await room.deliver()
    assert "Carys pressed" in room.fake.standing(room.fake.dm("UCHAIR"))[-1].words
    assert "xylophone" not in repr(as_it_lies(room.dispatcher.database)) + caplog.text + json.dumps(
        room.fake.calls
    )


async def test_in_slack_the_command_answers_in_a_window_and_strangers_get_numbers_too(
    room: SlackRoomUnderTest,
) -> None:
    await room.workspace.slash("USTRANGER", "C1", CRY)
    window = json.dumps(room.workspace.window())

    assert "tel:999" in window
    assert "tel:01624686179" in window
    assert say("danger.tell") not in window


async def test_what_the_bot_itself_wrote_is_not_answered(room: SlackRoomUnderTest) -> None:
    before = len(room.fake.messages)
    await writes(room, "UMUM", CRY, bot_id="B1")
    await writes(room, "UMUM", CRY, subtype="message_changed")

    assert len(room.fake.messages) == before
