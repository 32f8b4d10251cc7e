"""Days counted back from the day of the conference, and the limit for holding it."""

from datetime import date, timedelta

from handlers.scene import Scene

_SATURDAY = 5


def days_before(scene: Scene, count: int) -> date | None:
    """The day that is so many working days before the conference; nothing while it has no day."""
    occasion = scene.book.occasion
    return add_working_days(occasion.on, -count) if occasion and occasion.on else None


def reports_due(scene: Scene) -> date | None:
    """By when reports have to be there and with the family (row I9)."""
    occasion, due = scene.book.occasion, scene.profile.reports_due
    return days_before(scene, getattr(due, occasion.kind)) if occasion and due else None


def add_working_days(day: date, count: int) -> date:
    """The day that is so many working days after another; before it, where `count` is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while day.weekday() >= _SATURDAY:
            day += step
    return day
