"""A form, declared once: who may open and send it, when, what it asks, and what is done with what
was typed.
"""

from collections.abc import Callable
from typing import TypeVar

from handlers.grammar.command import Reply
from handlers.grammar.drawn_for import DrawnFor, place
from handlers.grammar.registry import OPEN, Handler, Later, RegisteredCommand, register
from handlers.grammar.roles import Role
from handlers.grammar.scene import Turn
from prompts.card import Card
from storage.tables import MeetingState, Power

_H = TypeVar("_H", bound=Handler)


def form(
    show: str,
    submit: str,
    *,
    asks: Callable[[Turn], Card],
    by: frozenset[Role],
    when: frozenset[MeetingState] = OPEN,
    later: Later = "refused",
    staff: frozenset[Power] = frozenset(),
    drawn_for: DrawnFor | None = None,
    quiet: bool = False,
) -> Callable[[_H], _H]:
    """Registers the command that shows a form, as `asks` draws it for the one who opens it, and
    the command that sends it, which the decorated handler obeys. A question to answer with one
    press is a form without fields. The permission is that of `handles`.
    """

    def both(handler: _H) -> _H:
        shows = RegisteredCommand(_shows(asks), by, when, False, show, later=later, staff=staff)
        does = RegisteredCommand(
            handler,
            by,
            when,
            True,
            submit,
            later=later,
            staff=staff,
            drawn_for=drawn_for,
            quiet=quiet,
        )
        register(show, shows)
        register(submit, does)
        return handler

    return both


def moving_form(
    show: str,
    submit: str,
    *,
    asks: Callable[[Turn], Card],
    by: frozenset[Role],
    when: frozenset[MeetingState] = OPEN,
) -> Callable[[_H], _H]:
    """A form that moves the meeting on, back or to its end, as `moves` does."""

    def both(handler: _H) -> _H:
        register(show, RegisteredCommand(_shows(asks), by, when, False, show))
        register(
            submit, RegisteredCommand(handler, by, when, True, submit, drawn_for=place, moves=True)
        )
        return handler

    return both


def _shows(asks: Callable[[Turn], Card]) -> Handler:
    return lambda turn: Reply(asks(turn), done=False)
