"""The fields of a form as inputs, each with a label, what to do when it is wrong, and what was
typed before.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.teams.text import Element, paragraph, plain, run
from prompts.card import Choice, Field
from prompts.direction import isolate
from prompts.words import say

PREFIX = "f."
# A tick is read by another name: what Teams sends for one that nobody touched depends on the app.
TICK = "t."
_ON = "yes"
_FEW = 6


def inputs(field: Field) -> list[Element]:
    """A field's elements: what was wrong with it, its hint, and the input."""
    above = [paragraph(run(field.error, bold=True, color="attention"))] if field.error else []
    if field.kind in ("choice", "choices") and not field.choices:
        return [
            *above,
            paragraph(run(field.label, bold=True)),
            paragraph(run(say("teams.no_choices")), close=True),
        ]
    hint = [paragraph(run(field.hint), close=True)] if field.hint else []
    return [*above, {**_KINDS[field.kind](field), **_common(field)}, *hint]


def input_id(field: Field) -> str:
    """The name under which a field's value comes back."""
    return (TICK if field.kind == "tick" else PREFIX) + field.name


def filled_in(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by the names of the fields.

    A tick is "yes", or it is not there: "false", "" and nothing are one.
    """
    words = {
        name.removeprefix(PREFIX): _typed(value)
        for name, value in data.items()
        if name.startswith(PREFIX)
    }
    return words | {
        name.removeprefix(TICK): _ON
        for name, value in data.items()
        if name.startswith(TICK) and value == _ON
    }


def _typed(value: Any) -> str:
    return value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""


def _common(field: Field) -> Element:
    common: Element = {"id": input_id(field), "label": isolate(plain(field.label))}
    if field.required:
        common |= {"isRequired": True, "errorMessage": say(f"forms.needed_{field.kind}")}
    return {**common, "value": field.value} if field.value else common


def _line(field: Field) -> Element:
    # A limit of the input would cut off what is pasted: the form comes back and says how much is
    # too much instead.
    return {"type": "Input.Text", "isMultiline": field.kind == "lines"}


def _choice(field: Field) -> Element:
    choices = [_option(choice) for choice in field.choices]
    style = (
        "filtered" if field.kind == "member" else "expanded" if len(choices) <= _FEW else "compact"
    )
    return {"type": "Input.ChoiceSet", "choices": choices, "style": style, "wrap": True}


def _member(field: Field) -> Element:
    """Somebody of the room; outside a room, anybody of the tenant, with Teams' own people
    picker.
    """
    if field.choices:
        return _choice(field)
    people = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    return {
        "type": "Input.ChoiceSet",
        "choices": [],
        "choices.data": people,
        "style": "compact",
        "wrap": True,
    }


def _choices(field: Field) -> Element:
    choices = [_option(choice) for choice in field.choices]
    return {
        "type": "Input.ChoiceSet",
        "choices": choices,
        "isMultiSelect": True,
        "style": "expanded",
        "wrap": True,
    }


def _score(field: Field) -> Element:
    words = {0: field.low, 10: field.high}
    numbers = [say("teams.score", n=n, words=words.get(n, "")) for n in range(11)]
    choices = [{"title": plain(title), "value": str(n)} for n, title in enumerate(numbers)]
    return {"type": "Input.ChoiceSet", "choices": choices, "style": "compact", "wrap": True}


def _date(_: Field) -> Element:
    return {"type": "Input.Date"}


def _tick(_: Field) -> Element:
    return {
        "type": "Input.Toggle",
        "title": say("teams.tick"),
        "valueOn": _ON,
        "valueOff": "no",
        "wrap": True,
    }


def _option(choice: Choice) -> Element:
    return {"title": isolate(plain(choice.label)), "value": choice.value}


_KINDS: dict[str, Callable[[Field], Element]] = {
    "line": _line,
    "lines": _line,
    "choice": _choice,
    "choices": _choices,
    "member": _member,
    "score": _score,
    "date": _date,
    "tick": _tick,
}
