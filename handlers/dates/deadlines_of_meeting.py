"""The time limits of one conference: what runs from it, and until when.

Shown to everybody, and never enforced (row B9).
"""

from datetime import datetime

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import Deadline, deadline, local_time, soonest
from handlers.dates.preparing_days import is_first
from handlers.grammar.scene import Scene
from prompts.card import Facts
from prompts.profile.rules import DeadlineRule
from prompts.words import say
from storage.book import body_of
from storage.tables import Decision

# Why a conference ended without its decision (its target is the new day), and the limit for that
# day.
STOPPED = "inquorate"
NEW_DAY = "inquorate_new_date"


def next_dates(scene: Scene) -> tuple[Facts, ...]:
    """What has to happen by when, now that the conference is over: each limit that runs from it, by
    its day.
    """
    rows = tuple((limit.clock.title, _day_words(limit)) for limit in soonest(running(scene)))
    return (Facts(rows),) if rows else ()


def limit_of(scene: Scene, clock_id: str) -> Deadline | None:
    """A limit that runs from this conference; None where the profile has no such limit."""
    return (
        deadline(scene.profile, clock_id, began(scene))
        if clock_id in scene.profile.clocks
        else None
    )


def dissent_limit(scene: Scene, decision: Decision) -> Deadline | None:
    """Until when somebody who does not agree should take it further (row B4)."""
    return (
        deadline(scene.profile, "dissent", decision.at)
        if "dissent" in scene.profile.clocks
        else None
    )


def limit_words(scene: Scene, limit: Deadline) -> str:
    """A limit as people read it: the day, the time where it is in hours, and how it was counted."""
    at = local_time(scene.profile, limit.at) if limit.at else ""
    return say("clocks.limit", when=spoken_day(limit.day), time=at, explained=limit.explained)


def _day_words(limit: Deadline) -> str:
    """A limit for everybody: the day, and how it was counted where it is in days.

    The hour is for those who have to keep it.
    """
    explained = "" if limit.at else limit.explained
    return say("clocks.limit", when=spoken_day(limit.day), time="", explained=explained)


def began(scene: Scene) -> datetime:
    """When the conference began: its first item was opened then."""
    return min(
        (step.opened_at for step in scene.meeting.steps if step.opened_at), default=scene.now
    )


def running(scene: Scene) -> list[Deadline]:
    """Each limit that runs from this meeting, as it was decided; only the new day, where it ended
    for want of workers.
    """
    decided = {row.child_id: body_of(row)["plan"] for row in scene.book.decisions()}
    event = "core_group" if scene.is_core_group else "conference"
    ended, stopped = scene.meeting.closed_at or scene.now, bool(scene.book.reasons(STOPPED))
    clocks = [
        clock
        for clock in scene.profile.clock
        if clock.event == event and (clock.id == NEW_DAY) == stopped
    ]
    return [
        deadline(scene.profile, clock.id, ended if clock.unit == "hours" else began(scene))
        for clock in clocks
        if _runs(scene, clock, set(decided.values()))
    ]


def _runs(scene: Scene, clock: DeadlineRule, plans: set[str]) -> bool:
    """Whether a limit concerns what comes after this conference, as it was decided."""
    first = is_first(scene)
    if (
        clock.before
        or (clock.conference == "first" and not first)
        or (clock.conference == "later" and first)
    ):
        return False
    return not clock.plans or bool(plans & set(clock.plans))
