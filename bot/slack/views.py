"""A card as a modal: a form sends its first button, the other buttons send only themselves."""

from bot.slack.blocks import part_groups, title_group
from bot.slack.fields import input_groups
from bot.slack.press import Buttons, SlackPress
from bot.slack.text import TITLE, Json, plain, size
from prompts.card import Card
from prompts.words import say

MOST_BLOCKS = 100


def view_of(card: Card, channel: str, link: str = "") -> Json:
    """The modal. `link` is the address of a page of one's own."""
    first, rest = (card.buttons[0], card.buttons[1:]) if _sends(card) else (None, card.buttons)
    groups = [title_group(card.title), *part_groups(card), *input_groups(card)]
    made = Buttons()
    blocks = [block for group in groups for block in group]
    blocks += [made.link(say("slack.open_page"), link)] if link else []
    blocks += made.rows(rest, channel)
    view: Json = {
        "type": "modal",
        "title": plain(say("slack.name"), TITLE),
        "close": plain(say("slack.close"), TITLE),
    }
    view |= {"blocks": blocks, "private_metadata": SlackPress("", "", channel).written}
    if first:
        label = first.label if size(first.label) <= TITLE else say("slack.send")
        press = SlackPress(first.command, first.target, channel)
        view |= {
            "submit": plain(label, TITLE),
            "private_metadata": press.written,
            "callback_id": "card",
        }
    return view


def fits(view: Json) -> bool:
    """Whether Slack takes the modal."""
    return len(view["blocks"]) <= MOST_BLOCKS


def _sends(card: Card) -> bool:
    """Whether the first button is the modal's own: a form's always, a lone one where its words fit
    there.
    """
    if card.fields:
        return bool(card.buttons)
    return len(card.buttons) == 1 and size(card.buttons[0].label) <= TITLE
