"""*Someone is in danger now*, counted over a sample conference: once in the channel, where people
look, and on every card of one's own chat.
"""

from collections.abc import Callable
from contextlib import closing

import pytest

from bot.rehearsal.player import Player
from handlers.grammar.registry import BEGUN
from handlers.grammar.scene import Scene
from handlers.grammar.ways_out import DANGER
from prompts.family import load_family
from storage.database import Database
from tests.kit.doors import Door, SlackDoor, TeamsDoor

EVERYBODY = [person.id for person in load_family("fennimore").person if not person.phone]


@pytest.mark.parametrize("place", [SlackDoor, TeamsDoor])
def test_it_stands_once_in_the_channel_and_on_every_card_of_ones_own(
    sqlite_database: Database, place: Callable[[Database, str], Door]
) -> None:
    with closing(place(sqlite_database, "fennimore")) as door:
        shared, own = 0, 0
        for number, _ in enumerate(Player(door.dispatcher, door.room).presses()):
            door.passes(seconds=1)
            if number % 3:
                continue
            door.deliver()
            channel = door.in_channel()
            stands = [message for message in channel if DANGER in message]
            assert len(stands) == door.dispatcher.look(door.room, None, has_begun)
            shared = len(channel)
            for who in EVERYBODY:
                messages = door.in_chat(who)
                assert [message for message in messages if DANGER not in message] == [], who
                own = max(own, len(messages))
    assert shared > 50
    assert own > 5


def has_begun(scene: Scene) -> bool:
    """Before that, the channel of a conference is empty but for the bot's introduction."""
    return scene.meeting.state in BEGUN
