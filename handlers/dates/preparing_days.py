"""Days counted back from the day of the conference, and by when it has to be held (row B9).

Shown, never enforced.
"""

from collections.abc import Iterator
from datetime import date

from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines import Deadline, deadline, local_day, soonest
from handlers.dates.working_days import Calendar
from handlers.grammar.scene import Scene
from prompts.profile import Profile
from prompts.profile.rules import DeadlineRule
from prompts.words import say
from storage.tables import MeetingKind, Occasion

REVIEWS = frozenset({"first_review", "review"})


def days_before(scene: Scene, count: int) -> date | None:
    """The day that is so many working days before the conference; nothing while it has no day."""
    occasion = scene.book.occasion
    return (
        Calendar.of(scene.profile).add_working_days(occasion.on, -count)
        if occasion and occasion.on
        else None
    )


def reports_due(scene: Scene) -> date | None:
    """By when reports have to be there and with the family (row I9)."""
    occasion = scene.book.occasion
    return reports_due_for(scene.profile, occasion.kind, occasion.on) if occasion else None


def reports_due_for(profile: Profile, kind: str, on: date | None) -> date | None:
    """By when reports for a conference of a kind have to be there; nothing where no day or no limit
    is known.
    """
    clock_id = "report_to_family_review" if kind in REVIEWS else "report_to_family"
    return deadline(profile, clock_id, on).day if on and clock_id in profile.clocks else None


def held_by(scene: Scene, occasion: Occasion | None) -> list[Deadline]:
    """By when a conference has to be held, the soonest limit first: those of the profile whose
    beginning is known.
    """
    return soonest(list(_limits(scene.profile, occasion))) if occasion else []


def is_first(scene: Scene) -> bool:
    """Whether it is the first conference about the children, as it was set up; as the marks show,
    where nobody said so.
    """
    if scene.book.occasion:
        return scene.book.occasion.kind not in REVIEWS
    return scene.meeting.kind != MeetingKind.REVIEW and not any(
        scene.book.last_marks(trio) for trio in scene.meeting.trios
    )


def past_limit(scene: Scene, occasion: Occasion) -> bool:
    """Whether the day is later than a limit."""
    return occasion.on is not None and any(
        occasion.on > limit.day for limit in held_by(scene, occasion)
    )


def limit_line(scene: Scene, occasion: Occasion, limit: Deadline) -> str:
    """One limit: the day, how it was counted, and whether the conference's own day is later, or it
    is time to look at it.
    """
    late = occasion.on is not None and occasion.on > limit.day
    soon = occasion.on is None and limit.warn_on <= local_day(scene.profile, scene.now)
    return say(
        "setting_up.held_by_words",
        day=spoken_day(limit.day),
        why=limit.explained,
        late=late,
        soon=soon,
    )


def _limits(profile: Profile, occasion: Occasion) -> Iterator[Deadline]:
    for clock in profile.clock:
        start = _runs_from(clock, occasion)
        if occasion.kind in clock.kinds and start is not None:
            yield deadline(profile, clock.id, start)


def _runs_from(clock: DeadlineRule, occasion: Occasion) -> date | None:
    return occasion.birth_on if clock.event == "birth" else occasion.clock_from
