"""Days of a sample, counted from the day of the rehearsal."""

import re
from datetime import date, timedelta

_IN_DAYS = re.compile(r"in (\d+) days?")
_DAYS_AGO = re.compile(r"(\d+) days? ago")


def day(words: str, today: date) -> date:
    """The day that "in 12 days" or "84 days ago" means. Raises `ValueError`."""
    if found := _IN_DAYS.fullmatch(words):
        return today + timedelta(days=int(found[1]))
    if found := _DAYS_AGO.fullmatch(words):
        return today - timedelta(days=int(found[1]))
    return date.fromisoformat(words)
