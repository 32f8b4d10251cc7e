"""The kinds of question, one file each: every file here makes one kind, as `KIND`."""

from importlib import import_module
from pkgutil import iter_modules

from handlers.grammar.scene import Scene
from handlers.questions.kind import QuestionKind
from prompts.card import Button
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.book import body_of
from storage.tables import Answer, Response, Step


def _every_kind() -> dict[AnswerKind, QuestionKind]:
    """Fails at import where a kind that profiles may use has no file, or lacks a member."""
    modules = [import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__)]
    kinds: list[QuestionKind] = [module.KIND for module in modules]
    found = {kind.answer: kind for kind in kinds}
    if len(found) < len(kinds) or found.keys() != set(AnswerKind):
        raise LookupError(f"kinds of question: {sorted(kind.answer for kind in kinds)}")
    return found


kinds = _every_kind()


def kind_of(scene: Scene, step: Step) -> QuestionKind:
    """The kind of question that a step asks."""
    return kinds[scene.question(step).answer]


def answer_buttons(scene: Scene, step: Step) -> tuple[Button, ...]:
    """The buttons that answer a step, on its cards."""
    return kind_of(scene, step).buttons(step, scene.question(step))


def answer_words(scene: Scene, step: Step, answer: Answer) -> str:
    """An answer in a line or more, as its author wrote it."""
    if answer.kind != Response.SAID:
        return say(f"kinds.{answer.kind}")
    return kind_of(scene, step).words(scene, step, body_of(answer))
