"""A practice profile: one service's agenda, words, boxes, plan and local rules.

Everything a service may change stands in its profile; nothing here or in the handlers knows a
profile by name.
"""

from datetime import date
from functools import cached_property
from typing import Literal

from pydantic import Field

from prompts.profile.after import CoreGroup, ReminderTimes
from prompts.profile.agenda import AgendaPart, Box, Option, PlanSection, Question
from prompts.profile.base import Id, ProfileTable, Words
from prompts.profile.danger import Danger
from prompts.profile.papers import FeedbackQuestion, Leaflet
from prompts.profile.preparation import PreparationItem, ReportForm
from prompts.profile.rules import (
    DeadlineRule,
    Guidance,
    Holiday,
    LetterRules,
    Limits,
    Place,
    Quorum,
    Recommendation,
    ScaleEnds,
)


class Profile(ProfileTable):
    """A whole practice profile.

    `trios` says whether a conference needs danger statements with their goals, may have them, or
    has none. `zone` is the
    time zone of the place. `calendar` is whose bank holidays do not count as working days;
    `holiday` puts dates of it
    right, and `closures` are days on which the service is closed besides. `order` is told to a
    chair who changes the order.
    """

    id: Id
    title: Words
    place: Words
    source: Words
    trios: Literal["needed", "optional", "none"] = "needed"
    zone: Words
    calendar: Place
    closures: tuple[date, ...] = ()
    agency: tuple[Option, ...] = Field(min_length=1)
    quorum: Quorum
    limits: Limits
    scale: ScaleEnds
    overall: ScaleEnds
    confidentiality: Guidance
    danger: Danger
    escalation: Guidance
    complaint: Guidance | None = None
    letter: LetterRules | None = None
    order: Guidance | None = None
    recommendation: tuple[Recommendation, ...] = Field(min_length=1)
    category: tuple[Option, ...] = Field(min_length=1)
    box: tuple[Box, ...] = Field(min_length=1)
    plan: tuple[PlanSection, ...] = Field(min_length=1)
    part: tuple[AgendaPart, ...] = Field(min_length=1)
    reminders: ReminderTimes = ReminderTimes()
    core_group: CoreGroup | None = None
    clock: tuple[DeadlineRule, ...] = ()
    holiday: tuple[Holiday, ...] = ()
    feedback: tuple[FeedbackQuestion, ...] = ()
    leaflet: tuple[Leaflet, ...] = ()
    preparation: tuple[PreparationItem, ...] = ()
    report: tuple[ReportForm, ...] = ()

    @cached_property
    def clocks(self) -> dict[str, DeadlineRule]:
        """Every time limit by its id."""
        return {clock.id: clock for clock in self.clock}

    @cached_property
    def leaflets(self) -> dict[str, Leaflet]:
        """Every leaflet by its id."""
        return {leaflet.id: leaflet for leaflet in self.leaflet}

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question of the conference by its id, in the order of the agenda."""
        return {question.id: question for part in self.part for question in part.question}

    @cached_property
    def every_question(self) -> dict[str, Question]:
        """Every question by its id, those of the core group too."""
        return {question.id: question for part in self.every_part for question in part.question}

    @property
    def every_part(self) -> tuple[AgendaPart, ...]:
        """The parts of all agendas."""
        return self.part + (self.core_group.part if self.core_group else ())

    def agenda(self, kind: str) -> tuple[AgendaPart, ...]:
        """The agenda of a kind of meeting."""
        return self.core_group.part if kind == "core_group" and self.core_group else self.part

    def plan_of(self, kind: str) -> tuple[PlanSection, ...]:
        """The sections of the plan that a kind of meeting writes in."""
        return self.plan + (
            self.core_group.plan if kind == "core_group" and self.core_group else ()
        )

    @cached_property
    def sections(self) -> dict[str, PlanSection]:
        """Every section of the plan by its id, in order."""
        return {section.id: section for section in self.plan_of("core_group")}

    def part_of(self, question_id: str) -> AgendaPart:
        """The part of the agenda that a question stands in."""
        return next(
            part for part in self.every_part if any(q.id == question_id for q in part.question)
        )

    def section_of(self, kind: str) -> PlanSection | None:
        """The first section of a kind, if the profile has one."""
        return next((section for section in self.sections.values() if section.kind == kind), None)
