"""A plan with its main worry and the reasons: what professionals recommend, and what the chair
decides.
"""

from collections.abc import Mapping

from handlers.grammar.scene import Scene
from handlers.questions.asked import lines
from handlers.questions.options import choices_of, label_of
from prompts.card import Field
from prompts.words import say


def recommendation_fields(scene: Scene, ask: str = "kinds.plan") -> tuple[Field, ...]:
    """A plan, its category where it needs one, and the reasons."""
    plans = tuple(choice for choice in choices_of(scene.profile.recommendation))
    return (
        Field("plan", say(ask), "choice", required=True, choices=plans),
        Field(
            "category",
            say("kinds.category"),
            "choice",
            say("kinds.category_hint"),
            choices=choices_of(scene.profile.category),
        ),
        lines(scene, "why", say("kinds.why"), required=True),
    )


def recommendation_faults(scene: Scene, values: Mapping[str, str]) -> dict[str, str]:
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


def recommended(scene: Scene, values: Mapping[str, str]) -> str:
    """A plan with its category, in words."""
    category = (
        label_of(scene.profile.category, values["category"]) if values.get("category") else ""
    )
    return say(
        "kinds.recommended",
        plan=label_of(scene.profile.recommendation, values["plan"]),
        category=category,
    )


def _needs_category(scene: Scene, plan: str) -> bool:
    return any(
        option.needs_category for option in scene.profile.recommendation if option.id == plan
    )
