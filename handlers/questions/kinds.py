"""Kinds of answers: the form that each asks with, and how an answer reads when it is shown."""

from handlers.grammar.roles import PROFESSIONALS
from handlers.grammar.scene import Scene
from prompts.card import Choice, Field
from prompts.profile import Option
from prompts.words import say
from storage.book import body_of
from storage.tables import Answer, Person, Step

# What people are asked to answer, with a form of their own; the other kinds are the chair's, the
# roll-call's or the plan's.
ASKED = ("words", "choice", "score", "recommendation")


def answer_fields(scene: Scene, step: Step, author: Person) -> tuple[Field, ...]:
    """The fields that somebody fills in to answer a step."""
    match scene.question(step).answer:
        case "choice":
            return _choice(scene, step)
        case "score":
            return _score(scene)
        case "recommendation" if author.role in PROFESSIONALS:
            return recommendation_fields(scene)
        case "recommendation":
            return (
                _lines(
                    scene,
                    "wish",
                    say("kinds.wish", child=scene.names(step)["about"]),
                    required=True,
                ),
            )
        case _:
            return _words(scene, step)


def answer_words(scene: Scene, step: Step, answer: Answer) -> str:
    """An answer in a line or more, as its author wrote it; fields have their labels where there are
    several.
    """
    if answer.kind != "said":
        return say(f"kinds.{answer.kind}")
    values = body_of(answer)
    if scene.question(step).answer in ("choice", "recommendation"):
        return _chosen(scene, step, values)
    fields = _words(scene, step)
    if len(fields) == 1:
        return " ".join(values.values())
    said = ((field, values[field.name]) for field in fields if values.get(field.name))
    return "\n".join(f"{field.label} {_as_read(field, value)}" for field, value in said)


def label_of(options: tuple[Option, ...], option_id: str) -> str:
    """What people read for an option."""
    return next((option.label for option in options if option.id == option_id), option_id)


def recommendation_fields(scene: Scene, ask: str = "kinds.plan") -> tuple[Field, ...]:
    """A plan, its category where it needs one, and the reasons: for professionals' recommendations
    and the chair's decision.
    """
    plans = tuple(Choice(option.id, option.label) for option in scene.profile.recommendation)
    categories = tuple(Choice(option.id, option.label) for option in scene.profile.category)
    return (
        Field("plan", say(ask), "choice", required=True, choices=plans),
        Field(
            "category",
            say("kinds.category"),
            "choice",
            say("kinds.category_hint"),
            choices=categories,
        ),
        _lines(scene, "why", say("kinds.why"), required=True),
    )


def recommendation_faults(scene: Scene, values: dict[str, str]) -> dict[str, str]:
    """A plan that needs a category has one."""
    lacks = _needs_category(scene, values.get("plan", "")) and not values.get("category")
    return {"category": say("kinds.category_needed")} if lacks else {}


def without_idle_category(scene: Scene, values: dict[str, str]) -> dict[str, str]:
    """A recommendation or decision as it is kept: no main worry where the plan needs none (Child in
    Need).
    """
    if "plan" not in values or _needs_category(scene, values["plan"]):
        return values
    return {name: value for name, value in values.items() if name != "category"}


def _needs_category(scene: Scene, plan: str) -> bool:
    return any(
        option.needs_category for option in scene.profile.recommendation if option.id == plan
    )


def recommended(scene: Scene, values: dict[str, str]) -> str:
    """A plan with its category, in words."""
    category = (
        label_of(scene.profile.category, values["category"]) if values.get("category") else ""
    )
    return say(
        "kinds.recommended",
        plan=label_of(scene.profile.recommendation, values["plan"]),
        category=category,
    )


def _choice(scene: Scene, step: Step) -> tuple[Field, ...]:
    choices = tuple(Choice(option.id, option.label) for option in scene.question(step).options)
    return (
        Field("choice", say("kinds.choice"), "choice", required=True, choices=choices),
        _lines(scene, "note", say("kinds.note")),
    )


def _score(scene: Scene) -> tuple[Field, ...]:
    ends = scene.profile.scale
    return (
        Field("score", say("kinds.score"), "score", required=True, low=ends.low, high=ends.high),
        _lines(scene, "why", say("kinds.score_why")),
        _lines(scene, "up", say("kinds.score_up")),
    )


def _words(scene: Scene, step: Step) -> tuple[Field, ...]:
    question = scene.question(step)
    limits = scene.profile.limits
    if not question.fields:
        return (_lines(scene, "text", scene.words(step, question.ask), required=True),)
    return tuple(
        Field(
            field.id,
            scene.words(step, field.label),
            "choice" if field.options else "line" if field.kind == "line" else "lines",
            scene.words(step, field.hint) or say("kinds.limit", limit=field.limit or limits.short),
            field.required,
            field.limit or limits.short,
            tuple(Choice(option.id, option.label) for option in field.options),
        )
        for field in question.fields
    )


def _lines(scene: Scene, name: str, label: str, *, required: bool = False) -> Field:
    limit = scene.profile.limits.long
    return Field(name, label, "lines", say("kinds.limit", limit=limit), required, limit)


def _as_read(field: Field, value: str) -> str:
    return next((choice.label for choice in field.choices if choice.value == value), value)


def _chosen(scene: Scene, step: Step, values: dict[str, str]) -> str:
    if "wish" in values:
        return values["wish"]
    if "plan" in values:
        return f"{recommended(scene, values)}\n{values['why']}"
    label = label_of(scene.question(step).options, values["choice"])
    return f"{label}\n{values['note']}" if values.get("note") else label
