"""Holding: what somebody typed waits while they look at words that not everybody knows; nothing of
it is sent meanwhile.
"""

from dataclasses import replace
from datetime import datetime

from bot.spine.permission import line, there
from handlers.grammar.command import Command, Refused
from handlers.grammar.hints import CHOICE, choice_of
from prompts.words import say
from storage.database import Database
from storage.held import held_words, hold_words
from storage.inbox import find_meeting


class WordHolder:
    """Holds words for their authors alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hold(self, command: Command, now: datetime, *, onwards: bool) -> str:
        """Keeps what was typed; gives its id."""
        about = command.name, command.target
        with self._database.session() as session:
            meeting = there(find_meeting(session, command.room, to_change=False, onwards=onwards))
            return hold_words(session, meeting, command.actor, about, command.values, now)

    def with_held(self, command: Command) -> tuple[Command, str]:
        """The command with the words that waited for it, when their author has chosen, and their
        id. Raises `Refused`.
        """
        target, chosen, held = choice_of(command)
        if not chosen:
            return command, ""
        with self._database.read() as session:
            values = held_words(session, held, command.actor, (command.name, target))
        if values is None:
            raise _gone()
        return replace(command, target=target, values={**values, CHOICE: chosen}), held


def check_waited(waited: bool) -> None:
    """Raises `Refused` when a press before this one has sent the words."""
    if not waited:
        raise _gone()


def _gone() -> Refused:
    return Refused(line(say("hints.gone")))
