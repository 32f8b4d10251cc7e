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
from storage.tables.watch import RoomUse, RoomWatch

__all__ = [
    "Alarm",
    "Alert",
    "Answer",
    "AuditLine",
    "Carried",
    "Child",
    "Coming",
    "Conversation",
    "Correction",
    "Debrief",
    "Decision",
    "Dissent",
    "FamilyPart",
    "Feedback",
    "FeedbackGiven",
    "HeldWords",
    "Invitation",
    "KeyCheck",
    "LastMark",
    "Letter",
    "Meeting",
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
    "Reason",
    "Receipt",
    "Reminder",
    "Report",
    "ReportReader",
    "ReportVersion",
    "RoomUse",
    "RoomWatch",
    "Row",
    "ServiceLine",
    "Staff",
    "Step",
    "TrackerLink",
    "Trio",
    "TrioWording",
    "new_id",
]
