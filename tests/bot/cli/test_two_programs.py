"""The service and the rehearsal room are two programs: one contains nothing of the other."""

import subprocess
import sys

import click

from bot.__main__ import commands

_LOADED = (
    "import sys, bot.__main__, bot.cli.serve, bot.cli.clocking; print([name for name in "
    "sys.modules if name.startswith(('bot.rehearsal', 'slack_bolt', 'botbuilder'))])"
)


def test_the_service_never_loads_the_rehearsal_room_nor_a_chat_service_that_is_not_set_up() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_command_goes_by_its_own_name() -> None:
    context = click.Context(commands)
    listed = commands.list_commands(context)
    found = [commands.get_command(context, name) for name in listed]
    assert [command and command.name for command in found] == listed
    assert {"migrate", "move", "new-key", "rehearsal-room", "serve", "staff"} <= set(listed)
