"""The record as data: what a case system can take in (row C15). Its JSON Schema is
`record.schema.json`, beside this file.

Times are UTC. An `id` stays the same for one person, child, item or plan entry in all records of
one conference.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from handlers.after.record.agenda_model import AgendaPart
from handlers.after.record.base import PersonName, RecordPart
from handlers.after.record.judgement_model import ChildRecord, Overall, TrioRecord
from handlers.after.record.plan_model import Action, CoreGroupMember, FirstCoreGroup, Section

MeetingKind = Annotated[str, Field(pattern="^(conference|review|core_group|closed_part)$")]
MeetingState = Annotated[str, Field(pattern="^(preparing|cancelled|open|paused|closed|approved)$")]
Attending = Annotated[str, Field(pattern="^(expected|apart|here|left)$")]


class ProfileUsed(RecordPart):
    """The practice profile that the conference followed."""

    id: str
    title: str
    place: str
    source: str
    """The guidance that the profile comes from."""


class CameOrLeft(RecordPart):
    """Somebody came in or left."""

    what: Attending
    at: datetime


class Attendance(RecordPart):
    """Somebody who was asked to the conference, and whether they came."""

    person: PersonName
    role: str
    title: str
    """Who they are to the family, in the family's words; may be empty."""
    agency: str
    """The agency's name; empty for family and friends."""
    has_account: bool
    """False for somebody on the phone or in the room, for whom another wrote."""
    state: Attending
    came_and_left: tuple[CameOrLeft, ...]
    understood_confidentiality_at: datetime | None


class ReasonKept(RecordPart):
    """Why the chair did something unusual."""

    what: str
    """What was done: skip, order, quorum, handover …"""
    about: str
    """The title of the agenda item it was about; may be empty."""
    words: str
    by: PersonName
    at: datetime


class CorrectionKept(RecordPart):
    """Something that the chair put right in the record."""

    item: str
    """What it was: "summary", "point:" and an id, "entry:" and a plan entry's id and field …"""
    before: str
    after: str
    why: str
    """The reason; may be empty while the record was a draft."""
    version: int = Field(ge=0)
    """The version of the record that it made; 0 while it was a draft."""
    by: PersonName
    at: datetime


class Record(RecordPart):
    """The record of one conference or core group.

    A draft until the chair has approved it (row B14).
    """

    format: Literal["chairside-record-1"]
    headings: dict[str, str]
    """A plain heading for each part of this record, by the part's name here."""
    kind: MeetingKind
    """What kind of meeting it was."""
    profile: ProfileUsed
    family: str
    children: tuple[PersonName, ...]
    state: MeetingState
    draft: bool
    version: int = Field(ge=0)
    """0 while it is a draft, 1 when the chair approves it, and one more with each correction after
    that.
    """
    started_at: datetime
    closed_at: datetime | None
    approved_at: datetime | None
    chair: PersonName
    """Who led it: the chair or, in a core group, whoever leads that."""
    attendance: tuple[Attendance, ...]
    agenda: tuple[AgendaPart, ...]
    trios: tuple[TrioRecord, ...]
    overall: Overall | None
    decisions: tuple[ChildRecord, ...]
    plan: tuple[Section, ...]
    actions: tuple[Action, ...]
    core_group: tuple[CoreGroupMember, ...]
    first_core_group: FirstCoreGroup | None
    """The first meeting of the core group, as a conference agreed it."""
    next_core_group: FirstCoreGroup | None
    """The next meeting of the core group, as a core group agreed it."""
    reasons: tuple[ReasonKept, ...]
    corrections: tuple[CorrectionKept, ...]
    summary: str
    closed_parts: tuple["Record", ...]
    """Closed parts that the reader was in, each a record of its own.

    Of others nothing is here, not even that they were.
    """
