"""Buttons: what they send, and how.

A form opens as a dialog; where dialogs fail it comes as a card in the one-to-one chat.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.teams.text import Element
from handlers.grammar.registry import commands
from handlers.staff.office import office_commands
from prompts.card import Button
from prompts.words import say

DATA = "chairside"
IN_CHAT = "teams.in_chat"
PLAIN = "teams.plain"
START = "teams.start"
_IN_A_ROW = 3
# In letters, on a phone of 320 pixels: the widest row, and what is around the words of a button.
_WIDE = 38
_AROUND = 5


@dataclass(frozen=True)
class Surface:
    """Where a card is shown.

    `room` is where its presses belong, without the tenant. `key` tells two fillings-in of the same
    form
    apart; empty for a post. `post` is the post's id; `form` is the press that opened the form,
    "command|target". `dialog`: the card stands in a dialog. `dialogs`: its forms open in one.
    `shared`:
    everybody of the room reads it.
    """

    room: str
    key: str = ""
    post: str = ""
    form: str = ""
    dialog: bool = False
    dialogs: bool = True
    shared: bool = False


def post_rows(buttons: tuple[Button, ...], surface: Surface) -> list[Element]:
    """A post's buttons, a few in a row, what is most needed first; then the ways around dialogs."""
    order = sorted(buttons, key=lambda button: button.style != "main")
    actions = [post_action(button, surface) for button in order]
    if surface.dialogs and any(opens_form(button) for button in buttons):
        actions += _around_dialogs(order, surface)
    return rows(actions)


def rows(actions: list[Element]) -> list[Element]:
    """Buttons a few in a row, and a long one in a row of its own: a phone cuts off what does not
    fit.
    """
    made: list[list[Element]] = []
    for action in actions:
        last = made[-1] if made else []
        if (
            last
            and len(last) < _IN_A_ROW
            and sum(len(one["title"]) + _AROUND for one in (*last, action)) <= _WIDE
        ):
            last.append(action)
        else:
            made.append([action])
    return [{"type": "ActionSet", "actions": row} for row in made]


def post_action(button: Button, surface: Surface) -> Element:
    """A button of a post: it opens a form, or does something at once."""
    if opens_form(button) and surface.dialogs:
        return _submit(button, {"msteams": {"type": "task/fetch"}, **_data(button, surface)})
    return _execute(button, surface)


def form_actions(buttons: Iterable[Button], surface: Surface) -> list[Element]:
    """A form's buttons: the first sends what was filled in, the others only themselves."""
    made = []
    for n, button in enumerate(buttons):
        action = (
            _submit(button, _data(button, surface)) if surface.dialog else _execute(button, surface)
        )
        made.append(action if n == 0 else {**action, "associatedInputs": "none"})
    return made


def opens_form(button: Button) -> bool:
    """Whether a button shows something before anything is done."""
    entry, office = commands.get(button.command), office_commands.get(button.command)
    if entry is not None:
        return entry.window or not entry.changes
    return button.command == START or (office is not None and not office.changes)


def _around_dialogs(buttons: list[Button], surface: Surface) -> list[Element]:
    """In the channel: the form of the main button as a card of one's own.

    In one's own chat: all forms as cards from now on.
    """
    if not surface.shared:
        return [_execute(Button(say("teams.plain"), PLAIN), surface)]
    main = next(
        (button for button in buttons if button.style == "main" and opens_form(button)), None
    )
    if main is None:
        return []
    return [
        _execute(Button(say("teams.in_chat"), IN_CHAT, f"{main.command}|{main.target}"), surface)
    ]


def _execute(button: Button, surface: Surface) -> Element:
    """Answered at once and in private; an app too old for it sends a message instead."""
    data = _data(button, surface)
    action = {"type": "Action.Execute", "verb": button.command, "title": button.label, "data": data}
    return {
        **action,
        **_style(button),
        "fallback": {"type": "Action.Submit", "title": button.label, "data": data},
    }


def _submit(button: Button, data: Element) -> Element:
    return {"type": "Action.Submit", "title": button.label, "data": data, **_style(button)}


def _style(button: Button) -> Element:
    # Teams fills a destructive button with red: on every post it would shout, and in the end be
    # overlooked.
    return {"style": "positive"} if button.style == "main" else {}


def _data(button: Button, surface: Surface) -> Element:
    sent = {
        "c": button.command,
        "t": button.target,
        "r": surface.room,
        "k": surface.key,
        "p": surface.post,
        "f": surface.form,
    }
    return {DATA: {name: value for name, value in sent.items() if value}}
