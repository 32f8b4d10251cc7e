"""The rhythm of reminders: before the day, on the day, and when it is late; on working days, in the
hours people work.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from handlers.dates.working_days import Calendar
from prompts.profile import Profile
from prompts.profile.after import ReminderTimes


@dataclass(frozen=True)
class Rhythm:
    """A service's rhythm. Wall time in its zone decides; what is kept is UTC."""

    rules: ReminderTimes
    calendar: Calendar
    zone: ZoneInfo

    @classmethod
    def of(cls, profile: Profile) -> "Rhythm":
        """The rhythm that a profile asks for."""
        return cls(profile.reminders, Calendar.of(profile), ZoneInfo(profile.zone))

    def today(self, now: datetime) -> date:
        """The day by the service's own wall clock."""
        return now.astimezone(self.zone).date()

    def moment(self, day: date) -> datetime:
        """The hour of reminders on a day."""
        return datetime.combine(day, self.rules.at, self.zone).astimezone(UTC)

    def at_work(self, now: datetime) -> bool:
        """Whether people may be reminded now: a working day, within the hours."""
        here = now.astimezone(self.zone)
        return self.rules.at <= here.time() < self.rules.until and self.calendar.is_working(
            here.date()
        )

    def opens(self, now: datetime) -> datetime:
        """The next moment at which people may be reminded: now, if they may be."""
        if self.at_work(now):
            return now
        here = now.astimezone(self.zone)
        first = here.date() if here.time() < self.rules.at else self.after(here.date(), 1)
        return self.moment(self.calendar.next_working(first))

    def after(self, day: date, count: int) -> date:
        """The day so many working days after another; before it, where the count is negative."""
        return self.calendar.add_working_days(day, count)

    def planned(self, due_on: date) -> tuple[date, date]:
        """The day of the reminder before the day, and of the one on it: the last working day, where
        nobody works on the day.
        """
        on_the_day = due_on if self.calendar.is_working(due_on) else self.after(due_on, -1)
        return self.after(on_the_day, -self.rules.before), on_the_day

    def next_time(self, due_on: date, now: datetime, told_on: date | None = None) -> datetime:
        """The next moment for something due on a day.

        What was missed meanwhile is not made up for.
        """
        today = self.today(now)
        for day in self.planned(due_on):
            if self.moment(day) > now and (told_on is None or day > told_on):
                return self.moment(day)
        return self.moment(self.after(max(today, due_on), self.rules.late_every))

    def tomorrow(self, now: datetime) -> datetime:
        """The next working day's moment."""
        return self.moment(self.after(self.today(now), 1))
