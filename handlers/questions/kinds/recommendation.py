"""For one child: what the family and the child want and, apart from that, each professional's view
(row B3).
"""

from collections.abc import Iterator, Mapping

from handlers.grammar.roles import PROFESSIONALS
from handlers.grammar.scene import Scene
from handlers.questions.asked import Sealed, lines
from handlers.questions.kind import InRecord, Values
from handlers.questions.paper_rows import asked_of, options_on_paper, row_for_each
from handlers.questions.recommending import (
    recommendation_faults,
    recommendation_fields,
    recommended,
    without_idle_category,
)
from handlers.questions.who_said import who_said
from prompts.card import Field, Heading, Part, Quote, Text
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import body_of
from storage.tables import Answer, Person, Response, Step


class Recommendation(Sealed):
    answer = AnswerKind.RECOMMENDATION
    in_record = InRecord.CHILD

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        if author.role in PROFESSIONALS:
            return recommendation_fields(scene)
        wish = say("kinds.wish", child=scene.names(step)["about"])
        return (lines(scene, "wish", wish, required=True),)

    def faults(self, scene: Scene, values: Mapping[str, str]) -> Values:
        return recommendation_faults(scene, values)

    def kept(self, scene: Scene, values: Values) -> Values:
        return without_idle_category(scene, values)

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        return values["wish"] if "wish" in values else _view(scene, values)

    def revealed(self, scene: Scene, step: Step) -> tuple[Part, ...]:
        """Wishes first, then recommendations, each person's own. Nothing is counted."""
        wishes, advice = wishes_and_recommendations(scene, step)
        return (
            *_group(scene, step, say("recommendations.wishes"), wishes),
            *_group(scene, step, say("recommendations.advice"), advice),
            Text(say("recommendations.chair_decides")),
        )

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield options_on_paper([option.label for option in scene.profile.recommendation])
        people = asked_of(scene, question)
        advising = [person for person in people if person.role in PROFESSIONALS]
        yield row_for_each(advising, "plan", "category", "reasons")
        yield row_for_each([person for person in people if person not in advising], "said")


def wishes_and_recommendations(scene: Scene, step: Step) -> tuple[list[Answer], list[Answer]]:
    """The answers of the family and the child's voice, and those of professionals."""
    answers = scene.answers(step)
    professionals = {person.id for person in scene.book.people if person.role in PROFESSIONALS}
    wishes = [answer for answer in answers if answer.author_id not in professionals]
    return wishes, [answer for answer in answers if answer.author_id in professionals]


def _group(scene: Scene, step: Step, title: str, answers: list[Answer]) -> list[Part]:
    if not answers:
        return []
    quotes = [
        Quote(KIND.words(scene, step, body_of(answer)), who_said(scene, answer))
        for answer in answers
        if answer.kind == Response.SAID
    ]
    passed = [who_said(scene, answer) for answer in answers if answer.kind == Response.PASS]
    passing = [Text(say("answering.pass", names=passed))] if passed else []
    return [Heading(title), *quotes, *passing]


def _view(scene: Scene, values: Values) -> str:
    return f"{recommended(scene, values)}\n{values['why']}"


KIND = Recommendation()
