"""Working days of a place: no weekends, none of its bank holidays, and no day on which the service
is closed.

Bank holidays come from the `holidays` library. Where it is wrong, or a day has not been announced,
the profile holds the
date: the library puts the TT holiday on the first Friday in June, the island on the Friday of race
week.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from prompts.profile import Profile
from prompts.profile.rules import Holiday, Place

_COUNTRY: dict[Place, tuple[str, str | None]] = {
    "england": ("GB", "ENG"),
    "wales": ("GB", "WLS"),
    "isle_of_man": ("IM", None),
}
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Whose days they are.

    `changed` are the profile's own dates, for its own place; `closures` the service's.
    """

    place: Place
    changed: tuple[Holiday, ...] = ()
    closures: frozenset[date] = frozenset()

    @classmethod
    def of(cls, profile: Profile, place: Place | None = None) -> "Calendar":
        """The calendar of a profile, or of another place for a limit that is counted there."""
        if place and place != profile.calendar:
            return cls(place)
        return cls(profile.calendar, profile.holiday, frozenset(profile.closures))

    def holiday(self, day: date) -> str:
        """The name of the bank holiday on a day; "" where there is none."""
        own = next((row.title for row in self.changed if row.day == day), "")
        moved = any(row.instead_of == day for row in self.changed)
        return own or ("" if moved else _named(self.place, day.year).get(day, ""))

    def is_sure(self, day: date) -> bool:
        """Whether a bank holiday has been announced."""
        return not any(row.day == day and not row.sure for row in self.changed)

    def is_working(self, day: date) -> bool:
        """Whether people work on a day."""
        return day.weekday() < _SATURDAY and day not in self.closures and not self.holiday(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The day that is so many working days after another; before it, where `count` is negative.

        The day itself is day 0.
        """
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def next_working(self, day: date) -> date:
        """The day itself if people work on it, or the first day after it on which they do."""
        while not self.is_working(day):
            day += _DAY
        return day

    def left_out(self, first: date, last: date) -> list[date]:
        """The days of the week between two days, both included, that do not count: holidays and
        closures, not weekends.
        """
        days = (first + n * _DAY for n in range((last - first).days + 1))
        return [day for day in days if day.weekday() < _SATURDAY and not self.is_working(day)]


@cache
def _named(place: Place, year: int) -> dict[date, str]:
    country, part = _COUNTRY[place]
    return dict(holidays.country_holidays(country, subdiv=part, years=year))
