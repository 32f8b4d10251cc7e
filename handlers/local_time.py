"""Moments as the clocks of a place show them, and as people say them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from prompts.profile import Profile

# Until a profile names its own.
_ZONE = "Europe/London"


def zone_of(profile: Profile) -> ZoneInfo:
    """The time zone of a profile's place."""
    return ZoneInfo(getattr(profile, "zone", _ZONE))


def clock_words(profile: Profile, moment: datetime) -> str:
    """The time on the wall: "14:05"."""
    return moment.astimezone(zone_of(profile)).strftime("%H:%M")


def day_of(profile: Profile, moment: datetime) -> date:
    """Which day a moment is in the place."""
    return moment.astimezone(zone_of(profile)).date()


def date_words(day: date) -> str:
    """A calendar date as people say it: "Monday 1 December 2025"."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"
