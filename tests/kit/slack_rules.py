"""Block Kit's rules, as Slack's reference states them: what slack_sdk's own models check, and what
they miss.
"""

import re
from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

# A link that dials, the one mark of ours with angle brackets in it.
_CALL = re.compile(r"<tel:[0-9]+\|(Call)>")

_INPUTS = {
    "plain_text_input",
    "static_select",
    "multi_static_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "users_select",
}


def check_message(message: Json) -> None:
    """A message that Slack takes, and whose notification says something."""
    blocks = message["blocks"]
    assert 1 <= len(blocks) <= 50
    assert 0 < units(message["text"]) <= 4000
    assert sum(units(text) for text in words_of(blocks)) < 13_000
    assert not [block for block in blocks if block["type"] == "input"]
    _check_blocks(blocks)


def check_view(view: Json) -> None:
    """A modal or a home page that Slack takes."""
    assert set(view) <= {
        "type",
        "title",
        "submit",
        "close",
        "blocks",
        "private_metadata",
        "callback_id",
    }
    assert len(view["blocks"]) <= 100
    assert units(view.get("private_metadata", "")) <= 3000
    assert units(view.get("callback_id", "")) <= 255
    if view["type"] == "modal":
        for name in {"title", "submit", "close"} & set(view):
            _text(view[name], 24, plain=True)
        assert "title" in view
        assert "submit" in view or not [
            block for block in view["blocks"] if block["type"] == "input"
        ]
    _check_blocks(view["blocks"])
    whole = View(
        **{name: value for name, value in view.items() if name != "blocks"}, blocks=view["blocks"]
    )
    whole.validate_json()


def _check_blocks(blocks: list[Json]) -> None:
    for block, model in zip(blocks, Block.parse_all(blocks), strict=True):
        assert model is not None
        model.validate_json()
        _CHECKS[block["type"]](block)
    _unique([block["block_id"] for block in blocks if "block_id" in block])
    actions = [
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]
    _unique(actions)


def _section(block: Json) -> None:
    assert ("text" in block) != ("fields" in block)
    if "text" in block:
        _text(block["text"], 3000)
    for field in block.get("fields", []):
        _text(field, 2000)
    assert len(block.get("fields", [0])) in range(1, 11)


def _header(block: Json) -> None:
    _text(block["text"], 150, plain=True)


def _image(block: Json) -> None:
    assert set(block) <= {"type", "block_id", "slack_file", "alt_text", "title"}
    assert set(block["slack_file"]) == {"id"}
    assert 1 <= units(block["alt_text"]) <= 2000


def _divider(block: Json) -> None:
    assert set(block) <= {"type", "block_id"}


def _context(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 10
    for element in block["elements"]:
        _text(element, 3000)


def _actions(block: Json) -> None:
    assert 1 <= len(block["elements"]) <= 25
    for element in block["elements"]:
        assert element["type"] == "button"
        _text(element["text"], 75, plain=True)
        assert units(element.get("value", "")) <= 2000
        assert not set("<>&") & set(element.get("value", ""))
        assert units(element["action_id"]) <= 255
        assert element.get("style") in (None, "primary", "danger")


def _input(block: Json) -> None:
    _text(block["label"], 2000, plain=True)
    if "hint" in block:
        _text(block["hint"], 2000, plain=True)
    assert units(block["block_id"]) <= 255
    element = block["element"]
    assert element["type"] in _INPUTS
    options = list(_options(element))
    if element["type"] in ("radio_buttons", "checkboxes"):
        assert 1 <= len(options) <= 10
    elif "select" in element["type"] and element["type"] != "users_select":
        assert options
        assert len(element.get("options", [])) <= 100
        assert len(element.get("option_groups", [])) <= 100
    _unique([option["value"] for option in options])
    for option in options:
        _text(option["text"], 75, plain=True)
        assert 1 <= units(option["value"]) <= 150
    for initial in [element.get("initial_option"), *element.get("initial_options", [])]:
        assert initial is None or initial in options
    assert units(element.get("initial_value", "")) <= element.get("max_length", 3000) <= 3000


def _options(element: Json) -> Iterator[Json]:
    for group in element.get("option_groups", []):
        assert 1 <= len(group["options"]) <= 100
        _text(group["label"], 75, plain=True)
        yield from group["options"]
    yield from element.get("options", [])


def _text(text: Json, most: int, *, plain: bool = False) -> None:
    assert text["type"] in (("plain_text",) if plain else ("plain_text", "mrkdwn"))
    assert 1 <= units(text["text"]) <= most
    assert text["text"].strip()
    if text["type"] == "mrkdwn":
        inside = (
            _CALL.sub(r"\1", text["text"])
            .replace("&amp;", "")
            .replace("&lt;", "")
            .replace("&gt;", "")
        )
        assert not set("<>&") & set(inside), "not escaped, or escaped twice"


def words_of(blocks: list[Json]) -> list[str]:
    """All texts in blocks."""
    found: list[str] = []
    stack: list[Any] = list(reversed(blocks))
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            if one.get("type") in ("plain_text", "mrkdwn"):
                found.append(one["text"])
            else:
                stack.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            stack.extend(reversed(one))
    return found


def units(text: str) -> int:
    """A length as JavaScript counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _unique(names: list[str]) -> None:
    assert len(names) == len(set(names))


_CHECKS = {
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": _divider,
    "image": _image,
    "header": _header,
}
