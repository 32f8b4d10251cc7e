"""Stopping because not enough workers came: what keeps things safe until then, and a new day within
the profile's limit (row B5).
"""

from datetime import date

from handlers.agenda.timer import stop_timer
from handlers.dates.deadline_words import spoken_day
from handlers.dates.deadlines_of_meeting import NEW_DAY, STOPPED, limit_of, limit_words
from handlers.dates.working_days import Calendar
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.forms import typed_day
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import draws
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.people.quorum import may_go_on, needs_quorum, quorum_words, what_follows
from handlers.people.told import today
from handlers.reminding.keeping import remind_of_actions
from prompts.card import Button, Card, Field, Part, Quote, Text
from prompts.words import say
from storage.book import Book
from storage.tables import Meeting, MeetingKind, MeetingState, StepState


def ask_for_new_day(turn: Turn) -> Card:
    """What the profile says follows, and the new day that it asks for, counted out."""
    return _form(turn)


@moving_form("stop.form", "stop.submit", asks=ask_for_new_day, by=CHAIR)
def stop_here(turn: Turn) -> None:
    """The conference ends without its decision; it is held again on the new day."""
    typed = read_by_others(turn, _form(turn), _faults(turn))
    meeting, step, day = turn.meeting, turn.book.current, date.fromisoformat(typed["on"])
    turn.keep_reason(STOPPED, day.isoformat(), typed.get("later") or quorum_words(turn))
    meeting.summary, meeting.state, meeting.closed_at = typed["safe"], MeetingState.CLOSED, turn.now
    stop_timer(turn)
    if step:
        step.state, step.closed_at = StepState.PARKED, turn.now
        turn.show(f"asked:{step.id}")
    turn.book.plan_meeting(Meeting(room="", kind=meeting.kind, started_at=turn.now, held_on=day))
    turn.show("stopped")
    turn.tell("lead", turn.chair)
    remind_of_actions(turn)


@draws("stopped")
def stopped_card(scene: Scene, _: str) -> Card:
    """Why it ends, what keeps things safe until then, and when it is held again."""
    again = scene.book.reasons(STOPPED)[-1]
    parts: tuple[Part, ...] = (
        Text(quorum_words(scene)),
        Quote(scene.meeting.summary, scene.chair.name),
        Text(say("quorum.again_on", day=spoken_day(date.fromisoformat(again.target))), strong=True),
    )
    return Card(say("quorum.stopped"), parts, notice=say("closing.notice"))


def _form(turn: Turn) -> Card:
    if may_go_on(turn):
        raise Refused(Card(say("quorum.enough" if needs_quorum(turn) else "quorum.not_needed")))
    twice = (Text(say("quorum.twice"), strong=True),) if _stopped_before(turn.book) else ()
    limit, long = limit_of(turn, NEW_DAY), turn.profile.limits.long
    fields = (
        Field(
            "safe", say("quorum.safe", children=turn.children), "lines", required=True, limit=long
        ),
        Field(
            "on",
            say("quorum.on"),
            "date",
            required=True,
            value=limit.day.isoformat() if limit else "",
        ),
        Field(
            "later",
            say("quorum.later"),
            "lines",
            say("quorum.later_hint") if limit else "",
            limit=long,
        ),
    )
    send = Button(say("quorum.stop"), "stop.submit", style="main")
    return Card(
        say("quorum.stop"), (*twice, Text(quorum_words(turn)), *what_follows(turn)), fields, (send,)
    )


def _faults(turn: Turn) -> dict[str, str]:
    """The day is one on which people work; one that is past the limit has a reason."""
    day, limit = typed_day(turn.value("on")), limit_of(turn, NEW_DAY)
    faults = {}
    if day and day < today(turn):
        faults["on"] = say("setting_up.past")
    elif day and not Calendar.of(turn.profile).is_working(day):
        faults["on"] = say("core_group.not_working", day=spoken_day(day))
    if day and limit and day > limit.day and not turn.value("later"):
        faults["later"] = say("quorum.later_needed", limit=limit_words(turn, limit))
    return faults


def _stopped_before(book: Book) -> bool:
    """Whether the conference before this one ended for want of workers, too."""
    before = [other for other in book.earlier if other.meeting.kind != MeetingKind.CORE_GROUP]
    return bool(before and before[-1].reasons(STOPPED))
