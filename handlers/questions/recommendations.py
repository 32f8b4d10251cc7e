"""Recommendations for one child: what the family and the child want and, apart from that, each
professional's view (B3).
"""

from handlers.grammar.roles import PROFESSIONALS
from handlers.grammar.scene import Scene
from handlers.questions.answering import who_said
from handlers.questions.kinds import answer_words
from prompts.card import Heading, Part, Quote, Text
from prompts.words import say
from storage.tables import Answer, Step


def recommendations_parts(scene: Scene, step: Step) -> tuple[Part, ...]:
    """Wishes first, then recommendations, each person's own, as far as the viewer may see them.

    Nothing is counted.
    """
    wishes, advice = wishes_and_recommendations(scene, step)
    return (
        *_group(scene, step, "wishes", wishes),
        *_group(scene, step, "advice", advice),
        Text(say("recommendations.chair_decides")),
    )


def wishes_and_recommendations(scene: Scene, step: Step) -> tuple[list[Answer], list[Answer]]:
    """The answers of the family and the child's voice, and those of professionals."""
    answers = scene.answers(step)
    professionals = {person.id for person in scene.book.people if person.role in PROFESSIONALS}
    wishes = [answer for answer in answers if answer.author_id not in professionals]
    return wishes, [answer for answer in answers if answer.author_id in professionals]


def _group(scene: Scene, step: Step, name: str, answers: list[Answer]) -> list[Part]:
    if not answers:
        return []
    quotes = [
        Quote(answer_words(scene, step, answer), who_said(scene, answer))
        for answer in answers
        if answer.kind == "said"
    ]
    passed = [who_said(scene, answer) for answer in answers if answer.kind == "pass"]
    lines = [Text(say("answering.pass", names=passed))] if passed else []
    return [Heading(say(f"recommendations.{name}")), *quotes, *lines]
