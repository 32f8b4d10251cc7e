"""A card as messages: one, or several where Slack's limits ask for it, split between groups of
blocks.
"""

import json
from collections.abc import Iterable

from bot.slack.blocks import Group, part_groups, title_group
from bot.slack.press import Buttons
from bot.slack.text import Json, plain, shorten, size
from prompts.card import Card
from prompts.words import say

MOST_BLOCKS = 50
_MOST_TEXT = 9_000  # Slack gives no number for a whole message; it refuses far above this


def messages_of(card: Card, channel: str) -> list[list[Json]]:
    """The blocks of each message.

    The title stands first, with a short one on what goes on; the buttons stand last.
    """
    rows = Buttons().rows(card.buttons, channel, fold=True)
    packed = _packed(
        [*([block] for block in title_group(card.title)), *part_groups(card)],
        room_for=len(rows) + 1,
    )
    packed[-1] = [*packed[-1], *rows]
    return [blocks if n == 0 else [_goes_on(card), *blocks] for n, blocks in enumerate(packed)]


def text_size(blocks: Iterable[Json]) -> int:
    """How much text there is in blocks."""
    return sum(size(json.dumps(block, ensure_ascii=False)) for block in blocks)


def _packed(groups: list[Group], room_for: int) -> list[Group]:
    packed: list[Group] = [[]]
    for group in groups:
        together = [*packed[-1], *group]
        if packed[-1] and (
            len(together) + room_for > MOST_BLOCKS or text_size(together) > _MOST_TEXT
        ):
            packed.append(group)
        else:
            packed[-1] = together
    return packed


def _goes_on(card: Card) -> Json:
    return {
        "type": "context",
        "elements": [plain(say("slack.goes_on", title=shorten(card.title, 200)))],
    }
