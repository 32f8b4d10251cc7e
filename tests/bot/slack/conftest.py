"""A conference that has begun in Slack, by a clock that the test moves."""

from collections.abc import AsyncIterator

import pytest

from storage.database import Database
from tests.kit.slack_room import Clock, SlackRoomUnderTest, in_slack


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def room(sqlite_database: Database, clock: Clock) -> AsyncIterator[SlackRoomUnderTest]:
    async with in_slack(sqlite_database, clock) as room:
        await room.start("fennimore")
        await room.deliver()
        yield room
