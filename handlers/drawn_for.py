"""What a control was drawn for. A press carries it back, and does nothing when that is not how things stand any more."""

from collections.abc import Callable

from handlers.scene import Scene

# From the scene and what the button is about: a short text that is another one as soon as a press would mean something else.
DrawnFor = Callable[[Scene, str], str]


def place(scene: Scene, _: str = "") -> str:
    """Where the meeting is: the item, the wave of people who are asked, and how often it has been moved."""
    step, moved = scene.book.current, scene.meeting.round
    return f"{step.position}.{step.wave}.{moved}" if step else f"-.{moved}"


def running_timer(scene: Scene, _: str) -> str:
    """The place, and the timer that runs there."""
    ends = scene.meeting.timer_ends_at
    return f"{place(scene)}.{ends:%H%M%S}" if ends else place(scene)


def reminders(scene: Scene, _: str) -> str:
    """The place, and how often people were reminded of the item."""
    step = scene.book.current
    return f"{place(scene)}.{scene.book.shown_under(f'again:{step.id}/', f'nudge:{step.id}/')}" if step else place(scene)
