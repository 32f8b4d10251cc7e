"""Changing the order of the agenda: an item or a whole part comes at another time, and the reason
is kept (row I2).
"""

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.hints import read_by_others
from handlers.grammar.items import Item, current_item, items
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Turn
from prompts.card import Bullets, Button, Card, Choice, Field, Part, Text
from prompts.profile.agenda import AgendaPart
from prompts.words import say
from storage.tables import StepState

_LATER = (StepState.WAITING, StepState.PARKED)
_PART = "part:"


def ask_what_next(turn: Turn) -> Card:
    """Asks the chair what to take at another time, when, and why."""
    return _form(turn)


@moving_form("agenda.order_form", "agenda.order", asks=ask_what_next, by=CHAIR)
def change_order(turn: Turn) -> None:
    """Takes an item, or all that is left of a part, after another item: next, if nothing else is
    said.
    """
    form = _form(turn)
    moved = _moved(turn, turn.value("step"))
    after = turn.value("after") or turn.meeting.step_id
    faults = (
        {"after": say("agenda.order_itself")} if any(item.id == after for item in moved) else {}
    )
    typed = read_by_others(turn, form, faults)
    turn.keep_reason("order", moved[0].id, typed["reason"])
    others = [item for item in items(turn) if item not in moved]
    place = next(place for place, item in enumerate(others) if item.id == after) + 1
    _put(turn, [*others[:place], *moved, *others[place:]])
    for step in (step for item in moved for step in item.steps):
        step.state = StepState.WAITING


def _put(turn: Turn, order: list[Item]) -> None:
    steps = [step for item in order for step in item.steps]
    for place, step in enumerate(steps):
        step.position = place
    turn.meeting.steps.sort(key=lambda step: step.position)


def _moved(turn: Turn, chosen: str) -> list[Item]:
    """What was chosen: one item, or what is left of a part, in its order."""
    later = _later(turn)
    if not chosen.startswith(_PART):
        return [item for item in later if item.id == chosen]
    return [item for item in later if _part(turn, item).id == chosen.removeprefix(_PART)]


def _later(turn: Turn) -> list[Item]:
    return [item for item in items(turn) if item.state in _LATER]


def _part(turn: Turn, item: Item) -> AgendaPart:
    return turn.profile.part_of(item.first.question)


def _form(turn: Turn) -> Card:
    now = current_item(turn)
    if now is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    later = _later(turn)
    waiting = tuple(Choice(item.id, item.title) for item in later)
    places = (Choice(now.id, say("agenda.order_now", item=now.title)), *waiting)
    fields = (
        Field(
            "step",
            say("agenda.order_what"),
            "choice",
            required=True,
            choices=(*waiting, *_parts(turn, later)),
        ),
        Field(
            "reason",
            say("agenda.order_why"),
            "lines",
            required=True,
            limit=turn.profile.limits.short,
        ),
        Field("after", say("agenda.order_after"), "choice", choices=places, value=now.id),
    )
    send = Button(say("agenda.order"), "agenda.order", style="main")
    return Card(say("agenda.order_title"), guidance(turn), fields, (send,))


def _parts(turn: Turn, later: list[Item]) -> tuple[Choice, ...]:
    """Parts of which several items are still to come."""
    left = {
        part.id: [item for item in later if _part(turn, item) is part] for part in turn.profile.part
    }
    return tuple(
        Choice(
            _PART + part.id,
            say("agenda.order_part", part=turn.words(left[part.id][0].first, part.title)),
        )
        for part in turn.profile.part
        if len(left[part.id]) > 1
    )


def guidance(turn: Turn) -> tuple[Part, ...]:
    """What the profile tells a chair who changes the order."""
    words = turn.profile.order
    return (Text(words.title, strong=True), Bullets(words.say)) if words else ()
