"""Changing the order of the agenda: an item or a whole part comes at another time, and the reason
is kept (row I2).
"""

from handlers.grammar.command import Refused
from handlers.grammar.form_commands import moving_form
from handlers.grammar.hints import read_by_others
from handlers.grammar.roles import CHAIR
from handlers.grammar.scene import Turn
from prompts.card import Bullets, Button, Card, Choice, Field, Part, Text
from prompts.words import say
from storage.tables import Step, StepState

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
        {"after": say("agenda.order_itself")} if any(step.id == after for step in moved) else {}
    )
    typed = read_by_others(turn, form, faults)
    turn.keep_reason("order", moved[0].id, typed["reason"])
    for step in moved:
        step.state = StepState.WAITING
    others = [step for step in turn.meeting.steps if step not in moved]
    place = next(place for place, step in enumerate(others) if step.id == after) + 1
    _put(turn, [*others[:place], *moved, *others[place:]])


def _put(turn: Turn, steps: list[Step]) -> None:
    for place, step in enumerate(steps):
        step.position = place
    turn.meeting.steps.sort(key=lambda step: step.position)


def _moved(turn: Turn, chosen: str) -> list[Step]:
    """What was chosen: one item, or what is left of a part, in its order."""
    later = [step for step in turn.meeting.steps if step.state in _LATER]
    if not chosen.startswith(_PART):
        return [step for step in later if step.id == chosen]
    return [
        step
        for step in later
        if turn.profile.part_of(step.question).id == chosen.removeprefix(_PART)
    ]


def _form(turn: Turn) -> Card:
    now = turn.book.current
    if now is None:
        raise Refused(Card(title=say("agenda.nothing_open")))
    later = [step for step in turn.meeting.steps if step.state in _LATER]
    items = tuple(Choice(step.id, turn.title(step)) for step in later)
    places = (Choice(now.id, say("agenda.order_now", item=turn.title(now))), *items)
    fields = (
        Field(
            "step",
            say("agenda.order_what"),
            "choice",
            required=True,
            choices=(*items, *_parts(turn, later)),
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


def _parts(turn: Turn, later: list[Step]) -> tuple[Choice, ...]:
    """Parts of which several items are still to come."""
    left = {
        part.id: [step for step in later if turn.profile.part_of(step.question) is part]
        for part in turn.profile.part
    }
    return tuple(
        Choice(
            _PART + part.id, say("agenda.order_part", part=turn.words(left[part.id][0], part.title))
        )
        for part in turn.profile.part
        if len(left[part.id]) > 1
    )


def guidance(turn: Turn) -> tuple[Part, ...]:
    """What the profile tells a chair who changes the order."""
    words = turn.profile.order
    return (Text(words.title, strong=True), Bullets(words.say)) if words else ()
