"""Dialogs (task/fetch, task/submit): a form opens over the channel, for one person alone, and
closes when all is in.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.teams.actions import Surface
from bot.teams.cards import CONTENT_TYPE, form, linked
from bot.teams.desk import TeamsDesk
from bot.teams.heard import IncomingActivity, TeamsPress
from bot.teams.text import Element
from handlers.grammar.command import AS_IT_WAS, Reply
from prompts.card import Card, Text
from prompts.words import say

_TITLE = 60


class Dialogs:
    """Opens dialogs and takes what they send."""

    def __init__(self, desk: TeamsDesk, address: Callable[[str], str]) -> None:
        """`address` makes a page's address from a reply's link."""
        self._desk = desk
        self._address = address

    async def fetch(self, heard: IncomingActivity, press: TeamsPress) -> dict[str, Any]:
        """A dialog for a button."""
        reply = await self._desk.do(heard, press)
        press = replace(press, form=f"{press.command}|{press.target}")
        return self._answer(heard, press, reply, key=heard.id) or _goes_on(
            Card(say("teams.done_title"), (Text(say("teams.done")),))
        )

    async def submit(self, heard: IncomingActivity, press: TeamsPress) -> dict[str, Any] | None:
        """What a dialog sent:

        None closes it, a form that needs another look stays open with all that was typed.
        """
        reply = await self._desk.do(heard, press)
        if reply == AS_IT_WAS:
            return await self._as_it_was(heard, press)
        asked_again = bool(reply.card and reply.card.fields and not reply.done)
        return self._answer(heard, press, reply, key=press.key if asked_again else heard.id)

    async def _as_it_was(self, heard: IncomingActivity, press: TeamsPress) -> dict[str, Any] | None:
        """After a quiet press the same form stands there.

        Asking for it once more changes nothing.
        """
        command, _, target = press.form.partition("|")
        wanted = replace(press, command=command, target=target, values={})
        return self._answer(heard, press, await self._desk.do(heard, wanted), key=press.key)

    def _answer(
        self, heard: IncomingActivity, press: TeamsPress, reply: Reply, key: str
    ) -> dict[str, Any] | None:
        if reply.link:
            card = reply.card or Card(say("teams.link_title"), (Text(say("teams.link_text")),))
            return _shown(card, linked(card, self._address(reply.link)))
        if reply.card is None:
            return None
        room = self._desk.room_of(heard, press).rpartition("/")[2]
        return _goes_on(reply.card, Surface(room, key=key, form=press.form, dialog=True))


def done_card() -> Card:
    """Says that all is in."""
    return Card(say("teams.done_title"), (Text(say("teams.done")),))


def _goes_on(card: Card, surface: Surface | None = None) -> dict[str, Any]:
    return _shown(card, form(card, surface or Surface("", dialog=True)))


def _shown(card: Card, element: Element) -> dict[str, Any]:
    title = card.title if len(card.title) <= _TITLE else card.title[: _TITLE - 1] + "…"
    inside = {"contentType": CONTENT_TYPE, "content": element}
    return {
        "task": {
            "type": "continue",
            "value": {"title": title, "height": "large", "width": "medium", "card": inside},
        }
    }
