"""What the clock does with a reminder that is due: tell, wait for working hours, or stop and tell
the lead.
"""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.dates.rhythm import Rhythm
from handlers.grammar.scene import Scene
from handlers.people.lead import lead_of


@dataclass(frozen=True)
class NextReminder:
    """How a reminder goes on: when next (None: never), how many were late, and the day it was told
    on.

    `tell` is whether somebody is told now; `over` that it was the last, and the lead is to know.
    """

    due_at: datetime | None
    late: int
    told_on: date | None
    tell: bool
    over: bool = False


# What is no use after its day has no late reminders: the lead is told with the last one.
ONLY_AHEAD = frozenset({"checkin"})


def goes_on(
    rhythm: Rhythm, what: str, due_on: date, late: int, told_on: date | None, now: datetime
) -> NextReminder:
    """What becomes of a reminder that is due. However long nobody looked, it is told once."""
    if not rhythm.at_work(now):
        return NextReminder(rhythm.opens(now), late, told_on, tell=False)
    today = rhythm.today(now)
    if told_on == today:  # another clock, an hour ahead, has told it
        return NextReminder(rhythm.next_time(due_on, now, today), late, told_on, tell=False)
    if what in ONLY_AHEAD and today >= rhythm.planned(due_on)[1]:
        return NextReminder(None, late, today, tell=today <= due_on, over=True)
    if late >= rhythm.rules.late_at_most and today > due_on:
        return NextReminder(None, late, told_on, tell=False, over=True)
    return NextReminder(
        rhythm.next_time(due_on, now, today), late + (today > due_on), today, tell=True
    )


def tell_lead(scene: Scene) -> None:
    """The reminders about something have come to their end: the lead is told, in private."""
    scene.book.show(f"overdue:{scene.now.date().isoformat()}", lead_of(scene).id)
