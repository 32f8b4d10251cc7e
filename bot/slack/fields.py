"""A form's fields as input blocks, and what was filled in as values."""

import zlib
from collections.abc import Mapping
from datetime import date

from bot.slack.accounts import account_of, user_of
from bot.slack.blocks import Group
from bot.slack.text import INPUT, LABEL, OPTION, Json, head_of, pieces, plain, size
from prompts.card import Card, Choice, Field
from prompts.words import say

_NONE, _YES = "-", "yes"
_RADIO = 10
_GROUP = 100


def input_groups(form: Card) -> list[Group]:
    """An input block for each field, with what must be read before it."""
    return [[*_before(field), _block(form, field)] for field in form.fields]


def block_id(form: Card, field: Field) -> str:
    """A field's id in a view.

    Slack keeps what was typed into a block of the same id, so it differs from form to form.
    """
    told = "/".join(f"{button.command}:{button.target}" for button in form.buttons[:1])
    return f"{zlib.crc32(told.encode()):08x}.{field.name}"


def field_name(block: str) -> str:
    """The field's name in a block's id."""
    return block.partition(".")[2]


def values_of(state: Mapping[str, Mapping[str, Json]], team: str) -> dict[str, str]:
    """What was filled in, by the names of the fields; what was left empty is left out."""
    found = {
        field_name(block): _value(element, team)
        for block, elements in state.items()
        for element in elements.values()
    }
    return {name: value for name, value in found.items() if name and value}


def _value(element: Json, team: str) -> str:
    match element.get("type"):
        case "plain_text_input":
            return str(element.get("value") or "")
        case "checkboxes" | "multi_static_select":
            return ",".join(option["value"] for option in element.get("selected_options") or [])
        case "datepicker":
            return str(element.get("selected_date") or "")
        case "users_select":
            return (
                account_of(team, element["selected_user"]) if element.get("selected_user") else ""
            )
        case _:
            chosen = (element.get("selected_option") or {}).get("value", "")
            return "" if chosen == _NONE else str(chosen)


def _before(field: Field) -> Group:
    """The ends of a scale; labels that an option has no room for; what must be put right, when the
    form is shown anew.
    """
    texts = (
        [say("slack.ends", low=field.low, high=field.high)]
        if field.kind == "score" and field.low
        else []
    )
    if any(size(choice.label) > OPTION for choice in field.choices):
        texts += ["\n".join(f"• {choice.label}" for choice in field.choices)]
    if size(field.label) > LABEL:
        texts.append(field.label)
    blocks: Group = [
        {"type": "section", "text": plain(piece)} for text in texts for piece in pieces(text)
    ]
    return (
        [*blocks, {"type": "context", "elements": [plain(field.error)]}] if field.error else blocks
    )


def _block(form: Card, field: Field) -> Json:
    block: Json = {
        "type": "input",
        "block_id": block_id(form, field),
        "label": plain(field.label, LABEL),
        "element": {"action_id": "filled", **_element(field)},
        "optional": not field.required,
    }
    if field.hint:
        block["hint"] = plain(field.hint, LABEL)
    return block


def _element(field: Field) -> Json:
    match field.kind:
        case "line" | "lines":
            element: Json = {
                "type": "plain_text_input",
                "multiline": field.kind == "lines",
                "max_length": INPUT,
            }
            return element | ({"initial_value": head_of(field.value, INPUT)} if field.value else {})
        case "date":
            return {"type": "datepicker"} | (
                {"initial_date": field.value} if _is_date(field.value) else {}
            )
        case "member":
            user = user_of(field.value)
            return {"type": "users_select"} | ({"initial_user": user} if user else {})
        case "tick":
            return _several((Choice(_YES, say("slack.yes")),), field.value)
        case "score":
            return _one(tuple(Choice(str(n), str(n)) for n in range(11)), field)
        case "choices":
            return _several(field.choices, field.value)
        case "choice":
            return _one(field.choices, field)


def _one(choices: tuple[Choice, ...], field: Field) -> Json:
    """One of several.

    Nothing can be taken back in Slack once it is chosen, so "none" is a choice where that is
    allowed.
    """
    options = _options(choices if field.required else (Choice(_NONE, say("slack.none")), *choices))
    chosen = [option for option in options if option["value"] == field.value]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if len(options) <= _RADIO and field.kind != "score":
        return {"type": "radio_buttons", "options": options, **initial}
    return {
        "type": "static_select",
        "placeholder": plain(say("slack.choose"), 150),
        **_offered(options),
        **initial,
    }


def _several(choices: tuple[Choice, ...], value: str) -> Json:
    options = _options(choices)
    chosen = [option for option in options if option["value"] in value.split(",")]
    initial = {"initial_options": chosen} if chosen else {}
    if len(options) <= _RADIO:
        return {"type": "checkboxes", "options": options, **initial}
    return {
        "type": "multi_static_select",
        "placeholder": plain(say("slack.choose"), 150),
        **_offered(options),
        **initial,
    }


def _options(choices: tuple[Choice, ...]) -> list[Json]:
    return [{"text": plain(choice.label, OPTION), "value": choice.value} for choice in choices] or [
        {"text": plain(say("slack.none"), OPTION), "value": _NONE}
    ]


def _offered(options: list[Json]) -> Json:
    """A menu holds a hundred; more are put into groups of a hundred."""
    if len(options) <= _GROUP:
        return {"options": options}
    chunks = [options[n : n + _GROUP] for n in range(0, len(options), _GROUP)]
    return {
        "option_groups": [
            {"label": plain(f"{n * _GROUP + 1}–{n * _GROUP + len(c)}"), "options": c}
            for n, c in enumerate(chunks)
        ]
    }


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
