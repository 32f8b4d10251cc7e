"""People say it in their own words, in one field or in those of the question."""

from handlers.grammar.scene import Scene
from handlers.questions.asked import Asked, lines
from handlers.questions.kind import Values
from handlers.questions.options import choices_of
from prompts.card import Button, Field
from prompts.profile import FormField, Question
from prompts.profile.answer_kinds import AnswerKind
from prompts.words import say
from storage.tables import Person, Step


class Words(Asked):
    answer = AnswerKind.WORDS
    in_own_words = True

    def fields(self, scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
        return _fields(scene, step)

    def words(self, scene: Scene, step: Step, values: Values) -> str:
        """Fields have their labels where there are several."""
        fields = _fields(scene, step)
        if len(fields) == 1:
            return " ".join(values.values())
        said = ((field, values[field.name]) for field in fields if values.get(field.name))
        return "\n".join(f"{field.label} {_as_read(field, value)}" for field, value in said)

    def buttons(self, step: Step, question: Question) -> tuple[Button, ...]:
        buttons = super().buttons(step, question)
        agree = Button(say("asking.agree"), "answer.agree", step.id)
        return (*buttons, agree) if buttons else ()


def _fields(scene: Scene, step: Step) -> tuple[Field, ...]:
    question = scene.question(step)
    if not question.fields:
        return (lines(scene, "text", scene.words(step, question.ask), required=True),)
    return tuple(_field(scene, step, field) for field in question.fields)


def _field(scene: Scene, step: Step, field: FormField) -> Field:
    limit = field.limit or scene.profile.limits.short
    return Field(
        field.id,
        scene.words(step, field.label),
        "choice" if field.options else "line" if field.kind == "line" else "lines",
        scene.words(step, field.hint) or say("kinds.limit", limit=limit),
        field.required,
        limit,
        choices_of(field.options),
    )


def _as_read(field: Field, value: str) -> str:
    return next((choice.label for choice in field.choices if choice.value == value), value)


KIND = Words()
