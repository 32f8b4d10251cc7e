"""A service's rules in a practice profile: scales, quorum, guidance, plans that can be decided,
time limits and holidays.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from prompts.profile.agenda import Option
from prompts.profile.base import Id, ProfileTable, Words

Place = Literal["england", "wales", "isle_of_man"]
Event = Literal[
    "strategy_discussion",
    "move",
    "birth",
    "conference",
    "decision",
    "core_group",
    "record",
    "complaint",
]
Kind = Literal["initial", "first_review", "review", "before_birth", "moved_in"]


class ScaleEnds(ProfileTable):
    """What 0 and 10 mean."""

    low: Words
    high: Words
    source: Words


class Quorum(ProfileTable):
    """Agencies that must be there: the lead agency and at least `others` more. The chair may go on
    without, with a reason.

    `otherwise` says what follows when they are not: sentences for those who are there.
    """

    lead: Id
    others: int = Field(ge=0)
    source: Words
    otherwise: tuple[Words, ...] = ()


class Guidance(ProfileTable):
    """Words to point people to: a title, short paragraphs or lines, and where they come from."""

    title: Words
    say: tuple[Words, ...] = Field(min_length=1)
    source: Words


class LetterRules(ProfileTable):
    """The letter to parents. `change` names the sections of the plan that say what has to change,
    in their order.

    `goals`: the goals that stand beside the worries say it too.
    """

    change: tuple[Id, ...] = ()
    goals: bool = True
    source: Words


class Recommendation(Option):
    """A plan that can be recommended or decided; `needs_category` for protection plans."""

    needs_category: bool = False


class Limits(ProfileTable):
    """How long a contribution may be, in characters, and the reason that people are told (row I5).

    `professionals` is said as well to those who bring reports.
    """

    short: int = Field(default=280, ge=40)
    long: int = Field(default=600, ge=40)
    reason: Words
    professionals: str = ""


class DeadlineRule(ProfileTable):
    """A time limit (row B9): how long after (or before) an event, counted how, and when to warn.
    Shown, never enforced.

    The day of the event is day 0. Clear working days leave out the day at either end. `warn` is in
    working days before the
    limit. `plans`: it runs only when one of these was decided for somebody. `conference`: only
    after a first or a later one.
    `kinds`: the kinds of conference that have to be held by it; it runs from the day that whoever
    sets one up names, or from
    the birth.
    """

    id: Id
    title: Words
    event: Event = Field(alias="from")
    count: int = Field(ge=1)
    unit: Literal["hours", "days", "working_days", "clear_working_days", "weeks", "months"]
    before: bool = False
    calendar: Place | None = None
    warn: int = Field(default=1, ge=0)
    plans: tuple[Id, ...] = ()
    conference: Literal["", "first", "later"] = ""
    kinds: tuple[Kind, ...] = ()
    source: Words


class Holiday(ProfileTable):
    """A bank holiday that the calendar of the place does not have or has on another day
    (`instead_of`).

    `sure` is false while the day has not been announced; what is counted with it says so.
    """

    day: date
    title: Words
    instead_of: date | None = None
    sure: bool = True
    source: Words
