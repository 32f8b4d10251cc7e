"""A timer for the item we are on.

It says when the time is up and changes nothing: the chair moves on.
"""

from datetime import timedelta

from handlers.grammar.drawn_for import running_timer
from handlers.grammar.registry import ALWAYS, draws, handles
from handlers.grammar.roles import CHAIR, CLOCK
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from prompts.card import Card, Text
from prompts.words import say
from storage.tables import Alarm, MeetingState


@handles("timer.start", by=CHAIR, drawn_for=running_timer)
def start_timer(turn: Turn) -> None:
    """Starts the time that the profile gives the item, in place of a timer that runs."""
    stop_timer(turn)
    step = turn.book.current
    minutes = turn.question(step).minutes if step else 5
    ends = turn.now + timedelta(minutes=minutes)
    alarm = turn.book.add(Alarm(what="timer.ring", due_at=ends))
    turn.meeting.timer_ends_at = ends
    turn.show(f"timer:{alarm.id}/{minutes}")


@handles("timer.stop", by=CHAIR, drawn_for=running_timer)
def stop_timer(turn: Turn) -> None:
    """Stops the timer that runs, if there is one."""
    for alarm in turn.book.alarms("timer.ring"):
        alarm.done_at = turn.now
    turn.meeting.timer_ends_at = None


@handles("timer.ring", by=CLOCK, when=ALWAYS)
def ring(turn: Turn) -> None:
    """The time is up. A timer that was stopped, or rang already, is silent."""
    alarm = next(
        (alarm for alarm in turn.book.alarms("timer.ring") if alarm.id == turn.target), None
    )
    if alarm is None:
        return
    stop_timer(turn)
    if turn.meeting.state == MeetingState.OPEN:
        turn.show(f"rang:{alarm.id}")


@draws("timer")
def timer_card(scene: Scene, target: str) -> Card:
    """Says how long there is."""
    return Card(
        title=say("timer.title"),
        parts=(Text(say("timer.text", minutes=int(Target.parse(target).part))),),
    )


@draws("rang")
def rang_card(scene: Scene, _: str) -> Card:
    """Says that the time is up."""
    return Card(title=say("timer.up"), parts=(Text(say("timer.up_text")),))
