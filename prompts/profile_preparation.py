"""What a service asks for before a conference: preparation lists, reports, and when reports have to be there."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Row = Annotated[str, Field(pattern=r"^[CIUB][0-9]+$")]
Who = Literal[
    "chair",
    "minute_taker",
    "administrator",
    "social_worker",
    "manager",
    "professional",
    "parent",
    "network",
    "child",
    "advocate",
    "interpreter",
    "observer",
    "service_manager",
]
Kind = Literal["initial", "review", "before_birth", "moved_in"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PreparationItem(_Strict):
    """One thing to be done before the day (row I3). Its words may use {{ children }} and, with `each`, {{ about }}.

    `roles` are those whose list it stands on. `when` is how many working days before the day it has to be done. `each`:
    once for everybody of a kind, or with a need of a kind. `by` is how it is known to be done: somebody ticks it, or the
    facts show it. `short` names it on the card that says whether all is ready.
    """

    id: Id
    roles: tuple[Who, ...] = Field(min_length=1)
    task: Words
    short: Words
    when: int = Field(ge=0, le=60)
    each: Literal["", "parent", "child", "interpreter", "easy_read", "separate"] = ""
    by: Literal["tick", "told", "trios", "reports", "tried"] = "tick"
    rows: tuple[Row, ...] = ()
    source: Words


class ReportField(_Strict):
    """One thing to write about. `opens` is the item of the agenda at which a parent's words are offered to them."""

    id: Id
    label: Words
    hint: str = ""
    example: str = ""
    required: bool = False
    limit: int = Field(default=0, ge=0)
    opens: str = ""


class ReportForm(_Strict):
    """What people of some roles write before the day. Words may use {{ child }} and {{ children }}.

    An agency's `report` is expected of each of them, and is shared with the family; `own_words` are somebody's own, to keep
    or to send. `say` comes before anybody types: who will see it, and when.
    """

    id: Id
    title: Words
    kind: Literal["report", "own_words"]
    roles: tuple[Who, ...] = Field(min_length=1)
    say: tuple[Words, ...] = Field(min_length=1)
    field: tuple[ReportField, ...] = Field(min_length=1)
    rows: tuple[Row, ...] = ()
    source: Words


class ReportsDue(_Strict):
    """How many working days before a conference of each kind reports have to be there, and with the family."""

    initial: int = Field(ge=0)
    review: int = Field(ge=0)
    before_birth: int = Field(ge=0)
    moved_in: int = Field(ge=0)
    source: Words
