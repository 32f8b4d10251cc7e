"""Roll-call: who is here, in what role, and whether confidentiality is understood (B5, I6).

Who is in the room with somebody is for the chair alone (row S3): it shows in the chair's panel and
nowhere else.
"""

from handlers.grammar.command import Refused, Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import RUNNING, draws
from handlers.grammar.roles import EVERYBODY, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.people.quorum import may_go_on, needs_quorum, quorum_words, tell_when_lost
from handlers.people.role_words import role_words
from handlers.questions.sealed_steps import count_again
from prompts.card import Bullets, Button, Card, Facts, Field, Part, Text
from prompts.words import say
from storage.tables import Attendance, Coming, Person


def ask_who_is_here(turn: Turn) -> Card:
    """The roll-call form, for oneself or, for a scribe, for somebody on the phone."""
    return _form(turn, _who(turn))


@form("rollcall.form", "rollcall.submit", asks=ask_who_is_here, by=EVERYBODY, when=RUNNING)
def come_in(turn: Turn) -> Reply:
    """Somebody is here, knows who can hear, and has understood that it stays here."""
    person = _who(turn)
    typed = checked(_form(turn, person), turn.values)
    person.name = typed["name"]
    if "with_them" in typed or person is turn.person or turn.leads:
        person.with_them = typed.get("with_them", "")
    if person.attendance != Attendance.HERE:
        person.understood_at = turn.now
        turn.book.add(Coming(person_id=person.id, what=Attendance.HERE, at=turn.now))
    person.attendance = Attendance.HERE
    count_again(turn, person)
    turn.book.show_again(f"went:{person.id}/")
    _show_again(turn)
    return Reply()


def ask_before_leaving(turn: Turn) -> Card:
    """Makes sure that somebody means to leave."""
    button = Button(say("rollcall.leave_yes"), "rollcall.leave", turn.target, "main")
    return Card(
        title=say("rollcall.leave_title"),
        parts=(Text(say("rollcall.leave_text")),),
        buttons=(button,),
    )


@form("rollcall.leaving", "rollcall.leave", asks=ask_before_leaving, by=EVERYBODY, when=RUNNING)
def leave(turn: Turn) -> Reply:
    """Somebody leaves. What they said stays; they can come back in."""
    person = _who(turn)
    if person.attendance != Attendance.HERE:
        raise Refused(Card(title=say("rollcall.not_here")))
    before, person.attendance = may_go_on(turn), Attendance.LEFT
    turn.book.add(Coming(person_id=person.id, what=Attendance.LEFT, at=turn.now))
    _show_again(turn)
    tell_when_lost(turn, before)
    return Reply()


@draws("here")
def who_is_here_card(scene: Scene, _: str) -> Card:
    """Who is here, for everybody to see all through the conference."""
    here = [person for person in scene.by_family_first if person.attendance == Attendance.HERE]
    left = [person.name for person in scene.by_family_first if person.attendance == Attendance.LEFT]
    parts: list[Part] = [
        Bullets(tuple(_line(person) for person in here)) if here else Text(say("rollcall.nobody"))
    ]
    if left:
        parts.append(Text(say("rollcall.left", names=left)))
    buttons = (
        Button(say("rollcall.here"), "rollcall.form", style="main"),
        Button(say("rollcall.leave"), "rollcall.leaving"),
    )
    return Card(title=say("rollcall.title"), parts=tuple(parts), buttons=buttons)


def _who(turn: Turn) -> Person:
    """The one it is about: oneself, or somebody that a scribe speaks for."""
    if not turn.target or turn.target == turn.person.id:
        return turn.person
    person = turn.book.person(turn.target)
    if person is None or not turn.may(*SCRIBES) or not turn.keeps_seat(turn.person):
        raise Refused(Card(title=say("rollcall.only_own")))
    return person


def _form(turn: Turn, person: Person) -> Card:
    words = turn.profile.confidentiality
    quorum = ((say("rollcall.quorum"), quorum_words(turn)),) if needs_quorum(turn) else ()
    facts = Facts(((say("rollcall.role"), role_words(person)), *quorum))
    fields = (
        Field(
            "name",
            say("rollcall.name"),
            "line",
            say("rollcall.name_hint"),
            required=True,
            limit=80,
            value=person.name,
        ),
        _with_them_field(turn, person),
        Field("understood", say("rollcall.understood"), "tick", required=True),
    )
    parts: tuple[Part, ...] = (Text(words.title, strong=True), Bullets(words.say), facts)
    send = Button(say("rollcall.here"), "rollcall.submit", person.id, "main")
    return Card(title=say("rollcall.form_title"), parts=parts, fields=fields, buttons=(send,))


def _with_them_field(turn: Turn, person: Person) -> Field:
    """Filled in for themselves and for the chair only; a minute taker who writes for them does not
    read it.
    """
    told = person.with_them if person is turn.person or turn.leads else ""
    hint = say("rollcall.with_them_hint")
    return Field("with_them", say("rollcall.with_them"), "line", hint, limit=200, value=told)


def _line(person: Person) -> str:
    return say("rollcall.line", name=person.name, title=role_words(person))


def _show_again(turn: Turn) -> None:
    turn.show("here")
    if turn.meeting.step_id:
        turn.show(f"asked:{turn.meeting.step_id}")
