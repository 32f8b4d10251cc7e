"""A refusal that passes: what waited comes within seconds of being mended, in order, and nothing
old turns up late.
"""

from datetime import timedelta

import pytest

from handlers.grammar.command import Command
from prompts.words import say
from storage.book import Book
from storage.inbox import find_meeting
from tests.kit.drawn import drawn_now
from tests.kit.slack_people import account, value
from tests.kit.slack_room import CHANNEL, ROOM, Clock, SlackRoomUnderTest
from tests.kit.slack_server import Fault, Message


async def chair(room: SlackRoomUnderTest, command: str, key: str) -> None:
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command(key, command, account("UCHAIR"), ROOM))
    )
    await room.deliver()


async def refuses(room: SlackRoomUnderTest, clock: Clock, error: str, seconds: int) -> None:
    """Slack refuses the channel for a while, whatever is tried."""
    faults = room.fake.faults
    for _ in range(seconds):
        faults["chat.postMessage"].append(Fault(error))
        faults["chat.update"].append(Fault(error))
        clock.time += timedelta(seconds=1)
        await room.delivery.show_next()
    faults["chat.postMessage"].clear()
    faults["chat.update"].clear()


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "token_revoked"])
async def test_what_waited_comes_in_order_within_seconds(
    room: SlackRoomUnderTest, clock: Clock, error: str
) -> None:
    before = room.fake.standing(CHANNEL)
    room.fake.faults["chat.postMessage"].append(Fault(error))
    await chair(room, "ask.again", "one")
    await refuses(room, clock, error, 90)
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command("two", "ask.again", account("UCHAIR"), ROOM))
    )
    await room.dispatcher.send(
        drawn_now(room.dispatcher, Command("three", "agenda.next", account("UCHAIR"), ROOM))
    )
    clock.time += timedelta(seconds=10)
    await room.deliver()

    new = room.fake.standing(CHANNEL)[len(before) :]
    assert [message.ts for message in new] == sorted(message.ts for message in new)
    assert new[-1].words.startswith("Who is here"), "the newest item comes last"
    assert not await room.see(lambda scene: scene.book.troubles())


async def test_the_chair_need_not_wait(room: SlackRoomUnderTest) -> None:
    room.fake.faults["chat.postMessage"].append(Fault("is_archived"))
    before = len(room.fake.standing(CHANNEL))
    await chair(room, "ask.again", "one")
    assert say("panel.try_now") in room.panel()

    await room.workspace.press("UCHAIR", value("post.try_now"))
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before + 1
    assert say("panel.try_now") not in room.panel()


async def test_an_old_card_is_not_posted_below_newer_ones(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    room.fake.faults["chat.postMessage"].append(Fault("invalid_blocks"))
    await chair(room, "ask.again", "one")  # this one waits aside
    await chair(room, "agenda.next", "two")
    before = room.fake.standing(CHANNEL)
    clock.time += timedelta(minutes=6)
    await room.deliver()

    assert room.fake.standing(CHANNEL) == before
    assert not await room.see(lambda scene: scene.book.troubles())


async def test_a_deleted_old_card_is_not_brought_back(room: SlackRoomUnderTest) -> None:
    asked = await asked_card(room)
    await chair(room, "agenda.next", "one")
    room.fake.messages.remove(asked)
    before = len(room.fake.standing(CHANNEL))
    await room.dispatcher.run(lambda: show_again(room))
    await room.deliver()

    assert len(room.fake.standing(CHANNEL)) == before
    assert not await room.see(lambda scene: scene.book.troubles())


async def asked_card(room: SlackRoomUnderTest) -> Message:
    """The card of the item that we are on."""
    title = await room.see(lambda scene: scene.title(scene.meeting.steps[0]))
    return next(
        message for message in room.fake.standing(CHANNEL) if message.words.startswith(title)
    )


def show_again(room: SlackRoomUnderTest) -> None:
    with room.dispatcher.database.session() as session:
        meeting = find_meeting(session, ROOM, to_change=True)
        assert meeting
        book = Book(session, meeting)
        book.show_again("asked:")
        book.queue_posts(room.dispatcher.now())
