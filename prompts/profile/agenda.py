"""The agenda and the plan in a practice profile: boxes, questions, parts, and the sections of the
plan with their forms.
"""

from typing import Literal

from pydantic import Field

from prompts.profile.answer_kinds import RULES, AnswerKind
from prompts.profile.base import Group, Id, ProfileTable, Row, Words


class Option(ProfileTable):
    """One thing to choose.

    `picture` is a character that stands before the words, such as a face: never in their place.
    """

    id: Id
    label: Words
    picture: str = Field(default="", max_length=8)


class FormField(ProfileTable):
    """One thing to fill in, in a question's or a plan section's form.

    `person` and `people` choose from the family's circle; `owner` marks the field that says who
    does it;
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


class Box(ProfileTable):
    """A box of the board. Boxes of the two columns stand side by side (row C3).

    `examples` are good points to learn from, shown to those who write on the board (row I10).
    """

    id: Id
    title: Words
    column: Literal["worries", "works", "wide"] = "wide"
    examples: tuple[Words, ...] = ()


class Question(ProfileTable):
    """One item of the agenda.

    All its words may use {{ child }} or {{ children }} and, where asked for each trio or child, {{
    about }}: the one
    child's name or all the names, all the names, the trio's title or the child's name. `first` are
    asked first, `then`
    when the chair moves on. `say` are paragraphs shown above the question. `fields` replace the one
    text field of a
    `words` answer. `rows` are the rows of docs/guidance.md it serves. `only_with` "trios" leaves
    the question out of a
    conference to which no danger statements were brought. What is asked `ahead` is put to each
    person in private before the
    meeting, and opened there.
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
    only_with: Literal["", "trios"] = ""
    box: str = ""
    section: str = ""
    fields: tuple[FormField, ...] = ()
    options: tuple[Option, ...] = ()
    hint: str = ""
    example: str = ""
    minutes: int = Field(default=5, ge=1, le=60)
    rows: tuple[Row, ...] = ()
    ahead: bool = False

    @property
    def waves(self) -> tuple[tuple[Group, ...], ...]:
        """Who is asked, in turn."""
        return tuple(wave for wave in (self.first, self.then) if wave)

    @property
    def for_chair(self) -> bool:
        """Whether only the chair is asked."""
        return set(self.first + self.then) == {"chair"}

    @property
    def sealed(self) -> bool:
        """Whether answers stay hidden until the chair reveals them (row B1)."""
        return RULES[self.answer].sealed


class AgendaPart(ProfileTable):
    """A part of the agenda with its questions in order."""

    id: Id
    title: Words
    source: Words
    question: tuple[Question, ...] = Field(min_length=1)
    number: int | None = None


class PlanSection(ProfileTable):
    """A section of the plan and the form for one entry in it; its words may use {{ child }} and {{
    children }}.

    `kind` says what the program knows about it; `number` is the local form's own. A risk statement
    says what has to change
    for a plan to be no longer needed.
    """

    id: Id
    title: Words
    source: Words
    field: tuple[FormField, ...] = Field(min_length=1)
    number: str = ""
    kind: Literal[
        "entries",
        "people",
        "actions",
        "core_group",
        "first_core_group",
        "next_core_group",
        "risk_statement",
    ] = "entries"
