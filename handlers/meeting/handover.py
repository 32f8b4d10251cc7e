"""Handing over the chair, for instance when the line breaks: to somebody who is here, may chair and
takes no part.
"""

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.links import close_pages
from handlers.grammar.registry import RUNNING, draws
from handlers.grammar.roles import CHAIR, PARTICIPANTS, Role
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target
from handlers.people.staffing import nobody_can_chair
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.tables import Attendance, Person


def ask_who_takes_over(turn: Turn) -> Card:
    """Asks the chair who takes over, and why."""
    return _form(turn)


@form("handover.form", "handover.submit", asks=ask_who_takes_over, by=CHAIR, when=RUNNING)
def hand_over(turn: Turn) -> None:
    """Somebody else leads from now on.

    The one who led stays as an administrator; the reason is kept.
    """
    typed = read_by_others(turn, _form(turn))
    successor = next(person for person in _who_can(turn) if person.id == typed["person"])
    turn.keep_reason("handover", successor.id, typed["reason"])
    close_pages(turn, turn.person)
    turn.person.role, successor.role = Role.ADMINISTRATOR, Role.CHAIR
    turn.tell("panel", turn.person, successor)
    turn.show(f"handover:{turn.meeting.version}/{successor.id}")


@draws("handover")
def handed_over_card(scene: Scene, target: str) -> Card:
    """Says who leads now."""
    chair = scene.book.person(Target.parse(target).part)
    return Card(
        say("handover.done_title"), (Text(say("handover.done", name=chair.name if chair else "")),)
    )


def _who_can(turn: Turn) -> list[Person]:
    barred = PARTICIPANTS | {Role.CHAIR, Role.INTERPRETER}
    here = (p for p in turn.book.people if p.attendance == Attendance.HERE and p.role not in barred)
    return [person for person in here if turn.may_chair(person)]


def _form(turn: Turn) -> Card:
    people = tuple(Choice(person.id, person.name) for person in _who_can(turn))
    if not people:
        raise Refused(nobody_can_chair(turn))
    fields = (
        Field(
            "person",
            say("handover.who"),
            "choice",
            say("handover.who_hint"),
            required=True,
            choices=people,
        ),
        Field(
            "reason", say("handover.why"), "lines", required=True, limit=turn.profile.limits.short
        ),
    )
    return Card(
        say("handover.title"),
        fields=fields,
        buttons=(Button(say("handover.title"), "handover.submit", style="main"),),
    )
