"""A group of commands of which each is imported when it is called.

Loading everything takes more than a second: a command that needs no Teams does not load Microsoft's
libraries.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

import click


class LazyGroup(click.Group):
    """`elsewhere` says where commands are, each as "module:name"."""

    def __init__(self, *, elsewhere: Mapping[str, str], **settings: Any) -> None:
        super().__init__(**settings)
        self._elsewhere = elsewhere

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *self._elsewhere})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._elsewhere:
            return super().get_command(ctx, cmd_name)
        module, name = self._elsewhere[cmd_name].split(":")
        return cast(click.Command, getattr(import_module(module), name))
