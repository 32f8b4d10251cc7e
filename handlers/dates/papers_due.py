"""When the letters, and the record, have to be out: the profile's limits, with a warning before and
a word when it is late.
"""

from datetime import datetime, time, timedelta

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import Deadline, deadline, local_time, moment_of
from handlers.dates.deadlines_of_meeting import began
from handlers.dates.working_days import Calendar
from handlers.grammar.scene import Scene, Turn
from prompts.words import say
from storage.tables import Alarm

CLOCKS = {"letter": "summary_to_parents", "record": "record_out"}
_WARN = {"letter": "letter.warn", "record": "record.warn"}
_LATE = {"letter": "letter.late", "record": "record.late"}
_MORNING = time(9)


def due(scene: Scene, what: str) -> Deadline | None:
    """Until when the letters ("letter") or the record ("record") have to be out; None where the
    profile has no such limit,
    and for a core group.

    Hours run from the end of the conference, days from its day.
    """
    clock = scene.profile.clocks.get(CLOCKS[what])
    if clock is None or scene.is_core_group:
        return None
    return deadline(
        scene.profile, clock.id, _closed(scene) if clock.unit == "hours" else began(scene)
    )


def due_words(scene: Scene, what: str) -> str:
    """The limit as the chair reads it; "" where there is none."""
    limit = due(scene, what)
    if limit is None:
        return ""
    at = local_time(scene.profile, limit.at) if limit.at else ""
    return say("clocks.limit", when=spoken_day(limit.day), time=at, explained=limit.explained)


def is_late(scene: Scene, what: str) -> bool:
    """Whether the limit has passed."""
    limit = due(scene, what)
    return limit is not None and scene.now >= _late_at(scene, limit)


def set_alarms(turn: Turn, what: str) -> None:
    """Sets the warning and the word when it is late."""
    if limit := due(turn, what):
        turn.book.add(Alarm(what=_WARN[what], due_at=warn_at(turn, limit)))
        turn.book.add(Alarm(what=_LATE[what], due_at=_late_at(turn, limit)))


def stop_alarms(turn: Turn, what: str) -> None:
    """It is out: nobody needs to be warned."""
    for name in (_WARN[what], _LATE[what]):
        for alarm in turn.book.alarms(name):
            alarm.done_at = turn.now


def warn_at(scene: Scene, limit: Deadline) -> datetime:
    """When to warn: a quarter of the time before a limit in hours; on the morning of its day of
    warning before any other.
    """
    if limit.at:
        return limit.at - timedelta(hours=limit.clock.count) / 4
    return moment_of(scene.profile, limit.warn_on, _MORNING)


def _late_at(scene: Scene, limit: Deadline) -> datetime:
    """The very hour; or the first working morning after the day."""
    if limit.at:
        return limit.at
    after = Calendar.of(scene.profile).next_working(limit.day + timedelta(days=1))
    return moment_of(scene.profile, after, _MORNING)


def _closed(scene: Scene) -> datetime:
    return scene.meeting.closed_at or scene.now
