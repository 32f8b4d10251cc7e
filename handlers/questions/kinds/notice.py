"""Something that everyone is told; nothing is asked."""

from collections.abc import Iterator

from handlers.grammar.scene import Scene
from handlers.questions.kind import Values
from handlers.questions.not_asked import NotAsked
from prompts.paper import Block
from prompts.profile import Question
from prompts.profile.answer_kinds import AnswerKind


class Notice(NotAsked):
    answer = AnswerKind.NOTICE

    def on_paper(self, scene: Scene, question: Question, names: Values) -> Iterator[Block]:
        yield from ()


KIND = Notice()
