"""Judgement and decision in the record, as data."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from handlers.after.record.base import Name, Strict

Score = Annotated[int, Field(ge=0, le=10)]


class Wording(Strict):
    """One wording of a danger statement and safety goal."""

    version: int = Field(ge=1)
    danger: str
    goal: str
    at: datetime
    by: Name | None
    """Who worded it at the conference; empty for the wording that was brought to it."""


class PersonsScore(Strict):
    """One person's own mark on the scale of one trio. Marks are never averaged."""

    author: Name
    writer: Name
    score: Score | None
    """Empty when the person passed."""
    why: str
    up: str
    """What would move it up by one."""
    last_time: Score | None
    last_time_on: date | None
    at_conference: Score | None
    """At the last conference; empty where that was the last time, or nothing was scored there."""


class TrioRecord(Strict):
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
    missing: tuple[Name, ...]
    """Who was asked and gave no mark."""


class Overall(Strict):
    """The chair's own overall score of progress and safety."""

    score: Score
    low: str
    high: str
    why: str
    by: Name
    at: datetime


class Recommended(Strict):
    """What a professional recommended for one child; `plan` is empty when they passed."""

    author: Name
    writer: Name
    plan: str
    category: str
    words: str
    """The plan and its category as they read; empty when they passed."""
    why: str


class Wish(Strict):
    """What somebody of the family, or the child's voice, wanted for one child; empty when they
    passed.
    """

    author: Name
    writer: Name
    wish: str


class DecisionRecord(Strict):
    """The chair's decision for one child."""

    version: int = Field(ge=1)
    plan: str
    """The plan's id in the profile."""
    plan_words: str
    category: str
    """The category's id in the profile; empty where the plan needs none."""
    category_words: str
    why: str
    missing: tuple[Name, ...]
    """Who had not said what they recommend or want when it was decided."""
    by: Name
    at: datetime


class Disagreement(Strict):
    """Somebody's disagreement with the decision, word for word."""

    author: Name
    writer: Name
    words: str
    at: datetime


class ChildRecord(Strict):
    """Recommendations, wishes, the decision and disagreement for one child: four different
    things.
    """

    child: Name
    shown_at: datetime | None
    """When recommendations and wishes were shown together."""
    wishes: tuple[Wish, ...]
    recommendations: tuple[Recommended, ...]
    missing: tuple[Name, ...]
    """Who was asked and did not answer."""
    decisions: tuple[DecisionRecord, ...]
    """All versions, oldest first; the last one holds."""
    disagreements: tuple[Disagreement, ...]
