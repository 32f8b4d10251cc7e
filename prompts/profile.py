"""A practice profile: one service's agenda, words, boxes, plan and local rules, read from a TOML file and checked at start.

Everything a service may change stands in its profile; nothing here or in the handlers knows a profile by name.
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from prompts.profile_faults import faults
from prompts.profile_preparation import PreparationItem, ReportForm, ReportsDue

FOLDER = Path(__file__).parent / "profiles"

Group = Literal["parents", "network", "child", "professionals", "social_worker", "chair"]
AnswerKind = Literal[
    "notice", "here", "words", "choice", "score", "fit", "overall", "recommendation", "decision", "plan", "summary"
]
Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Row = Annotated[str, Field(pattern=r"^[CIUB][0-9]+$")]
LIKE = {r"^[a-z][a-z0-9_]*$": "first_event", r"^[CIUB][0-9]+$": "C8"}


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

    All its words may use {{ child }} or {{ children }} and, where asked for each trio or child, {{ about }}: the one
    child's name or all the names, all the names, the trio's title or the child's name. `first` are asked first, `then`
    when the chair moves on. `say` are paragraphs shown above the question. `fields` replace the one text field of a
    `words` answer. `rows` are the rows of the practice guide it serves.
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
    rows: tuple[Row, ...] = ()

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
    """A section of the plan and the form for one entry in it; its words may use {{ child }} and {{ children }}.

    `kind` says what the program knows about it; `number` is the local form's own.
    """

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
    preparation: tuple[PreparationItem, ...] = ()
    report: tuple[ReportForm, ...] = ()
    reports_due: ReportsDue | None = None

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
        if found := "\n".join(faults(self)):
            raise ValueError(found)
        return self


def read_profile(path: Path) -> Profile:
    """The profile in a file. Raises `BadProfile` with every fault found and what to put instead."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise BadProfile(f"{path}: there is no such file; put the profile there or name another") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadProfile(f"{path}: not valid TOML: {fault}; correct that line") from fault
    try:
        return Profile.model_validate(data)
    except ValidationError as fault:
        found = [line for error in fault.errors() for line in _said_plainly(data, error)]
        raise BadProfile("\n".join(f"{path}: {line}" for line in found)) from fault


def _said_plainly(data: object, error: ErrorDetails) -> list[str]:
    """Where a fault is and what to put, one line for each fault."""
    if error["type"] == "value_error" and not error["loc"]:
        return error["msg"].removeprefix("Value error, ").splitlines()
    match error["type"]:
        case "missing":
            what = "is missing; put it in"
        case "extra_forbidden":
            what = "is not a key of this table; correct its spelling or take it out"
        case "string_too_short" | "too_short":
            what = "is empty; put something there"
        case "literal_error":
            what = f"'{error['input']}' is not known; put {error['ctx']['expected']}"
        case "string_pattern_mismatch":
            what = f"'{error['input']}' has the wrong form; put something like {LIKE[error['ctx']['pattern']]}"
        case _:
            what = f"{error['msg']}; it is {error['input']!r}"
    return [f"{_where(data, error['loc'])}: {what}"]


def _where(data: object, loc: tuple[int | str, ...]) -> str:
    """`part 3 ('map'), question 2 ('harm'), key 'ask'`: positions as a person counts, with the id where there is one."""
    words: list[str] = []
    here = data
    for step in loc:
        here = _inside(here, step)
        if isinstance(step, int) and words:
            name = here.get("id") if isinstance(here, dict) else None
            words[-1] += f" {step + 1}" + (f" ('{name}')" if name else "")
        else:
            words.append(str(step))
    if loc and isinstance(loc[-1], str):
        words[-1] = f"key '{words[-1]}'"
    return ", ".join(words)


def _inside(here: object, step: int | str) -> object:
    if isinstance(here, dict):
        return here.get(step)
    return here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None


def profile_names() -> list[str]:
    """The profiles that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_profile(name: str) -> Profile:
    """A profile that comes with the program. Raises `BadProfile`."""
    if name not in profile_names():
        raise BadProfile(f"there is no profile '{name}'; choose one of {', '.join(profile_names())}")
    return read_profile(FOLDER / f"{name}.toml")
