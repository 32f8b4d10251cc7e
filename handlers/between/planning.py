"""Planning what comes after a conference: the next core group, by the plan or the profile's clock,
and the review.
"""

from datetime import date

from handlers.before.start import lay_out
from handlers.between.checkin import ask_ahead
from handlers.dates.deadline_words import full_day
from handlers.dates.deadlines import deadline
from handlers.dates.preparing_days import is_first
from handlers.dates.rhythm import Rhythm
from handlers.dates.working_days import Calendar
from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import AFTER, draws
from handlers.grammar.roles import Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.lead import LEADING, LOOKING, lead_of, only_for_the_lead
from handlers.plan.carrying import carry_children, carry_trios
from handlers.plan.members import meeting_words, new_people, people_of
from handlers.plan.words import day_words, due_field
from prompts.card import Button, Card, Field, Text
from prompts.words import say
from storage.book import Book, body_of
from storage.tables import EntryState, Meeting, MeetingKind, Person, PlanEntry


def plan_what_follows(turn: Turn) -> None:
    """A meeting has closed: the next core group is planned with its check-ins, and the review."""
    if turn.profile.core_group is None or not _goes_on(turn):
        return
    _plan_core_group(turn)
    if turn.book.planned(MeetingKind.REVIEW) is None:
        # The clock of the review runs from the conference; a core group finds it planned already.
        last_day = deadline(
            turn.profile, "first_review" if is_first(turn) else "later_review", turn.now
        ).day
        turn.book.plan_meeting(_new(turn, MeetingKind.REVIEW, _on_or_before(turn, last_day)))
    turn.show("ahead")
    turn.tell("lead", *_told_between(turn))


def _told_between(turn: Turn) -> list[Person]:
    """Who leads, who holds the plan, and who chaired the last conference: they see what can be done
    between the meetings.
    """
    conferences = [
        book for book in turn.book.earlier if book.meeting.kind != MeetingKind.CORE_GROUP
    ]
    chaired = {
        person.root
        for book in conferences[-1:]
        for person in book.people
        if person.role == Role.CHAIR
    }
    leads = (turn.chair, lead_of(turn))
    return [person for person in turn.book.people if person in leads or person.root in chaired]


@draws("ahead")
def ahead_card(scene: Scene, _: str) -> Card:
    """When people meet next, for everybody."""
    lines = []
    for kind in (MeetingKind.CORE_GROUP, MeetingKind.REVIEW):
        planned = scene.book.planned(kind)
        if planned:
            names = (
                [person.name for person, _ in people_of(scene, planned)]
                if kind == MeetingKind.CORE_GROUP
                else []
            )
            lines.append(
                Text(
                    say(
                        f"core_group.{kind}_ahead", when=meeting_words(planned.meeting), names=names
                    )
                )
            )
    return Card(
        say("core_group.ahead"),
        tuple(lines) or (Text(say("core_group.none_ahead")),),
        notice=say("closing.notice"),
    )


@draws("lead")
def lead_card(scene: Scene, _: str) -> Card:
    """What the chair and the lead can do between the meetings, for each of them alone."""
    ahead = scene.book.planned(MeetingKind.CORE_GROUP)
    lines = (
        [Text(say("core_group.core_group_ahead", when=meeting_words(ahead.meeting), names=[]))]
        if ahead
        else []
    )
    if scene.meeting.closed_at is None or scene.meeting.followed or not scene.may(*LOOKING):
        return only_for_the_lead()
    return Card(
        say("core_group.lead"),
        tuple(lines),
        buttons=between_buttons(scene),
        notice=say("panel.notice"),
    )


def between_buttons(scene: Scene) -> tuple[Button, ...]:
    """What can be done between the meetings, by the one who looks."""
    buttons = [
        Button(say("actions.list"), "action.list"),
        Button(say("course.title"), "course.show"),
    ]
    if scene.book.planned(MeetingKind.CORE_GROUP) and scene.may(*LEADING):
        buttons += [
            Button(say("core_group.begin_core_group"), "core_group.begin_form", style="main"),
            Button(say("core_group.move"), "core_group.move_form"),
            Button(say("checkin.write_for"), "checkin.choose"),
        ]
    if (
        scene.book.planned(MeetingKind.CONFERENCE) or scene.book.planned(MeetingKind.REVIEW)
    ) and scene.may(*LOOKING):
        buttons.append(Button(say("core_group.begin_review"), "review.begin_form"))
    return tuple(buttons)


def ask_for_new_date(turn: Turn) -> Card:
    """Another day or place for the next core group."""
    return _move_form(turn, _ahead(turn))


@form("core_group.move_form", "core_group.move", asks=ask_for_new_date, by=LEADING, when=AFTER)
def move(turn: Turn) -> Reply:
    """The core group meets on another day: everybody's check-in and reminders move with it."""
    ahead = _ahead(turn)
    faults = _faults(turn, turn.value("date"))
    typed = read_by_others(turn, _move_form(turn, ahead), faults)
    if not _is_moved(turn, ahead.meeting, typed):
        _move(turn, ahead, typed)
    words = say("core_group.core_group_ahead", when=meeting_words(ahead.meeting), names=[])
    return Reply(Card(say("core_group.moved"), (Text(words),)))


def _move(turn: Turn, ahead: Book, typed: dict[str, str]) -> None:
    ahead.meeting.held_on = date.fromisoformat(typed["date"])
    ahead.meeting.venue = typed.get("venue", "")
    turn.keep_reason("core_group", ahead.meeting.id, typed["why"])
    ask_ahead(turn, ahead)
    turn.show("ahead")
    turn.show(f"ahead:{turn.meeting.places}")
    turn.tell("lead", *_told_between(turn))


def _is_moved(turn: Turn, ahead: Meeting, typed: dict[str, str]) -> bool:
    """Whether the same was sent before: to move once is enough, and nobody is asked a second
    time.
    """
    given = [row.words for row in turn.book.reasons() if row.target == ahead.id]
    now = [ahead.held_on.isoformat() if ahead.held_on else "", ahead.venue, *given[-1:]]
    return now == [typed["date"], typed.get("venue", ""), typed["why"]]


def _plan_core_group(turn: Turn) -> None:
    agreed = _agreed_date(turn)
    clock = "core_group_rhythm" if turn.is_core_group else "first_core_group"
    day = agreed[0] if agreed else _on_or_before(turn, deadline(turn.profile, clock, turn.now).day)
    meeting = _new(turn, MeetingKind.CORE_GROUP, day)
    meeting.venue = agreed[1] if agreed else ""
    ahead = turn.book.plan_meeting(meeting)
    meeting.people = new_people(turn, meeting)
    meeting.children = carry_children(turn.meeting, meeting)
    meeting.trios = carry_trios(turn, meeting)
    meeting.steps = lay_out(turn.profile, meeting)
    ask_ahead(turn, ahead)


def _goes_on(turn: Turn) -> bool:
    """Whether people meet again: a core group does; a conference, when it agreed a day or decided
    on a plan that protects.
    """
    if turn.is_core_group or _agreed_date(turn):
        return True
    protects = {option.id for option in turn.profile.recommendation if option.needs_category}
    return any(body_of(decision)["plan"] in protects for decision in turn.book.decisions())


def _agreed_date(turn: Turn) -> tuple[date, str] | None:
    """The day and place that this meeting agreed for the next core group."""
    kind = "next_core_group" if turn.is_core_group else "first_core_group"
    section = turn.profile.section_of(kind)
    due = due_field(section) if section else None
    found: list[PlanEntry] = [
        e
        for e in turn.book.plan()
        if section and e.section == section.id and e.state == EntryState.AGREED
    ]
    if not found or section is None or due is None:
        return None
    body = body_of(found[-1])
    day = typed_day(body[due.id])  # none can be counted from what was kept before days had a range
    venue = " ".join(
        body[field.id] for field in section.field if field is not due and body.get(field.id)
    )
    return (day, venue) if day else None


def _new(turn: Turn, kind: MeetingKind, day: date) -> Meeting:
    return Meeting(room="", kind=kind, started_at=turn.now, held_on=day)


def _on_or_before(turn: Turn, day: date) -> date:
    """A time limit that ends on a day when nobody works is kept by meeting before it."""
    calendar = Calendar.of(turn.profile)
    return day if calendar.is_working(day) else calendar.add_working_days(day, -1)


def _ahead(turn: Turn) -> Book:
    ahead = turn.book.planned(MeetingKind.CORE_GROUP)
    if ahead is None:
        raise Refused(Card(say("core_group.none_ahead")))
    return ahead


def _faults(turn: Turn, typed: str) -> dict[str, str]:
    day, rhythm = typed_day(typed), Rhythm.of(turn.profile)
    if day is None:
        return {}
    if day < rhythm.today(turn.now):
        return {"date": say("plan.past", day=full_day(day))}
    return (
        {}
        if rhythm.calendar.is_working(day)
        else {"date": say("core_group.not_working", day=day_words(typed))}
    )


def _move_form(scene: Scene, ahead: Book) -> Card:
    meeting = ahead.meeting
    fields = (
        Field(
            "date",
            say("core_group.date"),
            "date",
            required=True,
            value=meeting.held_on.isoformat() if meeting.held_on else "",
        ),
        Field("venue", say("core_group.venue"), "line", limit=120, value=meeting.venue),
        Field(
            "why", say("core_group.why"), "lines", required=True, limit=scene.profile.limits.short
        ),
    )
    return Card(
        say("core_group.move"),
        fields=fields,
        buttons=(Button(say("forms.save"), "core_group.move", style="main"),),
    )
