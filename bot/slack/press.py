"""Buttons: what a press carries.

The room travels with it, since a panel is pressed in a private message.
"""

import json
from dataclasses import dataclass
from itertools import count

from bot.chat.press import packed, unpacked
from bot.slack.text import BUTTON, Json, plain
from prompts.card import Button
from prompts.words import say

MORE = "more"
_FEW = 8  # more buttons than this are a wall on a phone: the rest stands behind one of them
_IN_ROW = 6
_VALUE = 2000
_STYLES = {"main": "primary", "danger": "danger"}


@dataclass(frozen=True)
class SlackPress:
    """A command, what it is about, and the channel of its conference."""

    command: str
    target: str
    channel: str

    @classmethod
    def read(cls, text: str | None) -> "SlackPress | None":
        """What `written` wrote; None for a button that is not one of ours, such as a link."""
        found = unpacked(text, 3)
        return cls(*found) if found else None

    @property
    def written(self) -> str:
        """For a button's value or a view's metadata."""
        return packed(self.command, self.target, self.channel)


class Buttons:
    """Makes the buttons of one message or view; every one has an id of its own there."""

    def __init__(self) -> None:
        self._number = count(1)

    def rows(self, buttons: tuple[Button, ...], channel: str, *, fold: bool = False) -> list[Json]:
        """The buttons; when there are many and `fold`, the first stand open and the rest behind one
        that shows them.
        """
        open_ones, rest = (
            _apart(buttons, channel) if fold and len(buttons) > _FEW else (buttons, ())
        )
        elements = [
            self._button(button, channel)
            for button in (*open_ones, *([_more(rest)] if rest else []))
        ]
        return [
            {"type": "actions", "elements": elements[n : n + 25]}
            for n in range(0, len(elements), 25)
        ]

    def link(self, label: str, address: str) -> Json:
        """A button that opens a page."""
        button = {
            "type": "button",
            "action_id": self._id(),
            "text": plain(label, BUTTON),
            "url": address,
            "style": "primary",
        }
        return {"type": "actions", "elements": [button]}

    def _button(self, button: Button, channel: str) -> Json:
        text, value = plain(button.label, BUTTON), _press(button, channel).written
        made: Json = {"type": "button", "action_id": self._id(), "text": text, "value": value}
        if button.style in _STYLES:
            made["style"] = _STYLES[button.style]
        return made

    def _id(self) -> str:
        return f"press.{next(self._number)}"


def behind(press: SlackPress) -> tuple[Button, ...]:
    """The buttons that stand behind one that shows more."""
    try:
        buttons = [(label, command, target) for label, command, target in json.loads(press.target)]
    except (ValueError, TypeError, RecursionError):
        return ()
    return tuple(Button(*button) for button in buttons if _are_texts(*button))


def _are_texts(*values: object) -> bool:
    return all(isinstance(value, str) for value in values)


def _apart(
    buttons: tuple[Button, ...], channel: str
) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Which stand open, and which behind: as many as one button can carry."""
    rest = tuple(button for button in buttons[_IN_ROW:] if button.style == "plain")
    while len(_press(_more(rest), channel).written) > _VALUE:
        rest = rest[1:]
    return tuple(button for button in buttons if button not in rest), rest


def _more(rest: tuple[Button, ...]) -> Button:
    return Button(
        say("slack.more"), MORE, json.dumps([[b.label, b.command, b.target] for b in rest])
    )


def _press(button: Button, channel: str) -> SlackPress:
    return SlackPress(button.command, button.target, channel)
