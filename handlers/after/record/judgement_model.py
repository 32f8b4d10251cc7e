"""Judgement and decision in the record, as data."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from handlers.after.record.base import PersonName, RecordPart

Score = Annotated[int, Field(ge=0, le=10)]


class Wording(RecordPart):
    """One wording of a danger statement and safety goal."""

    version: int = Field(ge=1)
    danger: str
    goal: str
    at: datetime
    by: PersonName | None
    """Who worded it at the conference; empty for the wording that was brought to it."""


class PersonsScore(RecordPart):
    """One person's own mark on the scale of one trio. Marks are never averaged."""

    author: PersonName
    writer: PersonName
    score: Score | None
    """Empty when the person passed."""
    why: str
    up: str
    """What would move it up by one."""
    last_time: Score | None
    last_time_on: date | None
    at_conference: Score | None
    """At the last conference; empty where that was the last time, or nothing was scored there."""


class TrioRecord(RecordPart):
    """A danger statement, its safety goal and its scale."""

    id: str
    title: str
    wordings: tuple[Wording, ...] = Field(min_length=1)
    """All wordings, oldest first; the last one holds."""
    fits: bool | None
    """Whether the words still fitted, as the chair said; empty if not asked."""
    low: str
    high: str
    shown_at: datetime | None
    """When the marks were shown together; without it there are none here."""
    scores: tuple[PersonsScore, ...]
    missing: tuple[PersonName, ...]
    """Who was asked and gave no mark."""


class Overall(RecordPart):
    """The chair's own overall score of progress and safety."""

    score: Score
    low: str
    high: str
    why: str
    by: PersonName
    at: datetime


class Recommended(RecordPart):
    """What a professional recommended for one child; `plan` is empty when they passed."""

    author: PersonName
    writer: PersonName
    plan: str
    category: str
    words: str
    """The plan and its category as they read; empty when they passed."""
    why: str


class Wish(RecordPart):
    """What somebody of the family, or the child's voice, wanted for one child; empty when they
    passed.
    """

    author: PersonName
    writer: PersonName
    wish: str


class DecisionRecord(RecordPart):
    """The chair's decision for one child."""

    version: int = Field(ge=1)
    plan: str
    """The plan's id in the profile."""
    plan_words: str
    category: str
    """The category's id in the profile; empty where the plan needs none."""
    category_words: str
    why: str
    missing: tuple[PersonName, ...]
    """Who had not said what they recommend or want when it was decided."""
    by: PersonName
    at: datetime


class Disagreement(RecordPart):
    """Somebody's disagreement with the decision, word for word."""

    author: PersonName
    writer: PersonName
    words: str
    at: datetime


class ChildRecord(RecordPart):
    """Recommendations, wishes, the decision and disagreement for one child: four different
    things.
    """

    child: PersonName
    shown_at: datetime | None
    """When recommendations and wishes were shown together."""
    wishes: tuple[Wish, ...]
    recommendations: tuple[Recommended, ...]
    missing: tuple[PersonName, ...]
    """Who was asked and did not answer."""
    decisions: tuple[DecisionRecord, ...]
    """All versions, oldest first; the last one holds."""
    disagreements: tuple[Disagreement, ...]
