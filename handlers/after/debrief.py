"""The debrief: before everybody goes, the chair and the social worker sit down with the family for
a moment (row I7).
"""

from handlers.dates.deadlines import local_time
from handlers.grammar.command import Reply
from handlers.grammar.form_commands import form
from handlers.grammar.forms import checked
from handlers.grammar.registry import AFTER, draws
from handlers.grammar.roles import CHAIR, PARENTS, Role
from handlers.grammar.scene import Scene, Turn
from prompts.card import Bullets, Button, Card, Choice, Facts, Field, Part, Text
from prompts.words import say
from storage.book import as_body, body_of
from storage.tables import Debrief

_DEBRIEFS = CHAIR | {Role.SOCIAL_WORKER}
_CHILD = frozenset({Role.CHILD})


def ask_to_debrief(turn: Turn) -> None:
    """Prompts the chair and the social worker."""
    _tell(turn)


def ask_how_it_went(turn: Turn) -> Card:
    """With whom, and what mattered to them."""
    return _form(turn)


@form(
    "debrief.form", "debrief.submit", asks=ask_how_it_went, by=_DEBRIEFS, when=AFTER, later="here"
)
def keep_debrief(turn: Turn) -> Reply:
    """Keeps that somebody sat down with the family. It is not part of the record."""
    typed = checked(_form(turn), turn.values)
    body = as_body(typed)
    if not any((row.by_id, row.body) == (turn.person.id, body) for row in turn.book.debriefs()):
        turn.book.add(Debrief(by_id=turn.person.id, at=turn.now, body=body))
    _tell(turn)
    return Reply()


@draws("debrief")
def debrief_card(scene: Scene, _: str) -> Card:
    """What to ask the family now; and who has done it."""
    names = [person.name for person in scene.book.people if person.role in PARENTS | _CHILD]
    parts: tuple[Part, ...] = (
        Text(say("debrief.text", names=names)),
        Bullets(tuple(say(f"debrief.ask_{n}") for n in (1, 2, 3, 4))),
    )
    if done := _done(scene):
        parts = (*parts, Facts(done))
    button = Button(
        say("debrief.again" if done else "debrief.button"),
        "debrief.form",
        style="plain" if done else "main",
    )
    return Card(say("debrief.title"), parts, buttons=(button,), notice=say("debrief.notice"))


def _done(scene: Scene) -> tuple[tuple[str, str], ...]:
    rows = []
    for row in scene.book.debriefs():
        by, typed = scene.book.person(row.by_id), body_of(row)
        people = (scene.book.person(person_id) for person_id in typed["people"].split(","))
        names = [person.name for person in people if person]
        said = say(
            "debrief.done",
            at=local_time(scene.profile, row.at),
            names=names,
            words=typed.get("words", ""),
        )
        rows.append((by.name if by else "", said))
    return tuple(rows)


def _form(turn: Turn) -> Card:
    family = [person for person in turn.book.people if person.role in PARENTS | _CHILD]
    who = tuple(Choice(person.id, person.name) for person in family)
    fields = (
        Field("people", say("debrief.who"), "choices", required=True, choices=who),
        Field(
            "words",
            say("debrief.words"),
            "lines",
            say("debrief.words_hint"),
            limit=turn.profile.limits.long,
        ),
    )
    return Card(
        say("debrief.form_title"),
        fields=fields,
        buttons=(Button(say("debrief.save"), "debrief.submit", style="main"),),
    )


def _tell(turn: Turn) -> None:
    turn.tell("debrief", *(person for person in turn.book.people if person.role in _DEBRIEFS))
