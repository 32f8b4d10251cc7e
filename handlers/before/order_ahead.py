"""The order of the agenda's parts, moved before the day by the chair, with a reason that the record
keeps (row I2).

What is first and what is moved on the day itself: `handlers.agenda.order`.
"""

from handlers.agenda.order import guidance
from handlers.grammar.command import Refused
from handlers.grammar.form_commands import form
from handlers.grammar.hints import read_by_others
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Scene, Turn
from handlers.people.told import PREPARING, occasion_of, tell_setters
from prompts.card import Button, Card, Choice, Field
from prompts.profile.agenda import AgendaPart
from prompts.words import say
from storage.tables import Step

_PART = "part:"


def ask_for_order(turn: Turn) -> Card:
    """Asks which part should come at another time, and why."""
    return _form(turn)


@form("setup.order_form", "setup.order", asks=ask_for_order, by=CHAIR, when=PREPARING)
def change_order(turn: Turn) -> None:
    """A part comes after another one. The reason is kept for the record."""
    faults = (
        {"after": say("agenda.order_itself")} if turn.value("after") == turn.value("part") else {}
    )
    typed = read_by_others(turn, _form(turn), faults)
    order = [part.id for part in parts_in_order(turn) if part.id != typed["part"]]
    order.insert(order.index(typed["after"]) + 1, typed["part"])
    occasion_of(turn).parts = ",".join(order)
    turn.keep_reason_once("order", _PART + typed["part"], typed["reason"])
    tell_setters(turn)


def parts_in_order(scene: Scene) -> list[AgendaPart]:
    """The parts in the order in which the chair wants them; as the profile has them, where nothing
    was moved.
    """
    occasion = scene.book.occasion
    wanted = occasion.parts.split(",") if occasion and occasion.parts else []
    parts = list(scene.profile.part)
    if {part.id for part in parts} != set(wanted):  # the profile has changed since
        return parts
    return sorted(parts, key=lambda part: wanted.index(part.id))


def is_reordered(scene: Scene) -> bool:
    """Whether the parts are not in the profile's order."""
    return parts_in_order(scene) != list(scene.profile.part)


def put_in_order(turn: Turn, steps: list[Step]) -> list[Step]:
    """The items of an agenda in that order; each reason is now about the first item of the part
    that it moved.
    """
    places = {part.id: place for place, part in enumerate(parts_in_order(turn))}
    steps = sorted(steps, key=lambda step: places[_part_of(turn, step)])
    for place, step in enumerate(steps):
        step.position = place
    for reason in turn.book.reasons("order"):
        moved = [step.id for step in steps if reason.target == _PART + _part_of(turn, step)]
        reason.target = moved[0] if moved else reason.target
    return steps


def _part_of(scene: Scene, step: Step) -> str:
    return scene.profile.part_of(step.question).id


def _form(turn: Turn) -> Card:
    first, *others = parts_in_order(turn)
    if len(others) < 2:
        raise Refused(Card(say("setting_up.one_order")))
    places = tuple(Choice(part.id, turn.in_words(part.title)) for part in (first, *others))
    fields = (
        Field("part", say("agenda.order_what"), "choice", required=True, choices=places[1:]),
        Field("after", say("setting_up.order_after"), "choice", required=True, choices=places),
        Field(
            "reason",
            say("agenda.order_why"),
            "lines",
            required=True,
            limit=turn.profile.limits.short,
        ),
    )
    return Card(
        say("agenda.order_title"),
        guidance(turn),
        fields,
        (Button(say("setting_up.keep"), "setup.order", style="main"),),
    )
