"""Whose words an answer is."""

from handlers.grammar.scene import Scene
from prompts.words import say
from storage.tables import Answer


def who_said(scene: Scene, answer: Answer) -> str:
    """Whose words they are and, where another wrote them down, who wrote (row B6)."""
    author, writer = scene.book.person(answer.author_id), scene.book.person(answer.writer_id)
    if author is None or writer is None:
        raise LookupError(answer.id)
    return (
        author.name
        if author is writer
        else say("answering.written_for", author=author.name, writer=writer.name)
    )
