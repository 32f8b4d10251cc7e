"""Opening a closed part: the chair chooses who is in it, what is asked there, and says why."""

from handlers.before.start import open_agenda
from handlers.grammar.command import Refused, Reply
from handlers.grammar.drawn_for import closed_parts
from handlers.grammar.form_commands import form, moving_form
from handlers.grammar.forms import checked
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import RUNNING, draws
from handlers.grammar.roles import CHAIR, Role
from handlers.grammar.scene import Scene, Turn
from handlers.people.role_words import role_words
from handlers.plan.carrying import carry_children, carry_trios
from handlers.plan.members import carried
from handlers.questions.kinds import kind_of
from handlers.questions.sealed_steps import end_of, sealed_steps, stay_hidden_field
from prompts.card import Bullets, Button, Card, Choice, Field, Text
from prompts.words import say
from storage.book import Book
from storage.tables import Attendance, Meeting, MeetingKind, MeetingState, Person, Reason, Step

CLOSED_PART = MeetingKind.CLOSED_PART


def ask_who_stays(turn: Turn) -> Card:
    """Asks the chair who is in the closed part, what is asked, and why."""
    return _form(turn)


@form(
    "closed.form",
    "closed.open",
    asks=ask_who_stays,
    by=CHAIR,
    when=RUNNING,
    drawn_for=closed_parts,
    quiet=True,
)
def open_closed_part(turn: Turn) -> Reply:
    """A meeting of its own begins for those who were chosen, and for the chair."""
    typed = read_by_others(turn, _form(turn))
    if turn.book.part_of or turn.book.running_part_with(turn.person):
        raise Refused(Card(say("closed.one_at_a_time")))
    part = turn.book.open_part(Meeting(kind=CLOSED_PART, started_at=turn.now, version=0, places=0))
    now = Turn(part, turn.profile, None, turn.now, turn.actor)
    _bring_in(turn, part, typed["who"].split(","))
    _take_along(turn, part, typed["ask"].split(","))
    now.viewer = now.chair
    part.add(
        Reason(
            what="closed",
            target=part.meeting.id,
            words=typed["why"],
            by_id=now.chair.id,
            at=turn.now,
        )
    )
    open_agenda(now)
    now.tell("panel", now.chair)
    turn.opened.append(part)
    return Reply(Card(say("closed.opened"), (Text(say("closed.opened_text")),)))


def end_button(scene: Scene) -> Button:
    """Ends it at once when nothing is hidden; otherwise asks first, since it cannot be shown any
    more.
    """
    return Button(say("closed.end"), "closed.end_form" if sealed_steps(scene) else "closed.end")


def ask_before_ending(turn: Turn) -> Card:
    """Says which answers stay hidden."""
    _in_a_part(turn)
    return _end_form(turn)


@moving_form("closed.end_form", "closed.end", asks=ask_before_ending, by=CHAIR)
def end_closed_part(turn: Turn) -> None:
    """The closed part is over; those who were in it go back to the conference, where nothing has
    changed.
    """
    _in_a_part(turn)
    checked(_end_form(turn), turn.values)
    end_part(turn)


def end_part(turn: Turn) -> None:
    """All that was said stays with those who were in it; what was hidden stays hidden."""
    turn.meeting.state, turn.meeting.closed_at = MeetingState.CLOSED, turn.now
    if step := turn.book.current:
        step.state, step.closed_at = end_of(turn, step), turn.now
        turn.show(f"asked:{step.id}")
    turn.show("closed_over")


@draws("closed_over")
def closed_part_over_card(scene: Scene, _: str) -> Card:
    """Says that it is over, and that it stays among those who were in it."""
    return Card(say("closed.over"), (Text(say("closed.over_text")),))


def _end_form(turn: Turn) -> Card:
    parts = (
        Text(say("closed.end_sealed")),
        Bullets(tuple(turn.title(step) for step in sealed_steps(turn))),
    )
    send = Button(say("closed.end_now"), "closed.end", style="main")
    return Card(
        say("closed.end"), (*parts, Text(say("closed.end_text"))), stay_hidden_field(turn), (send,)
    )


def _in_a_part(turn: Turn) -> None:
    if not turn.book.part_of:
        raise Refused(Card(say("closed.not_one")))


def _bring_in(turn: Turn, part: Book, chosen: list[str]) -> None:
    people = [
        person for person in turn.book.people if person.role == Role.CHAIR or person.id in chosen
    ]
    part.meeting.people = [carried(person, part.meeting, person.role) for person in people]
    for place, (before, person) in enumerate(zip(people, part.meeting.people, strict=True)):
        person.position = place
        person.attendance = (
            Attendance.HERE if before.attendance == Attendance.HERE else Attendance.EXPECTED
        )
    part.meeting.children = carry_children(turn.meeting, part.meeting)
    part.meeting.trios = carry_trios(turn, part.meeting)


def _take_along(turn: Turn, part: Book, chosen: list[str]) -> None:
    """The items that are asked in the closed part, each by itself, in the order of the agenda."""
    about = {
        **{row.root: row.id for row in part.meeting.children},
        **{row.root: row.id for row in part.meeting.trios},
    }
    roots = {
        **{row.id: row.root for row in turn.meeting.children},
        **{row.id: row.root for row in turn.meeting.trios},
    }
    steps = [step for step in turn.meeting.steps if step.id in chosen]
    part.meeting.steps = [
        Step(
            meeting_id=part.meeting.id,
            position=place,
            question=step.question,
            about_id=about[roots[step.about_id]] if step.about_id else None,
            under_seal=step.under_seal,
        )
        for place, step in enumerate(steps)
    ]


def _line(person: Person) -> str:
    """Who somebody is; that they attend apart, so that nobody is brought together who should not
    be.
    """
    words = "closed.line_apart" if person.attendance == Attendance.APART else "closed.line"
    return say(words, name=person.name, who=role_words(person))


def _form(turn: Turn) -> Card:
    others = [person for person in turn.by_family_first if person.role != Role.CHAIR]
    who = tuple(Choice(person.id, _line(person)) for person in others)
    asked = tuple(
        Choice(step.id, turn.title(step))
        for step in turn.meeting.steps
        if kind_of(turn, step).asked
    )
    fields = (
        Field(
            "who", say("closed.who"), "choices", say("closed.who_hint"), required=True, choices=who
        ),
        Field(
            "ask",
            say("closed.ask"),
            "choices",
            say("closed.ask_hint"),
            required=True,
            choices=asked,
        ),
        Field(
            "why",
            say("closed.why"),
            "lines",
            say("closed.why_hint"),
            required=True,
            limit=turn.profile.limits.long,
        ),
    )
    send = Button(say("closed.open"), "closed.open", style="main")
    return Card(say("closed.title"), (Text(say("closed.text")),), fields, (send,))
