"""The plan in the record, as data."""

from datetime import date

from pydantic import Field

from handlers.after.record.base import PersonName, RecordPart


class PlanValue(RecordPart):
    """One filled-in field of a plan entry."""

    field: str
    label: str
    words: str
    """The value as it reads: names, dates and choices in words."""
    value: str
    """The value as it is kept: ids joined by commas, ISO dates, ids of choices."""


class Entry(RecordPart):
    """An entry of the plan in its last version."""

    id: str
    carried: bool
    """It was agreed at an earlier meeting, and nothing about it was changed at this one."""
    agreed: bool
    """False for an offer that was not agreed: it is not part of the plan."""
    author: PersonName
    writer: PersonName
    """Who typed the last version: the author, or somebody who wrote for them (row B6)."""
    versions: int = Field(ge=1)
    values: tuple[PlanValue, ...]


class Section(RecordPart):
    """A section of the plan under the guidance's number and heading."""

    id: str
    kind: str
    """What it holds: entries, people, actions, core_group, first_core_group, next_core_group,
    risk_statement.
    """
    number: str
    title: str
    entries: tuple[Entry, ...]


class Action(RecordPart):
    """An agreed action: what, who and by when."""

    entry: str
    """The id of the plan entry that says more."""
    what: str
    owners: tuple[PersonName, ...]
    by_when: date | None
    side: str
    """Whether it is for the family or for professionals: the id of the choice."""
    side_words: str
    done: str
    """How it was done, and when; empty while it is still to do."""
    difference: str
    """What is different now that it is done; may be empty."""


class CoreGroupMember(RecordPart):
    """An agreed member of the core group."""

    person: PersonName
    part: str
    """What they bring to it; may be empty."""


class FirstCoreGroup(RecordPart):
    """When and where the core group meets, as agreed."""

    on: date
    place: str
