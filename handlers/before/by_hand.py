"""The agenda on paper, for those who lead and write, so that the meeting can go on by hand (row
B13).
"""

from handlers.before.agenda_paper import TAKES
from handlers.grammar.command import Reply
from handlers.grammar.links import open_page
from handlers.grammar.registry import RUNNING, handles
from handlers.grammar.scene import Scene, Turn
from prompts.card import Button
from prompts.words import say
from storage.tables import MeetingState


@handles("agenda.paper", by=TAKES, when=RUNNING | {MeetingState.PREPARING})
def open_agenda(turn: Turn) -> Reply:
    """A link of one's own to the agenda to print."""
    turn.private = True
    return open_page(turn, "agenda")


def agenda_button(scene: Scene) -> tuple[Button, ...]:
    """The agenda to print, for those who lead or write."""
    return (Button(say("agenda_paper.take"), "agenda.paper"),) if scene.may(*TAKES) else ()
