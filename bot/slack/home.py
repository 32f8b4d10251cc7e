"""The home page and the shortcut: my conferences, what I am asked now, and what I said I
would do.
"""

import asyncio
import logging
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.own import Own
from bot.slack.accounts import account_of, channel_of
from bot.slack.blocks import part_groups, title_group
from bot.slack.press import Buttons
from bot.slack.text import TITLE, Json, plain
from bot.slack.views import MOST_BLOCKS
from bot.slack.windows import FAULTS, Window, Windows, code_of
from handlers.meeting.mine import MyConference
from prompts.card import Bullets, Button, Card, Heading, Part, Text
from prompts.words import say

log = logging.getLogger(__name__)


_OFFICE = (Button(say("staff.title"), "staff.list"),)


class Home:
    """Shows somebody what is theirs over all their conferences in this workspace."""

    def __init__(self, own: Own, client: AsyncWebClient, windows: Windows, team: str) -> None:
        self._own = own
        self._client = client
        self._windows = windows
        self._team = team

    async def show(self, window: Window) -> None:
        """In a window."""
        blocks = await self._blocks(window.user)
        close = {
            "title": plain(say("slack.name"), TITLE),
            "close": plain(say("slack.close"), TITLE),
        }
        await self._windows.open(window, {"type": "modal", **close, "blocks": blocks})

    async def publish(self, user: str, after: "asyncio.Task[Any] | None" = None) -> None:
        """On the home page; `after` something that changes it."""
        if after:
            await after
        try:
            await self._client.views_publish(
                user_id=user, view={"type": "home", "blocks": await self._blocks(user)}
            )
        except FAULTS as fault:
            log.warning("a home page could not be shown: %s", code_of(fault))

    async def _blocks(self, user: str) -> list[Json]:
        account = account_of(self._team, user)
        found = await self._own.conferences(account)
        return own_blocks(found, _OFFICE if await self._own.manages(account) else ())


def own_blocks(found: list[MyConference], office: tuple[Button, ...] = ()) -> list[Json]:
    """The newest conferences first; what has no room is said, not dropped in silence.

    `office` is for managers.
    """
    made, blocks = Buttons(), title_group(say("slack.mine"))
    blocks += made.rows(office, "")
    blocks += _blocks(Text(say("slack.help")) if not found else Text(say("slack.mine_text")))
    for one in found:
        more = _one(one, made)
        if len(blocks) + len(more) >= MOST_BLOCKS:
            return [*blocks, *_blocks(Text(say("slack.mine_more")))]
        blocks += more
    return blocks


def _one(one: MyConference, made: Buttons) -> list[Json]:
    parts: list[Part] = [Heading(one.title), Text(one.state)]
    if one.asked:
        parts += [Heading(say("slack.mine_asked")), Text(one.asked)]
    blocks = [{"type": "divider"}, *_blocks(*parts), *made.rows(one.buttons, channel_of(one.room))]
    return (
        [*blocks, *_blocks(Heading(say("slack.mine_actions")), Bullets(one.actions))]
        if one.actions
        else blocks
    )


def _blocks(*parts: Part) -> list[Json]:
    return [block for group in part_groups(Card("", parts)) for block in group]
