"""The members of a room, for the commands that ask who is in it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command

NEED_MEMBERS = frozenset({"setup.begin_form", "setup.begin", "apart.form", "apart.submit"})


def members_value(members: Iterable[tuple[str, str]]) -> str:
    """Accounts and names, as a command brings them."""
    return json.dumps([{"account": account, "name": name} for account, name in members])


def with_members(command: Command, members: str) -> Command:
    """The command with what `members_value` made."""
    values: Mapping[str, str] = {**command.values, "members": members}
    return replace(command, values=values)


def known_accounts(dispatcher: Dispatcher, command: Command) -> frozenset[str]:
    """Whose names the meeting has already: a service need not be asked for those."""
    try:
        return dispatcher.look(
            command.room,
            command.actor,
            lambda scene: frozenset(person.account or "" for person in scene.book.people),
        )
    except LookupError:
        return frozenset()
