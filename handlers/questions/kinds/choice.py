"""One of several options, with a note beside it."""

from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.questions.asked import Asked, lines
from handlers.questions.kind import Values
from handlers.questions.options import choices_of, label_of
from handlers.questions.paper_rows import options_on_paper, words_on_paper
from prompts.card import Field
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Person, Step


class Choice(Asked):
    answer = AnswerKind.CHOICE

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        choices = choices_of(scene.question(step).options)
        return (
            Field("choice", say("kinds.choice"), "choice", required=True, choices=choices),
            lines(scene, "note", say("kinds.note")),
        )

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        label = label_of(scene.question(step).options, values["choice"])
        return f"{label}\n{values['note']}" if values.get("note") else label

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield options_on_paper([option.label for option in question.options])
        yield from words_on_paper(scene, question, names)


KIND = Choice()
