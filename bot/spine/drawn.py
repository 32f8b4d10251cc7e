"""Presses as they were drawn: an old one is answered with what is on now, and what is shown is
stamped for the next.
"""

from dataclasses import replace

from handlers.grammar.command import AskBack, Command, Refused, Reply
from handlers.grammar.registry import RegisteredCommand, as_drawn, draw, stamped, what_it_is_about
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.ways_out import on_form
from handlers.people.told import NOT_BEGUN
from prompts.card import Card, Text
from prompts.words import say


def check_drawn(scene: Scene, command: Command, entry: RegisteredCommand) -> None:
    """Whether what the press was drawn for still stands. Raises `Refused`, with what is on now."""
    if entry.drawn_for is None:
        return
    if command.target != as_drawn(scene, command.name, what_it_is_about(command.target)):
        raise Refused(_what_is_on(scene))


def done(turn: Turn, entry: RegisteredCommand) -> Reply:
    """Does a turn; every button in the answer carries what it is drawn for, and every form has its
    way out.

    Raises what the handler raises.
    """
    try:
        reply = entry.handler(turn) or Reply()
    except Refused as refused:
        raise Refused(stamped(turn, refused.card)) from refused
    except AskBack as back:
        raise AskBack(stamped(turn, on_form(turn, back.form))) from back
    turn.meeting.round += entry.moves
    return replace(reply, card=stamped(turn, on_form(turn, reply.card))) if reply.card else reply


def _what_is_on(scene: Scene) -> Card:
    """For the chair of a meeting that has begun: the panel.

    For anybody else: that it was done before, or has changed.
    """
    moved = Text(say("dispatch.moved"), strong=True)
    if not scene.leads or scene.meeting.state in NOT_BEGUN:
        return Card(say("dispatch.title"), (moved,))
    panel = draw(scene, "panel")
    return replace(panel, parts=(moved, *panel.parts))
