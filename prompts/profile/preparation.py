"""What a service asks for before a conference: preparation lists, and what people write."""

from typing import Literal

from pydantic import Field

from prompts.profile.base import Id, ProfileTable, Row, Words

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


class PreparationItem(ProfileTable):
    """One thing to be done before the day (row I3). Its words may use {{ children }} and, with
    `each`, {{ about }}.

    `roles` are those whose list it stands on. `when` is how many working days before the day it has
    to be done. `each`:
    once for everybody of a kind, or with a need of a kind. `by` is how it is known to be done:
    somebody ticks it, or the
    facts show it. `short` names it on the card that says whether all is ready.
    """

    id: Id
    roles: tuple[Who, ...] = Field(min_length=1)
    task: Words
    short: Words
    when: int = Field(ge=0, le=60)
    each: Literal["", "parent", "child", "interpreter", "easy_read", "separate"] = ""
    by: Literal["tick", "told", "trios", "reports", "shared", "read", "tried"] = "tick"
    rows: tuple[Row, ...] = ()
    source: Words


class ReportField(ProfileTable):
    """One thing to write about.

    `opens` is the item of the agenda at which a parent's words are offered to them.
    """

    id: Id
    label: Words
    hint: str = ""
    example: str = ""
    required: bool = False
    limit: int = Field(default=0, ge=0)
    opens: str = ""


class ReportForm(ProfileTable):
    """What people of some roles write before the day. Words may use {{ child }} and {{ children }}.

    An agency's `report` is expected of each of them, and is shared with the family; `own_words` are
    somebody's own, to keep
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
