"""Writing for somebody on the phone or in the room: the record says who spoke and who wrote (row
B6).
"""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.forms import checked
from handlers.grammar.registry import shows
from handlers.grammar.roles import PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Turn
from handlers.meeting.rollcall import ask_who_is_here
from handlers.plan.entries import ask_for_entry
from handlers.questions.answering import ask
from prompts.card import Button, Card, Choice, Field, Text
from prompts.words import say
from storage.tables import Attendance, Person


@shows("phone.form", by=SCRIBES)
def choose_for_whom(turn: Turn) -> Reply:
    """Asks whom to write for: those on the phone first."""
    return Reply(_form(turn), done=False)


@shows("phone.choose", by=SCRIBES)
def write_for(turn: Turn) -> Reply:
    """The form of the item we are on for somebody else; the roll-call first, if they are not here
    yet.
    """
    person = turn.book.person(checked(_form(turn), turn.values)["person"])
    step = turn.book.current
    if person is None or step is None:
        raise Refused(Card(say("agenda.nothing_open")))
    if person.attendance != Attendance.HERE:
        turn.target = person.id
        return Reply(ask_who_is_here(turn), done=False)
    if section := turn.question(step).section:
        turn.target = f"{section}:{person.id}"
        return Reply(ask_for_entry(turn), done=False)
    turn.target = f"{step.id}:{person.id}"
    return Reply(ask(turn), done=False)


def _form(turn: Turn) -> Card:
    others = sorted(
        (p for p in turn.book.people if p.role in PARTICIPANTS),
        key=lambda p: (p.account is not None, p.position),
    )
    people = tuple(Choice(person.id, _label(person)) for person in others)
    field = Field("person", say("phone.who"), "choice", required=True, choices=people)
    send = Button(say("phone.go_on"), "phone.choose", style="main")
    paper = Button(say("by_hand.title"), "hand.form")
    return Card(say("phone.title"), (Text(say("phone.text")),), (field,), (send, paper))


def _label(person: Person) -> str:
    return person.name if person.account else say("phone.no_account", name=person.name)
