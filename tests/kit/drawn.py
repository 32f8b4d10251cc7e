"""Buttons as they are drawn: what a press carries that is made now."""

from dataclasses import replace

from bot.spine.dispatch import Dispatcher
from handlers.grammar.command import Command
from handlers.grammar.registry import as_drawn, commands


def drawn_now(dispatcher: Dispatcher, command: Command) -> Command:
    """The command of a button that the person sees now."""
    entry = commands.get(command.name)
    if entry is None or entry.drawn_for is None:
        return command
    try:
        target = dispatcher.look(
            command.room, command.actor, lambda scene: as_drawn(scene, command.name, command.target)
        )
    except LookupError:
        return command
    return replace(command, target=target)
