"""Who is in the platform's channel, as far as the platform says so: for keeping out of it who must not see it (row B8)."""

import json
from collections.abc import Iterable

from handlers.scene import Turn
from storage.tables import Person


def can_see_channel(turn: Turn, people: Iterable[Person]) -> list[Person]:
    """Those of some people who are in the channel. The platform says who is; the web room has no channel of its own."""
    accounts = {member["account"] for member in json.loads(turn.value("members") or "[]")}
    return [person for person in people if person.account in accounts]
