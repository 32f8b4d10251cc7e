"""Whoever disagrees with a decision says so in their own words, which are kept (row B3)."""

from handlers.dates.deadlines_of_meeting import dissent_limit, limit_words
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.registry import CLOSED, RUNNING, draws
from handlers.grammar.roles import PARTICIPANTS, SCRIBES
from handlers.grammar.scene import Scene, Turn
from handlers.grammar.target import Target, target_for
from handlers.questions.dissent import follow_dissent
from prompts.card import Bullets, Button, Card, Field, Part, Quote, Text
from prompts.words import say
from storage.tables import Child, Dissent, Person


def ask_for_dissent(turn: Turn) -> Card:
    """The form for somebody who disagrees, or for a scribe to write down what somebody said."""
    return _dissent_form(turn, *_child_and_author(turn))


@form(
    "dissent.form",
    "dissent.submit",
    asks=ask_for_dissent,
    by=PARTICIPANTS | SCRIBES,
    when=RUNNING | CLOSED,
)
def record_dissent(turn: Turn) -> None:
    """Keeps somebody's disagreement in their own words, until the record is signed off, and starts
    what follows from it.
    """
    child, author = _child_and_author(turn)
    words = read_by_others(turn, _dissent_form(turn, child, author), author=author)["words"]
    if any(
        (row.child_id, row.author_id, row.words) == (child.id, author.id, words)
        for row in turn.book.dissents()
    ):
        return  # pressed twice
    row = Dissent(
        child_id=child.id, author_id=author.id, writer_id=turn.person.id, at=turn.now, words=words
    )
    turn.book.add(row)
    turn.show(f"dissent:{row.id}")
    follow_dissent(turn, row, author)


@draws("dissent")
def dissent_card(scene: Scene, dissent_id: str) -> Card:
    """Somebody's disagreement, and what they can do."""
    row = next(row for row in scene.book.dissents() if row.id == dissent_id)
    child = next(child for child in scene.meeting.children if child.id == row.child_id)
    parts: tuple[Part, ...] = (
        dissent_quote(scene, row),
        Bullets(scene.profile.escalation.say),
        *_until_when(scene, child),
    )
    return Card(say("decision.dissent_title", child=child.name), parts)


def _until_when(scene: Scene, child: Child) -> tuple[Text, ...]:
    """By when somebody who does not agree should take it to their manager: workers have a clock,
    parents have none here.
    """
    decision = next(row for row in reversed(scene.book.decisions()) if row.child_id == child.id)
    limit = dissent_limit(scene, decision)
    return (Text(say("decision.limit", limit=limit_words(scene, limit))),) if limit else ()


def dissent_quote(scene: Scene, row: Dissent) -> Quote:
    """Disagreement verbatim, with who said it and, where another wrote, who wrote."""
    author, writer = scene.book.person(row.author_id), scene.book.person(row.writer_id)
    if author is None or writer is None:
        raise LookupError(row.id)
    own = author is writer
    return Quote(
        row.words,
        author.name
        if own
        else say("answering.written_for", author=author.name, writer=writer.name),
    )


def _child_and_author(turn: Turn) -> tuple[Child, Person]:
    named = Target.parse(turn.target)
    child = next((row for row in turn.meeting.children if row.id == named.head), None)
    author = turn.book.person(named.tail) if named.tail else turn.person
    if child is None or author is None or (author is not turn.person and not turn.may(*SCRIBES)):
        raise Refused(Card(say("dispatch.not_yours")))
    if not any(decision.child_id == child.id for decision in turn.book.decisions()):
        raise Refused(Card(say("decision.none_yet")))
    return child, author


def _dissent_form(turn: Turn, child: Child, author: Person) -> Card:
    field = Field(
        "words",
        say("decision.dissent_words"),
        "lines",
        say("kinds.limit", limit=2000),
        required=True,
        limit=2000,
    )
    target = target_for(child.id, author.id, turn.person.id)
    send = Button(say("forms.save"), "dissent.submit", target, "main")
    return Card(
        say("decision.dissent_title", child=child.name),
        (Text(say("decision.dissent_text")),),
        (field,),
        (send,),
    )
