"""A practice profile: one service's agenda, words, boxes, plan and local rules, read from a TOML
file and checked at start.

Everything a service may change stands in its profile; nothing here or in the handlers knows a
profile by name.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from prompts.profile_after import CoreGroup, Reminders
from prompts.profile_agenda import AgendaPart, Box, FormField, Option, PlanSection, Question
from prompts.profile_base import Id, Strict, Words
from prompts.profile_danger import Danger
from prompts.profile_errors import said_plainly
from prompts.profile_faults import faults
from prompts.profile_papers import FeedbackQuestion, Leaflet
from prompts.profile_rules import (
    Clock,
    Guidance,
    Holiday,
    LetterRules,
    Limits,
    Place,
    Quorum,
    Recommendation,
    ScaleEnds,
)

__all__ = [
    "FOLDER",
    "BadProfile",
    "FormField",
    "Option",
    "PlanSection",
    "Profile",
    "Question",
    "load_profile",
    "load_profiles",
    "profile_names",
    "read_profile",
]
from prompts.profile_preparation import PreparationItem, ReportForm

FOLDER = Path(__file__).parent / "profiles"


class BadProfile(Exception):
    """The profile cannot be used; the message names file, line or key, and what to put."""


class Profile(Strict):
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
    reminders: Reminders = Reminders()
    core_group: CoreGroup | None = None
    clock: tuple[Clock, ...] = ()
    holiday: tuple[Holiday, ...] = ()
    feedback: tuple[FeedbackQuestion, ...] = ()
    leaflet: tuple[Leaflet, ...] = ()

    @cached_property
    def clocks(self) -> dict[str, Clock]:
        """Every time limit by its id."""
        return {clock.id: clock for clock in self.clock}

    @cached_property
    def leaflets(self) -> dict[str, Leaflet]:
        """Every leaflet by its id."""
        return {leaflet.id: leaflet for leaflet in self.leaflet}

    preparation: tuple[PreparationItem, ...] = ()
    report: tuple[ReportForm, ...] = ()

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

    @model_validator(mode="after")
    def _names_fit_together(self) -> Self:
        if found := "\n".join(faults(self)):
            raise ValueError(found)
        return self


def read_profile(path: Path) -> Profile:
    """The profile in a file. Raises `BadProfile` with every fault found and what to put instead."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise BadProfile(
            f"{path}: there is no such file; put the profile there or name another"
        ) from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadProfile(f"{path}: not valid TOML: {fault}; correct that line") from fault
    try:
        return Profile.model_validate(data)
    except ValidationError as fault:
        found = [line for error in fault.errors() for line in said_plainly(data, error)]
        raise BadProfile("\n".join(f"{path}: {line}" for line in found)) from fault


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_profile(name: str) -> Profile:
    """A profile that comes with the program. Raises `BadProfile`."""
    if name not in profile_names():
        raise BadProfile(
            f"there is no profile '{name}'; choose one of {', '.join(profile_names())}"
        )
    return read_profile(FOLDER / f"{name}.toml")


def load_profiles(own: Path | None = None) -> dict[str, Profile]:
    """Every profile by its id: those that come with the program and those of the service's own
    folder.

    A profile of the folder takes the place of one that has the same id. Raises `BadProfile` with
    all faults of all files.
    """
    shipped = {name: load_profile(name) for name in profile_names()}
    return shipped | (_own_profiles(own) if own else {})


def _own_profiles(folder: Path) -> dict[str, Profile]:
    if not folder.is_dir():
        raise BadProfile(
            f"{folder}: there is no such folder; make it and put your "
            "profiles there, or name another"
        )
    found, wrong = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append((path, read_profile(path)))
        except BadProfile as fault:
            wrong.append(str(fault))
    wrong += _same_ids(found)
    if wrong:
        raise BadProfile("\n".join(wrong))
    return {profile.id: profile for _, profile in found}


def _same_ids(found: Iterable[tuple[Path, Profile]]) -> list[str]:
    first: dict[str, Path] = {}
    wrong = []
    for path, profile in found:
        before = first.setdefault(profile.id, path)
        if before is not path:
            wrong.append(
                f"{path}: key 'id': '{profile.id}' is the id of {before.name} as "
                "well; give each profile its own id"
            )
    return wrong
