"""Forms: what was typed is checked against the form's own fields, and comes back with what to do
where something is missing.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from handlers.grammar.command import AskBack
from prompts.card import Card, Field, Quote
from prompts.direction import without_controls
from prompts.words import say

# Days that people mean: what lies beyond them is a slip of the finger, and no limit can be counted
# from it.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)
# Begins the names of values that nobody typed.
OURS = "~"
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"(\w+:)?[0-9a-f]{32}\b|[\[{]")


def checked(
    form: Card, values: Mapping[str, str], errors: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What was typed into a form's fields, once all is in order.

    `errors` are the handler's own findings by field. Raises `AskBack` with the form, what was
    typed, and what to do.
    """
    typed = {
        field.name: without_controls(values.get(field.name, "")).strip() for field in form.fields
    }
    found = {
        field.name: fault for field in form.fields if (fault := _fault(field, typed[field.name]))
    }
    found = {**(errors or {}), **found}
    if found:
        fields = tuple(
            replace(f, value=typed[f.name], error=found.get(f.name, "")) for f in form.fields
        )
        raise AskBack(replace(form, fields=fields))
    return {name: value for name, value in typed.items() if value}


def filled(form: Card, values: Mapping[str, str]) -> Card:
    """The form with values already in it."""
    return replace(
        form,
        fields=tuple(
            replace(field, value=values.get(field.name, field.value)) for field in form.fields
        ),
    )


def with_what_was_typed(card: Card, values: Mapping[str, str]) -> Card:
    """Gives back what was typed, so that it can be sent again or said aloud; what was chosen by an
    id says nothing.
    """
    typed = "\n".join(
        value
        for name, value in values.items()
        if value.strip() and not _ID.match(value) and not name.startswith(OURS)
    )
    return (
        replace(card, parts=(*card.parts, Quote(typed, say("forms.you_typed")))) if typed else card
    )


def _fault(field: Field, typed: str) -> str:
    if not typed:
        return say(f"forms.needed_{field.kind}") if field.required else ""
    if field.limit and len(typed) > field.limit:
        return say("forms.too_long", over=len(typed) - field.limit, limit=field.limit)
    if field.kind == "score" and not (typed.isdecimal() and int(typed) <= 10):
        return say("forms.needed_score")
    if field.kind == "date":
        return _date_fault(typed)
    if field.kind in ("choice", "choices") and not set(typed.split(",")) <= {
        choice.value for choice in field.choices
    }:
        return say("forms.needed_choice")
    return ""


def typed_day(typed: str) -> date | None:
    """The day that was typed, as "2026-03-05"; None where it is no day, or none that people can
    mean.
    """
    day = _date(typed)
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _date_fault(typed: str) -> str:
    if typed_day(typed):
        return ""
    return say("forms.far_date") if _date(typed) else say("forms.needed_date")


def _date(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _ISO_DAY.fullmatch(typed) else None
    except ValueError:
        return None
