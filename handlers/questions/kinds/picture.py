"""A face or another picture, with words beside it: how it is for a child today, for example.

The pictures are characters, never colours, and the words always stand beside them.
"""

from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.questions.asked import Asked, lines
from handlers.questions.kind import Values
from handlers.questions.paper_rows import options_on_paper, words_on_paper
from prompts.card import Choice, Field
from prompts.paper import Block
from prompts.profile import Option, Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Person, Step


class Picture(Asked):
    answer = AnswerKind.PICTURE

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        options = scene.question(step).options
        choices = tuple(Choice(option.id, _seen(option)) for option in options)
        return (
            Field("picture", say("picture.choose"), "choice", required=True, choices=choices),
            lines(scene, "note", say("picture.more")),
        )

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        options = scene.question(step).options
        chosen = next((_seen(option) for option in options if option.id == values["picture"]), "")
        return "\n".join(filter(None, [chosen or values["picture"], values.get("note", "")]))

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield options_on_paper([_seen(option) for option in question.options])
        yield from words_on_paper(scene, question, names)


def _seen(option: Option) -> str:
    return f"{option.picture} {option.label}"


KIND = Picture()
