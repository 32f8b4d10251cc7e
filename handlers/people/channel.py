"""Who is in the platform's channel, as far as the platform says so: for keeping out of it who must
not see it (row B8).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from handlers.grammar.command import Refused
from handlers.grammar.scene import Turn
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import Person


@dataclass(frozen=True)
class ChannelMember:
    """Somebody in the platform's channel."""

    account: str
    name: str


_members = TypeAdapter(list[ChannelMember])


def channel_members(turn: Turn) -> list[ChannelMember]:
    """Everybody in the channel; the web room has none of its own.

    Raises `Refused` where we cannot tell who is there.
    """
    try:
        return _members.validate_json(turn.value("members") or "[]")
    except ValidationError as fault:
        raise Refused(Card(say("dispatch.title"), (Text(say("closed.who_is_there")),))) from fault


def can_see_channel(turn: Turn, people: Iterable[Person]) -> list[Person]:
    """Those of some people who are in the channel."""
    accounts = {member.account for member in channel_members(turn)}
    return [person for person in people if person.account in accounts]
