"""Who is in the platform's channel, as far as the platform says so: for keeping out of it who must not see it (row B8)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from handlers.scene import Turn
from storage.tables import Person


@dataclass(frozen=True)
class Member:
    """Somebody in the platform's channel."""

    account: str
    name: str


def members_of(turn: Turn) -> list[Member]:
    """Everybody in the channel. The platform says it with the commands that ask; the web room has nobody to name."""
    return [Member(**member) for member in json.loads(turn.value("members") or "[]")]


def can_see_channel(turn: Turn, people: Iterable[Person]) -> list[Person]:
    """Those of some people who are in the channel."""
    accounts = {member.account for member in members_of(turn)}
    return [person for person in people if person.account in accounts]
