"""A break: everything waits, nothing is lost."""

from handlers.grammar.registry import draws, moves
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import MeetingState


@moves("pause.start", by=CHAIR)
def start_break(turn: Turn) -> None:
    """The chair calls a break."""
    turn.meeting.state = MeetingState.PAUSED
    turn.show(f"break:{turn.meeting.version}")


@moves("pause.end", by=CHAIR, when=frozenset({MeetingState.PAUSED}))
def end_break(turn: Turn) -> None:
    """The conference goes on where it was."""
    turn.meeting.state = MeetingState.OPEN
    turn.show(f"back:{turn.meeting.version}")


@draws("break")
def break_card(scene: Scene, _: str) -> Card:
    """Says that there is a break."""
    return Card(title=say("pause.title"), parts=(Text(say("pause.text")),))


@draws("back")
def back_card(scene: Scene, _: str) -> Card:
    """Says that the break is over."""
    step = scene.book.current
    return Card(
        title=say("pause.over"),
        parts=(Text(say("pause.over_text", item=scene.title(step))),) if step else (),
    )
