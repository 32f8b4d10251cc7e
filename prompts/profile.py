"""A practice profile: one service's agenda, words, boxes, plan and local rules, read from a TOML file and checked at start.

Everything a service may change stands in its profile; nothing here or in the handlers knows a profile by name.
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

FOLDER = Path(__file__).parent / "profiles"

Group = Literal["parents", "network", "child", "professionals", "social_worker", "chair"]
AnswerKind = Literal["notice", "here", "words", "choice", "score", "fit", "overall", "recommendation", "decision", "plan", "summary"]
Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class BadProfile(Exception):
    """The profile cannot be used; the message names file, line or key, and what to put."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Option(_Strict):
    """One thing to choose."""

    id: Id
    label: Words


class FormField(_Strict):
    """One thing to fill in, in a question's or a plan section's form.

    `person` and `people` choose from the family's circle; `owner` marks the field that says who does it;
    a `date` with `future` must not lie in the past.
    """

    id: Id
    label: Words
    kind: Literal["line", "lines", "choice", "date", "tick", "person", "people"] = "lines"
    hint: str = ""
    required: bool = False
    limit: int = Field(default=0, ge=0)
    options: tuple[Option, ...] = ()
    owner: bool = False
    future: bool = False


class Box(_Strict):
    """A box of the board. Boxes of the two columns stand side by side (row C3)."""

    id: Id
    title: Words
    column: Literal["worries", "works", "wide"] = "wide"


class Question(_Strict):
    """One item of the agenda.

    `ask` may use {{ child }} or {{ children }} and, where asked for each trio or child, {{ about }}. `first` are asked
    first, `then` when the chair moves on. `say` are paragraphs shown above the question. `fields` add to or replace
    the one text field of a `words` answer. `rows` are the rows of the practice guide it serves.
    """

    id: Id
    title: Words
    ask: Words
    answer: AnswerKind
    source: Words
    say: tuple[Words, ...] = ()
    first: tuple[Group, ...] = ()
    then: tuple[Group, ...] = ()
    each: Literal["", "trio", "child"] = ""
    box: str = ""
    section: str = ""
    fields: tuple[FormField, ...] = ()
    options: tuple[Option, ...] = ()
    hint: str = ""
    example: str = ""
    minutes: int = Field(default=5, ge=1, le=60)
    rows: tuple[str, ...] = ()

    @property
    def waves(self) -> tuple[tuple[Group, ...], ...]:
        """Who is asked, in turn."""
        return tuple(wave for wave in (self.first, self.then) if wave)

    @property
    def sealed(self) -> bool:
        """Whether answers stay hidden until the chair reveals them. Not a setting: it follows from the kind (row B1)."""
        return self.answer in ("score", "recommendation")


class AgendaPart(_Strict):
    """A part of the agenda with its questions in order."""

    id: Id
    title: Words
    source: Words
    question: tuple[Question, ...] = Field(min_length=1)
    number: int | None = None


class PlanSection(_Strict):
    """A section of the plan and the form for one entry in it. `kind` says what the program knows about it."""

    id: Id
    title: Words
    source: Words
    field: tuple[FormField, ...] = Field(min_length=1)
    number: str = ""
    kind: Literal["entries", "people", "actions", "core_group", "first_core_group"] = "entries"


class ScaleEnds(_Strict):
    """What 0 and 10 mean."""

    low: Words
    high: Words
    source: Words


class Quorum(_Strict):
    """Agencies that must be there: the lead agency and at least `others` more. The chair may go on without, with a reason."""

    lead: Id
    others: int = Field(ge=0)
    source: Words


class Guidance(_Strict):
    """Words to point people to: a title, short paragraphs or lines, and where they come from."""

    title: Words
    say: tuple[Words, ...] = Field(min_length=1)
    source: Words


class Recommendation(Option):
    """A plan that can be recommended or decided; `needs_category` for protection plans."""

    needs_category: bool = False


class Limits(_Strict):
    """How long a contribution may be, in characters, and the reason that people are told (row I5)."""

    short: int = Field(default=280, ge=40)
    long: int = Field(default=600, ge=40)
    reason: Words


class Profile(_Strict):
    """A whole practice profile."""

    id: Id
    title: Words
    place: Words
    source: Words
    agency: tuple[Option, ...] = Field(min_length=1)
    quorum: Quorum
    limits: Limits
    scale: ScaleEnds
    overall: ScaleEnds
    confidentiality: Guidance
    danger: Guidance
    escalation: Guidance
    recommendation: tuple[Recommendation, ...] = Field(min_length=1)
    category: tuple[Option, ...] = Field(min_length=1)
    box: tuple[Box, ...] = Field(min_length=1)
    plan: tuple[PlanSection, ...] = Field(min_length=1)
    part: tuple[AgendaPart, ...] = Field(min_length=1)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Every question by its id, in the order of the agenda."""
        return {question.id: question for part in self.part for question in part.question}

    @cached_property
    def sections(self) -> dict[str, PlanSection]:
        """Every section of the plan by its id, in order."""
        return {section.id: section for section in self.plan}

    def part_of(self, question_id: str) -> AgendaPart:
        """The part of the agenda that a question stands in."""
        return next(part for part in self.part if any(q.id == question_id for q in part.question))

    def section_of(self, kind: str) -> PlanSection | None:
        """The first section of a kind, if the profile has one."""
        return next((section for section in self.plan if section.kind == kind), None)

    @model_validator(mode="after")
    def _names_fit_together(self) -> Self:
        _once("question", [q.id for part in self.part for q in part.question])
        _once("box", [box.id for box in self.box])
        _once("plan", [section.id for section in self.plan])
        for question in self.questions.values():
            _known(question, "box", question.box, [box.id for box in self.box])
            _known(question, "section", question.section, list(self.sections))
            _asked(question)
        _known_lead(self)
        return self


def _once(what: str, ids: list[str]) -> None:
    for name in ids:
        if ids.count(name) > 1:
            raise ValueError(f"{what} id '{name}' is used {ids.count(name)} times; give each its own id")


def _known(question: Question, key: str, value: str, names: list[str]) -> None:
    if value and value not in names:
        raise ValueError(f"question '{question.id}', key '{key}': '{value}' is not defined; put one of {', '.join(names)}")


def _asked(question: Question) -> None:
    if question.answer in ("words", "choice", "score", "recommendation") and not question.waves:
        raise ValueError(f"question '{question.id}', key 'first': nobody is asked; put the groups to ask, for example [\"parents\"]")
    if question.answer == "choice" and not question.options:
        raise ValueError(f"question '{question.id}', key 'options': a choice needs options; add [[part.question.options]] tables")
    if question.answer == "plan" and not question.section:
        raise ValueError(f"question '{question.id}', key 'section': put the id of the plan section it fills")


def _known_lead(profile: Profile) -> None:
    names = [agency.id for agency in profile.agency]
    if profile.quorum.lead not in names:
        raise ValueError(f"quorum, key 'lead': '{profile.quorum.lead}' is not an agency; put one of {', '.join(names)}")


def read_profile(path: Path) -> Profile:
    """The profile in a file. Raises `BadProfile` with every fault found and what to put instead."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise BadProfile(f"{path}: there is no such file; put the profile there or name another") from fault
    except tomllib.TOMLDecodeError as fault:
        raise BadProfile(f"{path}: not valid TOML: {fault}; correct that line") from fault
    try:
        return Profile.model_validate(data)
    except ValidationError as fault:
        lines = [f"{path}: {_where(data, error['loc'])}: {error['msg'].removeprefix('Value error, ')}" for error in fault.errors()]
        raise BadProfile("\n".join(lines)) from fault


def _where(data: object, loc: tuple[int | str, ...]) -> str:
    """`part 3, question 'harm', key 'box'`: positions said as a person counts, with the id where there is one."""
    words: list[str] = []
    here = data
    for step in loc:
        here = here[step] if isinstance(here, list | dict) and _has(here, step) else None  # type: ignore[index,call-overload]
        if isinstance(step, int) and words:
            name = here.get("id") if isinstance(here, dict) else None
            words[-1] += f" {step + 1}" + (f" ('{name}')" if name else "")
        else:
            words.append(str(step))
    return ", ".join(words) or "the whole profile"


def _has(here: list[object] | dict[str, object], step: int | str) -> bool:
    return step in here if isinstance(here, dict) else isinstance(step, int) and step < len(here)


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_profile(name: str) -> Profile:
    """A profile that comes with the program. Raises `BadProfile`."""
    if name not in profile_names():
        raise BadProfile(f"there is no profile '{name}'; choose one of {', '.join(profile_names())}")
    return read_profile(FOLDER / f"{name}.toml")
