"""What a control was drawn for.

A press carries it back, and does nothing when that is not how things stand any more.
"""

import zlib
from collections.abc import Callable

from handlers.grammar.scene import Scene
from handlers.grammar.target import Target
from storage.tables import EntryState

# From the scene and what the button is about: a short text that is another one as soon as a press
# would mean something else.
DrawnFor = Callable[[Scene, str], str]


def place(scene: Scene, _: str = "") -> str:
    """Where the meeting is: the item, the wave of people who are asked, and how often it has been
    moved.
    """
    step, moved = scene.book.current, scene.meeting.round
    return f"{step.position}.{step.wave}.{moved}" if step else f"-.{moved}"


def running_timer(scene: Scene, _: str) -> str:
    """The place, and the timer that runs there."""
    ends = scene.meeting.timer_ends_at
    return f"{place(scene)}.{ends:%H%M%S}" if ends else place(scene)


def reminders(scene: Scene, _: str) -> str:
    """The place, and how often people were reminded of the item."""
    step = scene.book.current
    return (
        f"{place(scene)}.{scene.book.shown_under(f'again:{step.id}/', f'nudge:{step.id}/')}"
        if step
        else place(scene)
    )


def offers(scene: Scene, target: str) -> str:
    """The suggestions for the plan that are agreed by it, in their words: one ("thread"), or a
    section's ("section:id").
    """
    named = Target.parse(target)
    section = named.tail if named.head == "section" else ""
    rows = [
        row
        for row in scene.book.plan()
        if row.state == EntryState.OFFERED and (row.section == section or row.thread == target)
    ]
    return _short([f"{row.thread}.{row.version}" for row in rows])


def closed_parts(scene: Scene, _: str) -> str:
    """How many closed parts there were."""
    return str(len(scene.book.parts_with(scene.chair)))


def drafts(scene: Scene, target: str) -> str:
    """The letters that are signed off by it, as they read now."""
    rows = [
        row
        for row in scene.book.letters()
        if row.approved_at is None and target in ("", row.person_id)
    ]
    return _short([f"{row.id}.{row.typed}" for row in rows])


def corrections(scene: Scene, _: str) -> str:
    """How often the record was corrected."""
    return str(len(scene.book.corrections()))


def letter_version(scene: Scene, target: str) -> str:
    """Which version of somebody's letter it is about."""
    return next((str(row.version) for row in scene.book.letters() if row.person_id == target), "-")


def _short(texts: list[str]) -> str:
    return f"{zlib.crc32(chr(0).join(texts).encode()):x}"


def reasons(scene: Scene, _: str) -> str:
    """How many reasons the chair has given for something unusual."""
    return str(len(scene.book.reasons()))
