"""The book of one conference: all that a handler reads and writes, within one transaction.

What people said has one way out, `answers`: it returns what one viewer may see. Every surface —
channel, panel, board,
record, export — asks it, so that sealed is sealed everywhere.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from sqlalchemy import and_, delete, false, func, or_, select, true
from sqlalchemy.orm import Session

from storage.feedback import feedback_about
from storage.outbox import Wanted, try_now, want
from storage.preparation import PreparationPages
from storage.room_names import new_part_room
from storage.staff import StaffPages
from storage.tables import (
    Alarm,
    Alert,
    Answer,
    Child,
    Coming,
    Correction,
    Debrief,
    Decision,
    Dissent,
    Feedback,
    FeedbackGiven,
    LastMark,
    Letter,
    Meeting,
    Message,
    OfMeeting,
    PageLink,
    Person,
    PlanEntry,
    Point,
    Post,
    Progress,
    Reason,
    Reminder,
    ReportVersion,
    RoomUse,
    RoomWatch,
    Row,
    Step,
    Trio,
)

R = TypeVar("R", bound=Row)

CHANNEL = "channel"
OFF = "off"


class Book(PreparationPages, StaffPages):
    """One conference, open for reading or writing."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        super().__init__(session, meeting)
        self._wishes: dict[Wanted, None] = {}
        self._tries_now = False

    # -- writing
    # ------------------------------------------------------------

    def add(self, row: R) -> R:
        """Keeps a new row of this conference."""
        if isinstance(row, OfMeeting):
            row.meeting_id = self.meeting.id
        self._session.add(row)
        return row

    def forget(self, row: Row) -> None:
        """Takes a row away for good: somebody said it by mistake."""
        self._session.delete(row)

    def take_off(self, person: Person) -> None:
        """Takes somebody off the list.

        Nothing that they sent or wrote down goes with them; what they were shown does.
        """
        self.forget_lines(person)
        person.attendance = OFF
        self._list_again("people")

    def bring_back(self, person: Person) -> None:
        """Somebody who was taken off the list takes part after all."""
        person.attendance = "expected"
        self._list_again("people")

    def give_up_account(self, person: Person) -> None:
        """An account belongs to one person of a conference: somebody else has it from now on."""
        person.account = None
        self._session.flush()

    def lay_aside(self, row: Child | Trio) -> None:
        """Takes a child or a worry off the list; what was written about it is kept."""
        row.taken_off = True
        self._list_again("trios" if isinstance(row, Trio) else "children")

    def _list_again(self, name: str) -> None:
        self._session.flush()
        self._session.expire(self.meeting, [name])
        self.__dict__.pop("_by_id", None)

    def forget_lines(self, person: Person) -> None:
        """Forgets the private lines that somebody was shown: they are not shown anew where those
        were.
        """
        for table in (Message, Post):
            self._session.execute(
                delete(table).where(self._here(table), table.audience == person.id)
            )

    def show(self, slot: str, audience: str) -> None:
        """Wishes a slot to be drawn (again) for an audience: "channel" or a person's id."""
        self._wishes[Wanted(self.meeting.id, audience, slot)] = None

    def show_again(self, beginning: str) -> None:
        """Wishes whatever stands in the room under a slot that begins so to be drawn again, for
        whom it stands there.
        """
        begins = Post.slot.startswith(beginning, autoescape=True)
        query = (
            select(Post.audience, Post.slot).where(self._here(Post), begins).order_by(Post.place)
        )
        for audience, slot in self._session.execute(query):
            self.show(slot, audience)

    def try_posts_now(self) -> None:
        """Wishes that what could not be shown is tried again at once."""
        self._tries_now = True

    def queue_posts(self, now: datetime) -> None:
        """Queues what was wished for, in the order of the wishes."""
        want(self._session, self._wishes, now)
        self._wishes.clear()
        if self._tries_now:
            try_now(self._session, self.meeting.id, now)

    def was_shown(self, slot: str, audience: str) -> bool:
        """Whether a slot has a place with an audience already."""
        return bool(
            self._session.scalar(
                select(Post.id).where(
                    self._here(Post), Post.audience == audience, Post.slot == slot
                )
            )
        )

    def shown_under(self, *beginnings: str) -> int:
        """How many slots that begin so were shown, or wait to be, counting a slot once for each who
        has it.
        """
        begins = or_(
            *(Post.slot.startswith(beginning, autoescape=True) for beginning in beginnings)
        )
        return (
            self._session.scalar(
                select(func.count()).select_from(Post).where(self._here(Post), begins)
            )
            or 0
        )

    # -- people
    # ------------------------------------------------------------

    @property
    def people(self) -> list[Person]:
        """Everybody in the conference, in the order they were listed."""
        return self.meeting.people

    @property
    def taken_off(self) -> Sequence[Person]:
        """Those who were taken off the list before the day."""
        return self._all(Person, Person.attendance == OFF, order=(Person.position,))

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.meeting.people}

    def person(self, person_id: str) -> Person | None:
        """Somebody of this conference by id; nobody of another."""
        return self._by_id.get(person_id)

    def who(self, person_id: str) -> Person | None:
        """Whose words something is, by id: also somebody who was taken off the list since."""
        return self.person(person_id) or self._one(Person, person_id)

    def alerts(self) -> Sequence[Alert]:
        """What people let the chair know unseen, in order of time. For the chair's eyes alone."""
        return self._all(Alert, order=(Alert.at, Alert.id))

    def comings(self) -> Sequence[Coming]:
        """Who came and left, in order of time."""
        return self._all(Coming, order=(Coming.at, Coming.id))

    # -- agenda
    # ------------------------------------------------------------

    def step(self, step_id: str) -> Step | None:
        """An item of this conference's agenda."""
        step = self._session.get(Step, step_id) if step_id else None
        return step if step and step.meeting_id == self.meeting.id else None

    @property
    def current(self) -> Step | None:
        """The item the conference is on."""
        return self.step(self.meeting.step_id or "")

    # -- what people said
    # ---------------------------------------------------------------------------------------

    def answers(
        self, viewer: Person | None, steps: Iterable[Step] | None = None
    ) -> Sequence[Answer]:
        """The current answers that a viewer may see; `None` is the channel. The one query for what
        people said.

        A sealed step's answers are seen by their own authors alone until the chair has revealed
        them; those that were given
        ahead, until the meeting comes to the step. Whoever attends apart sees their own alone (row
        B8).
        """
        mine = Answer.author_id == viewer.id if viewer else false()
        with_others = false() if viewer and viewer.attendance == "apart" else true()
        opened = and_(
            with_others,
            or_(and_(~Step.under_seal, Step.opened_at.is_not(None)), Step.revealed_at.is_not(None)),
        )
        query = (
            select(Answer, Step)  # the step too, so that its mark is checked
            .join(Step, Step.id == Answer.step_id)
            .where(self._here(Answer), Answer.current, or_(opened, mine))
            .order_by(Answer.at, Answer.id)
        )
        if steps is not None:
            query = query.where(Answer.step_id.in_([step.id for step in steps]))
        return [answer for answer, _ in self._session.execute(query)]

    def answer_of(self, author: Person, step: Step) -> Answer | None:
        """Somebody's own current answer, to write the next version of it.

        Never shown to anybody else.
        """
        query = select(Answer).where(
            Answer.step_id == step.id, Answer.author_id == author.id, Answer.current
        )
        return self._session.scalar(query)

    def versions(self, answer: Answer) -> Sequence[Answer]:
        """Every version of an answer that the caller was given by `answers`."""
        where = (Answer.step_id == answer.step_id, Answer.author_id == answer.author_id)
        return self._session.scalars(select(Answer).where(*where).order_by(Answer.version)).all()

    def answered(self, step: Step) -> set[str]:
        """The ids of those who answered a step. Who, never what."""
        return set(
            self._session.scalars(
                select(Answer.author_id).where(Answer.step_id == step.id, Answer.current)
            )
        )

    def heard(self) -> set[str]:
        """The ids of those who have said something that everybody can see (row C2). A pass is an
        answer, not being heard.

        Sealed answers do not count: who passed is sealed as well.
        """
        return {answer.author_id for answer in self.answers(None) if answer.kind != "pass"}

    # -- what was agreed
    # ----------------------------------------------------------------------------------------

    def points(self) -> Sequence[Point]:
        """The points of the board in agreed wording."""
        return self._all(Point, Point.current, order=(Point.at, Point.id))

    def point(self, point_id: str) -> Point | None:
        """A point of this conference's board."""
        return self._one(Point, point_id)

    def point_from(self, answer: Answer) -> Point | None:
        """The agreed wording that an answer led to."""
        return self._session.scalar(
            select(Point).where(self._here(Point), Point.current, Point.answer_id == answer.id)
        )

    def last_marks(self, trio: Trio) -> Sequence[LastMark]:
        """What people scored a trio last time."""
        return self._session.scalars(select(LastMark).where(LastMark.trio_id == trio.id)).all()

    def decisions(self) -> Sequence[Decision]:
        """The chair's decisions, all versions, oldest first."""
        return self._all(Decision, order=(Decision.at, Decision.version, Decision.id))

    def dissents(self) -> Sequence[Dissent]:
        """Who disagreed with a decision, in order of time."""
        return self._all(Dissent, order=(Dissent.at, Dissent.id))

    def plan(self) -> Sequence[PlanEntry]:
        """The plan's entries, offered and agreed, in the order they were first made."""
        return self._all(
            PlanEntry,
            PlanEntry.current,
            PlanEntry.state != "withdrawn",
            order=(PlanEntry.at, PlanEntry.id),
        )

    def plan_entry(self, thread: str) -> PlanEntry | None:
        """The current version of one entry of the plan."""
        query = select(PlanEntry).where(
            self._here(PlanEntry), PlanEntry.thread == thread, PlanEntry.current
        )
        return self._session.scalar(query)

    def reasons(self, what: str = "") -> Sequence[Reason]:
        """The reasons that were kept, of one kind or all, in order of time."""
        where = (Reason.what == what,) if what else ()
        return self._all(Reason, *where, order=(Reason.at, Reason.id))

    # -- the meetings before and after
    # --------------------------------------------------------------------------

    @cached_property
    def earlier(self) -> tuple["Book", ...]:
        """The meetings about the same children that came before this one, the oldest first."""
        before = (
            self._session.get(Meeting, self.meeting.follows_id) if self.meeting.follows_id else None
        )
        return (*Book(self._session, before).earlier, Book(self._session, before)) if before else ()

    def planned(self, kind: str) -> "Book | None":
        """The meeting of a kind that is planned after this one."""
        query = select(Meeting).where(
            Meeting.follows_id == self.meeting.id, Meeting.state == "planned", Meeting.kind == kind
        )
        meeting = self._session.scalar(query)
        return Book(self._session, meeting) if meeting else None

    @property
    def part_of(self) -> str | None:
        """The meeting that this closed part belongs to; nothing for any other meeting."""
        return self.meeting.part_of_id

    @property
    def whole(self) -> "Book":
        """The meeting that this closed part belongs to; any other meeting itself."""
        return (
            Book(self._session, self._session.get_one(Meeting, self.part_of))
            if self.part_of
            else self
        )

    @property
    def other_in_the_room(self) -> Meeting | None:
        """Another meeting that runs, or is prepared, in the room of this one."""
        taken = Meeting.state.in_(("preparing", "open", "paused"))
        query = select(Meeting).where(
            Meeting.room == self.meeting.room, taken, Meeting.id != self.meeting.id
        )
        return self._session.scalar(query.limit(1))

    def running_part_with(self, person: Person) -> "Book | None":
        """The closed part of this meeting that is open and that somebody is in; nothing of any
        other.
        """
        running = (
            part for part, _ in self.parts_with(person) if part.meeting.state in ("open", "paused")
        )
        return next(running, None)

    def open_part(self, meeting: Meeting) -> "Book":
        """Keeps a closed part of this meeting, in a room of its own that nobody but its people can
        name.
        """
        meeting.state, meeting.room, meeting.part_of_id = (
            "open",
            new_part_room(self.meeting.room),
            self.meeting.id,
        )
        meeting.profile, meeting.family, meeting.sample = (
            self.meeting.profile,
            self.meeting.family,
            self.meeting.sample,
        )
        meeting.ahead_s = self.meeting.ahead_s
        self._session.add(meeting)
        self._session.flush()
        return Book(self._session, meeting)

    def parts_with(self, person: Person) -> list[tuple["Book", Person]]:
        """The closed parts of this meeting that somebody was in, with who they are there; of no
        others, not even how many.
        """
        query = (
            select(Meeting, Person)
            .join(Person, Person.meeting_id == Meeting.id)
            .where(Meeting.part_of_id == self.meeting.id, Person.root_id == person.root)
            .order_by(Meeting.started_at)
        )
        return [
            (Book(self._session, meeting), there) for meeting, there in self._session.execute(query)
        ]

    def plan_meeting(self, meeting: Meeting) -> "Book":
        """Keeps that a meeting is planned after this one."""
        meeting.state, meeting.room, meeting.follows_id = "planned", "", self.meeting.id
        meeting.profile, meeting.family, meeting.sample = (
            self.meeting.profile,
            self.meeting.family,
            self.meeting.sample,
        )
        self._session.add(meeting)
        self._session.flush()
        return Book(self._session, meeting)

    def succeed(self, before: "Book") -> None:
        """This planned meeting begins, in the room of the one before; what else was planned after
        that one follows this one.
        """
        self.meeting.room, before.meeting.followed = before.meeting.room, True
        self.meeting.ahead_s = before.meeting.ahead_s
        here = self.meeting.id
        others = (
            Meeting.follows_id == before.meeting.id,
            Meeting.state == "planned",
            Meeting.id != here,
        )
        for meeting in self._session.scalars(select(Meeting).where(*others)):
            meeting.follows_id = here

    # -- what became of the actions
    # -----------------------------------------------------------------------------

    def progress(self) -> Sequence[Progress]:
        """What people said about this meeting's actions since they were agreed, in order
        of time.
        """
        return self._all(Progress, order=(Progress.at, Progress.id))

    def reminders(self, person: Person | None = None) -> Sequence[Reminder]:
        """The reminders of this meeting, or somebody's."""
        mine = (Reminder.person_id == person.id,) if person else ()
        return self._all(Reminder, *mine, order=(Reminder.due_on, Reminder.id))

    # -- papers
    # ------------------------------------------------------------

    def corrections(self) -> Sequence[Correction]:
        """What the chair put right in the record, in order of time."""
        return self._all(Correction, order=(Correction.at, Correction.id))

    def letters(self) -> Sequence[Letter]:
        """The summaries for parents, in the version that counts."""
        rows = self._all(Letter, order=(Letter.version,))
        return list({row.person_id: row for row in rows}.values())

    def debriefs(self) -> Sequence[Debrief]:
        """When somebody sat down with the family afterwards."""
        return self._all(Debrief, order=(Debrief.at, Debrief.id))

    def gave_feedback(self) -> set[str]:
        """The ids of those who said what the conference was like. Who, never what."""
        return set(
            self._session.scalars(select(FeedbackGiven.person_id).where(self._here(FeedbackGiven)))
        )

    def feedback_everywhere(self, closed_before: datetime) -> Sequence[tuple[Meeting, Feedback]]:
        """What people said about all conferences closed before a moment, the oldest first, in no
        order within one.

        The one thing that looks beyond this conference: it says nothing about who it was.
        Rehearsals are only seen from a
        rehearsal, and a rehearsal sees nothing else.
        """
        rehearsals = bool(self.meeting.sample)
        return feedback_about(self._session, self.meeting.profile, closed_before, rehearsals)

    # -- links, alarms, delivery
    # --------------------------------------------------------------------------------

    def links(
        self, now: datetime, person: Person | None = None, what: str = ""
    ) -> Sequence[PageLink]:
        """Links that still open: a person's or everybody's, to one kind of page or all."""
        still = and_(PageLink.revoked_at.is_(None), PageLink.expires_at > now)
        whose = (PageLink.person_id == person.id,) if person else ()
        to = (PageLink.what == what,) if what else ()
        return self._all(PageLink, *whose, *to, still, order=(PageLink.expires_at,))

    def alarms(self, what: str) -> Sequence[Alarm]:
        """Alarms of one kind that have not rung."""
        return self._all(Alarm, Alarm.what == what, Alarm.done_at.is_(None), order=(Alarm.due_at,))

    @cached_property
    def room_watch(self) -> RoomWatch:
        """What is known of the room; kept once `add` is called with it."""
        found = select(RoomWatch).where(self._here(RoomWatch))
        with self._session.no_autoflush:
            known = self._session.scalar(found)
        return known or RoomWatch(
            meeting_id=self.meeting.id, use=RoomUse.CHANNEL, told="", seen="", let_in=""
        )

    def waiting_for_all(self) -> Sequence[str]:
        """The slots that wait to be shown in the channel, in their order."""
        waits = (self._here(Post), Post.audience == CHANNEL, Post.waiting)
        return self._session.scalars(select(Post.slot).where(*waits).order_by(Post.queued)).all()

    def troubles(self) -> Sequence[Post]:
        """Posts that could not be shown."""
        return self._all(Post, Post.waiting, Post.trouble != "", order=(Post.queued,))


def body_of(
    row: Answer | Decision | PlanEntry | Progress | Debrief | Feedback | ReportVersion,
) -> dict[str, str]:
    """A row's form values."""
    values: dict[str, str] = json.loads(row.body) if row.body else {}
    return values


def as_body(values: dict[str, str]) -> str:
    """Form values as they are kept."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
