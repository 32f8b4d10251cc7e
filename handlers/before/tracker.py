"""The tracker: when each report came, how late, and whether it was shared, over all conferences;
without case content (row I9).
"""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.dates.deadlines import local_day
from handlers.dates.preparing_days import reports_due_for
from handlers.dates.working_days import Calendar
from prompts.profile import Profile
from prompts.words import say
from storage.tracker import Arrival

HEAD = (
    "conference",
    "held_on",
    "kind",
    "agency",
    "due",
    "came",
    "came_state",
    "days_late",
    "shared",
    "shared_state",
)


@dataclass(frozen=True)
class TrackerRow:
    """One report. `conference` is the beginning of the conference's id. States: yes (in time),
    late, missing, due.

    `days_late` are working days: until it came or, while it has not, until today.
    """

    conference: str
    held_on: date
    kind: str
    agency: str
    due: date | None
    came: date | None
    came_state: str
    days_late: int
    shared: date | None
    shared_state: str


@dataclass(frozen=True)
class AgencyRow:
    """How an agency's reports have come, in numbers."""

    agency: str
    yes: int
    late: int
    missing: int
    due: int


@dataclass(frozen=True)
class Tracker:
    """All that the tracker shows."""

    since: date
    rows: tuple[TrackerRow, ...]
    agencies: tuple[AgencyRow, ...]


def tracker(
    arrivals: Iterable[Arrival], profiles: Mapping[str, Profile], today: date, since: date
) -> Tracker:
    """The reports that are expected, one a row, and how each agency's have come."""
    rows = tuple(
        _row(arrival, profiles[arrival.profile], today)
        for arrival in arrivals
        if _is_expected(arrival, profiles)
    )
    return Tracker(
        since, rows, tuple(_agency(name, rows) for name in sorted({row.agency for row in rows}))
    )


def as_csv(found: Tracker) -> str:
    """The same rows for a spreadsheet; dates as 2026-03-02."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in found.rows:
        writer.writerow([_cell(getattr(row, name)) for name in HEAD])
    return out.getvalue()


def _is_expected(arrival: Arrival, profiles: Mapping[str, Profile]) -> bool:
    """Whether the profile expects an agency's report from that role; what somebody wrote for
    themselves is not counted.
    """
    profile = profiles.get(arrival.profile)
    forms = (
        [form for form in profile.report if form.kind == "report" and arrival.role in form.roles]
        if profile
        else []
    )
    return any(arrival.form in (None, form.id) for form in forms)


def _row(arrival: Arrival, profile: Profile, today: date) -> TrackerRow:
    held_on = arrival.on or today
    due = reports_due_for(profile, arrival.kind, arrival.on)
    came = local_day(profile, arrival.received_at) if arrival.received_at else None
    return TrackerRow(
        conference=arrival.meeting_id[:8],
        held_on=held_on,
        kind=say(f"setting_up.kind_{arrival.kind}"),
        agency=next(
            (agency.label for agency in profile.agency if agency.id == arrival.agency),
            say("tracker.no_agency"),
        ),
        due=due,
        came=came,
        came_state=_state(came, due, today),
        days_late=_days_late(profile, due, came or min(today, held_on)),
        shared=arrival.shared_on,
        shared_state=_state(arrival.shared_on, due, today),
    )


def _state(day: date | None, due: date | None, today: date) -> str:
    if day is None:
        return "missing" if due and due < today else "due"
    return "late" if due and day > due else "yes"


def _days_late(profile: Profile, due: date | None, until: date) -> int:
    if due is None or until <= due:
        return 0
    calendar, day, count = Calendar.of(profile), due, 0
    while day < until:
        day, count = calendar.add_working_days(day, 1), count + 1
    return count


def _agency(name: str, rows: tuple[TrackerRow, ...]) -> AgencyRow:
    states = [row.came_state for row in rows if row.agency == name]
    return AgencyRow(
        name,
        states.count("yes"),
        states.count("late"),
        states.count("missing"),
        states.count("due"),
    )


def _cell(value: object) -> str:
    """A label that a spreadsheet would take for a formula is kept as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text
