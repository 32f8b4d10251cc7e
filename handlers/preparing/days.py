"""Days counted back from the day of the conference, and by when it has to be held (row B9). Shown, never enforced."""

from datetime import date

from handlers.clocks import Deadline, deadline
from handlers.scene import Scene
from handlers.working_days import Calendar
from prompts.profile import Profile

# The time limits of the profile that belong to each kind of conference, where the profile has them.
_HELD_BY = {"initial": "conference_after_strategy", "before_birth": "conference_after_strategy"}
_REPORTS = {"review": "report_to_family_review"}


def days_before(scene: Scene, count: int) -> date | None:
    """The day that is so many working days before the conference; nothing while it has no day."""
    occasion = scene.book.occasion
    return Calendar.of(scene.profile).add_working_days(occasion.on, -count) if occasion and occasion.on else None


def reports_due(scene: Scene) -> date | None:
    """By when reports have to be there and with the family (row I9)."""
    occasion = scene.book.occasion
    return reports_due_for(scene.profile, occasion.kind, occasion.on) if occasion else None


def reports_due_for(profile: Profile, kind: str, on: date | None) -> date | None:
    """By when reports for a conference of a kind have to be there; nothing where no day or no limit is known."""
    clock_id = _REPORTS.get(kind, "report_to_family")
    return deadline(profile, clock_id, on).day if on and clock_id in profile.clocks else None


def held_by(scene: Scene) -> Deadline | None:
    """By when the conference has to be held, where the profile has such a limit and the day that it runs from is known."""
    occasion = scene.book.occasion
    clock_id = _HELD_BY.get(occasion.kind, "") if occasion else ""
    if occasion is None or occasion.clock_from is None or clock_id not in scene.profile.clocks:
        return None
    return deadline(scene.profile, clock_id, occasion.clock_from)
