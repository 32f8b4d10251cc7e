"""Kinds of question that nobody answers in a form of their own: the chair's, the roll-call's, the
plan's.
"""

from collections.abc import Iterator, Mapping

from handlers.grammar.command import Refused
from handlers.grammar.scene import Scene, Turn
from handlers.questions.kind import InRecord, Press, QuestionKind, Values, main_until_given
from handlers.questions.paper_rows import ENTRIES
from prompts.card import Button, Card, Field, Part, Text
from prompts.paper import Blank, Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import as_body
from storage.tables import Answer, Person, Step


class NotAsked(QuestionKind):
    """It has no form of its own on its card, and no seal."""

    asked = False
    in_record = InRecord.ELSEWHERE

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        return ()

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        return " ".join(values.values())

    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        return ()

    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]:
        return ()

    def chairs_buttons(self, scene: Scene, step: Step) -> tuple[Button, ...]:
        return ()

    def chair_does(self, scene: Scene, step: Step, said: Values) -> Press | None:
        return None


class ChairsOwn(NotAsked):
    """The chair alone answers it, in a form that the panel opens."""

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield Text(say("agenda_paper.chair_only"))
        yield Blank(ENTRIES)


def form_button(scene: Scene, step: Step, label: str, command: str) -> tuple[Button, ...]:
    """Opens the chair's form; the main button until it was filled in."""
    return (Button(label, command, step.id, main_until_given(scene, step)),)


def open_step(turn: Turn, kind: AnswerKind) -> Step:
    """The item we are on, which the form was opened for. Raises `Refused` when it is another."""
    step = turn.book.current
    if (
        step is None
        or turn.question(step).answer is not kind
        or (turn.target and turn.target != step.id)
    ):
        raise Refused(Card(say("agenda.moved_on")))
    return step


def keep_chairs_answer(turn: Turn, step: Step, values: Mapping[str, str]) -> None:
    """Keeps what the chair said as the next version; the same again is nothing new."""
    before, body = turn.book.answer_of(turn.person, step), as_body(dict(values))
    if before and before.body == body:
        return  # pressed twice
    if before:
        before.current = False
    version = before.version + 1 if before else 1
    me = turn.person.id
    row = Answer(step_id=step.id, author_id=me, writer_id=me, version=version, kind="said")
    row.at, row.body = turn.now, body
    turn.book.add(row)
