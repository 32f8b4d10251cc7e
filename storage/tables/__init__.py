"""The kept facts, one class a table, by what they are about.

Times are UTC; everything people wrote or are called is sealed.
"""

from storage.tables.before import (
    Invitation,
    Occasion,
    PreparedItem,
    Report,
    ReportReader,
    ReportVersion,
    TrackerLink,
)
from storage.tables.meeting import (
    Alert,
    Child,
    Coming,
    LastMark,
    Meeting,
    Person,
    Step,
    Trio,
    TrioWording,
)
from storage.tables.papers import Correction, Debrief, Feedback, FeedbackGiven, Letter, PageLink
from storage.tables.plan import PlanEntry, Progress, Reminder
from storage.tables.queues import (
    Alarm,
    AuditLine,
    Conversation,
    HeldWords,
    KeyCheck,
    Message,
    Post,
    Receipt,
    ServiceLine,
)
from storage.tables.rows import Carried, OfMeeting, Row, new_id
from storage.tables.said import Answer, Decision, Dissent, Point, Reason
from storage.tables.staff import FamilyPart, Power, Staff
from storage.tables.states import (
    Attendance,
    EntryState,
    MeetingKind,
    MeetingState,
    ProgressState,
    Response,
    StepState,
)
from storage.tables.watch import RoomUse, RoomWatch

__all__ = [
    "Alarm",
    "Alert",
    "Answer",
    "Attendance",
    "AuditLine",
    "Carried",
    "Child",
    "Coming",
    "Conversation",
    "Correction",
    "Debrief",
    "Decision",
    "Dissent",
    "EntryState",
    "FamilyPart",
    "Feedback",
    "FeedbackGiven",
    "HeldWords",
    "Invitation",
    "KeyCheck",
    "LastMark",
    "Letter",
    "Meeting",
    "MeetingKind",
    "MeetingState",
    "Message",
    "Occasion",
    "OfMeeting",
    "PageLink",
    "Person",
    "PlanEntry",
    "Point",
    "Post",
    "Power",
    "PreparedItem",
    "Progress",
    "ProgressState",
    "Reason",
    "Receipt",
    "Reminder",
    "Report",
    "ReportReader",
    "ReportVersion",
    "Response",
    "RoomUse",
    "RoomWatch",
    "Row",
    "ServiceLine",
    "Staff",
    "Step",
    "StepState",
    "TrackerLink",
    "Trio",
    "TrioWording",
    "new_id",
]
