"""One message a second in a channel, and as many channels at once as there are: Slack's pace in one
room holds up no other.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.slack.accounts import room_of
from bot.slack.platform import LIMITS
from bot.spine.platform import NotDelivered, NotYet, Parcel
from prompts.card import Card, Text
from storage.book import CHANNEL as ALL
from storage.database import Database
from storage.tables import Post
from tests.kit.slack_room import CHANNEL, ROOM, Clock, SlackRoomUnderTest, in_slack
from tests.kit.slack_server import BOT, TEAM, Fault

CHANNELS = [f"C{n}" for n in range(1, 11)]
A_SECOND = timedelta(seconds=LIMITS[0][0])


@pytest.fixture
async def room(sqlite_database: Database, clock: Clock) -> AsyncIterator[SlackRoomUnderTest]:
    """Slack at its real pace, by a clock that the test moves."""
    async with in_slack(sqlite_database, clock, *LIMITS) as room:
        yield room


async def test_each_room_gets_a_message_a_second_however_many_rooms_there_are(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    for channel in CHANNELS:
        room.fake.channels[channel] = {"id": channel, "is_private": True}
        room.fake.members[channel] = [BOT]
        await room.start("fennimore", room_of(TEAM, channel))
    for second in range(1, waiting_for_all(room) // len(CHANNELS) + 1):
        async with asyncio.timeout(20):
            await several_lanes(room)
        assert sent(room) == dict.fromkeys(CHANNELS, second)
        clock.time += A_SECOND
    assert in_their_order(room)
    assert waiting_for_all(room) == 0


async def test_a_long_card_gets_on_by_a_message_a_second(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    long = Card("The plan", tuple(Text(f"Line {n}. " + "words " * 200) for n in range(40)))
    parcel = Parcel("m", ROOM, "p", "channel", None, 1, "", long)
    tries = 0
    ref = ""
    while not ref:
        tries += 1
        assert tries < 20
        try:
            ref = await room.app.platform.show(parcel)
        except NotYet as soon:
            clock.time += soon.wait
    messages = room.fake.standing(CHANNEL)
    assert len(messages) == tries > 3
    assert {message.changes for message in messages} == {0}, "each was sent once"


async def test_a_room_that_slack_holds_up_holds_up_no_other(
    room: SlackRoomUnderTest, clock: Clock
) -> None:
    here, there = (
        Parcel("m", room_of(TEAM, name), name, "channel", None, 1, "", Card("A line"))
        for name in ("C1", "C2")
    )
    room.fake.faults["chat.postMessage"].append(Fault("ratelimited", 429, 30))
    with pytest.raises(NotDelivered):
        await room.app.platform.show(here)
    asked = len(room.fake.calls)
    with pytest.raises(NotYet):
        await room.app.platform.show(here)
    assert len(room.fake.calls) == asked, "Slack is left alone as long as it said"
    await room.app.platform.show(there)
    clock.time += timedelta(seconds=30)
    await room.app.platform.show(here)
    assert [len(room.fake.standing(name)) for name in ("C1", "C2")] == [1, 1]


async def several_lanes(room: SlackRoomUnderTest) -> None:
    """Four lanes show all that may be shown now."""
    await asyncio.gather(*(room.deliver() for _ in range(4)))


def sent(room: SlackRoomUnderTest) -> dict[str, int]:
    """How many messages Slack was sent for each channel."""
    counted = Counter(
        args["channel"]
        for method, args in room.fake.calls
        if method in ("chat.postMessage", "chat.update")
    )
    return {channel: counted[channel] for channel in CHANNELS}


def waiting_for_all(room: SlackRoomUnderTest) -> int:
    """How many posts still wait to be shown in a channel."""
    return len([post for post in posts(room) if post.waiting])


def in_their_order(room: SlackRoomUnderTest) -> bool:
    """Whether the channels show their posts in the order in which they were queued."""
    by_meeting: dict[str, list[str]] = {}
    for post in posts(room):
        by_meeting.setdefault(post.meeting_id, []).append(json.loads(post.ref)[1])
    return all(stamps == sorted(stamps) for stamps in by_meeting.values())


def posts(room: SlackRoomUnderTest) -> list[Post]:
    """All that was queued for channels, in order."""
    with room.dispatcher.database.read() as session:
        query = select(Post).where(Post.audience == ALL).order_by(Post.queued)
        return list(session.scalars(query))
