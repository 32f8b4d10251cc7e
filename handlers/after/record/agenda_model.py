"""The agenda in the record, as data."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from handlers.after.record.base import PersonName, RecordPart

ItemState = Annotated[str, Field(pattern="^(waiting|open|done|parked|skipped)$")]


class Said(RecordPart):
    """What somebody said to a question, in their own words."""

    author: PersonName
    """Who said it."""
    writer: PersonName
    """Who wrote it down: the author, or the one who wrote for them."""
    at: datetime
    versions: int = Field(ge=1)
    """How many versions there were; this is the last."""
    words: str
    """The answer as it reads."""
    values: dict[str, str]
    """The answer by the fields of the question."""


class AgreedPoint(RecordPart):
    """A point of the board in agreed wording."""

    box: str
    words: str
    said: str
    """The words it came from, as they were when the wording was agreed; may be empty."""
    author: PersonName | None
    """Whose words it came from."""
    agreed_by: PersonName
    at: datetime


class Item(RecordPart):
    """An item of the agenda."""

    id: str
    question: str
    """The question's id in the profile."""
    title: str
    ask: str
    state: ItemState
    opened_at: datetime | None
    closed_at: datetime | None
    hidden: bool
    """Answers to it were sealed and were not shown; who answered is left out as well."""
    said: tuple[Said, ...]
    answered: tuple[PersonName, ...]
    """Who gave an answer of their own."""
    agreed_with_others: tuple[PersonName, ...]
    passed: tuple[PersonName, ...]
    missing: tuple[PersonName, ...]
    """Who was asked and did not answer."""
    points: tuple[AgreedPoint, ...]


class AgendaPart(RecordPart):
    """A part of the agenda, under the guidance's heading. Numbers are the guidance's."""

    id: str
    number: int | None
    title: str
    items: tuple[Item, ...]
