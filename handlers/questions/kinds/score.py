"""A number from 0 to 10 for each trio, each person's own mark beside last time's, the family's
first. Never an average (row B2).
"""

from collections.abc import Iterator, Mapping

from handlers.grammar.scene import Scene
from handlers.questions.asked import Sealed, lines
from handlers.questions.kind import InRecord, Values
from handlers.questions.marks import at_conference, mark_of
from handlers.questions.paper_rows import asked_of, row_for_each
from handlers.questions.statements import statements
from handlers.questions.who_said import who_said
from prompts.card import Field, Heading, Part, Quote, Scale, Text
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import body_of
from storage.tables import Answer, Person, Step, Trio


class Score(Sealed):
    answer = AnswerKind.SCORE
    in_record = InRecord.TRIO

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        low, high = scene.profile.scale.low, scene.profile.scale.high
        return (
            Field("score", say("kinds.score"), "score", required=True, low=low, high=high),
            lines(scene, "why", say("kinds.score_why")),
            lines(scene, "up", say("kinds.score_up")),
        )

    def half_filled(self, values: Mapping[str, str]) -> Values:
        """Reasons without a number are not lost: the number is asked for."""
        told = values.get("why") or values.get("up")
        return {"score": say("forms.needed_score")} if told and not values.get("score") else {}

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        return " ".join(values.values())

    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]:
        """Everybody's mark on the line; below it why, and what would move it up."""
        quotes = [
            Quote(words, who_said(scene, answer))
            for answer in scene.answers(step)
            if (words := _reasons(answer))
        ]
        head = Heading(say("scaling.reasons"))
        return (*statements(scene, step), scale_of(scene, step), head, *quotes)

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        ends = scene.profile.scale
        yield Text(say("agenda_paper.ends", low=ends.low, high=ends.high))
        yield Text(say("agenda_paper.together"))
        yield row_for_each(asked_of(scene, question), "number", "why", "up")


def scale_of(scene: Scene, step: Step) -> Scale:
    """The line for one trio, as far as the viewer may see it."""
    ends = scene.profile.scale
    trio = scene.about(step)
    before: dict[str, int] = {}
    at_first: dict[str, int] = {}
    if isinstance(trio, Trio):
        before = {mark.person_id: int(mark.score) for mark in scene.book.last_marks(trio)}
        at_first = at_conference(scene, trio)
    answers = scene.answers(step)
    marks = tuple(mark_of(scene, answer, before.get(answer.author_id)) for answer in answers)
    lines_spoken = tuple(
        say("scaling.spoken", mark=mark, first=at_first.get(answer.author_id))
        for answer, mark in zip(answers, marks, strict=True)
    )
    return Scale(ends.low, ends.high, marks, lines_spoken)


def _reasons(answer: Answer) -> str:
    values = body_of(answer)
    return say("scaling.reason", why=values.get("why", ""), up=values.get("up", ""))


KIND = Score()
