"""Sample families: invented people who answer in a rehearsal, read from
`prompts/families/<name>.toml`.
"""

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent / "families"

Values = dict[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SamplePerson(_Strict):
    """Somebody in the sample.

    `title` says who they are to the children; `phone` means they have no account.
    """

    id: str
    name: str
    title: str
    role: str
    agency: str = ""
    phone: bool = False
    with_them: str = ""


class SampleTrio(_Strict):
    """A danger statement with its goal; `last` holds last time's marks by person id, empty where it
    is new.
    """

    title: str
    danger: str
    goal: str
    last: dict[str, int] = {}


class SampleDissent(_Strict):
    """Somebody who disagrees with the decision for a child (counted from 1)."""

    person: str
    child: int
    words: str


class SampleEntry(_Strict):
    """An entry of the plan: who offers it, and the section's fields.

    A value "in 12 days" is a date counted from the day of the rehearsal (see `day`). Person fields
    hold sample ids,
    joined by commas; a tick is "yes" or empty.
    """

    person: str
    values: Values


class SampleReport(_Strict):
    """What somebody writes before the day. It `came` and was `shared` "6 days ago", or is sent
    while it is rehearsed.

    `opens`: a parent wants the words in their form on the day.
    """

    values: Values
    came: str = ""
    shared: str = ""
    shared_with: tuple[str, ...] = ()
    opens: bool = False


class SampleAhead(_Strict):
    """What is known days ahead, with a few things missing. Dates are "in 9 days" or "6 days ago".

    `made` are the trios (counted from 1) made with the family. `done` are items of the preparation
    lists, with
    ":<sample id>" or ":<child, counted from 1>" where they are about one person. `needs` and
    `report` go by sample id.
    """

    kind: str
    on: str
    at: str
    place: str
    reason: str = ""
    clock_from: str = ""
    made: tuple[int, ...] = ()
    not_told: tuple[str, ...] = ()
    tried: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    needs: dict[str, Values] = {}
    report: dict[str, SampleReport] = {}


class Family(_Strict):
    """A sample family and all that its people say. The roll-call is answered from `person`;
    `last_time` is "84 days ago".

    Keys of `answers` are question ids, with "/1", "/2" … for the first, second trio or child where
    a question is asked
    for each. An answer is the form's values, a text for the only field, "pass" or "agree".
    `chair` holds the chair's own answers under the same keys; `points` the agreed wording for the
    board, by question id
    and author; `plan` entries by section.
    """

    id: str
    profile: str
    family: str
    about: str
    last_time: str = ""
    child: tuple[str, ...] = Field(min_length=1)
    person: tuple[SamplePerson, ...] = Field(min_length=2)
    trio: tuple[SampleTrio, ...] = Field(default=(), max_length=4)
    answers: dict[str, dict[str, Values | str]]
    chair: dict[str, Values]
    points: dict[str, dict[str, str]] = {}
    plan: dict[str, tuple[SampleEntry, ...]] = {}
    dissent: tuple[SampleDissent, ...] = ()
    summary: str
    ahead: SampleAhead | None = None


def day(words: str, today: date) -> date | None:
    """The date that "in 12 days" or "84 days ago" means, or None for other words.

    Days ahead never fall on a weekend.
    """
    ahead, ago = re.fullmatch(r"in (\d+) days", words), re.fullmatch(r"(\d+) days ago", words)
    if ago:
        return today - timedelta(days=int(ago[1]))
    if not ahead:
        return None
    then = today + timedelta(days=int(ahead[1]))
    return then + timedelta(days=7 - then.weekday()) if then.weekday() > 4 else then


def family_names() -> list[str]:
    """The sample families that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


@cache
def load_family(name: str) -> Family:
    """A sample family by name. Raises `KeyError` when there is none of that name."""
    if name not in family_names():
        raise KeyError(f"there is no family '{name}'; choose one of {', '.join(family_names())}")
    return Family.model_validate(
        tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    )
