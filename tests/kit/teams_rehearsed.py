"""Every card of a rehearsal: each post as each audience gets it, and each form that a button on it
opens.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from bot.rehearsal.player import Player
from bot.teams.actions import Surface, opens_form
from bot.teams.cards import form, post
from bot.teams.text import Element
from handlers.grammar.command import Command
from prompts.card import Button, Card
from storage.database import Database
from tests.kit.conference import Conference

_ROOM = "19:abcdefabcdefabcdefabcdefabcdefab@thread.tacv2"
_ID = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Seen:
    """A card as it is sent, and where it stood."""

    where: str
    elements: list[Element]


def rehearsed(database: Database, family: str) -> Iterator[Seen]:
    """All that a rehearsal shows in Teams."""
    with closing(Conference(database, family)) as conference:
        wall = conference.wall
        seen: set[str] = set()
        for _ in _from_the_conference_to_the_reminders(conference):
            conference.deliver()
            for name, card in list(wall.stands.items()):
                if repr(card) not in seen:
                    seen.add(repr(card))
                    yield from _post(name, card)
                    yield from _forms(conference, card, seen)


def _from_the_conference_to_the_reminders(conference: Conference) -> Iterator[None]:
    """Press by press through the conference, day by day to the core group, through that one, and on
    until actions are late.
    """
    yield
    yield from _presses(conference)
    yield from _days(conference, 9)
    conference.meets_again("core_group.begin", "social_worker")
    yield from _presses(conference)
    yield from _days(conference, 30)


def _presses(conference: Conference) -> Iterator[None]:
    for _ in Player(conference.dispatcher, conference.room).presses():
        conference.passes(seconds=1)
        yield


def _days(conference: Conference, days: int) -> Iterator[None]:
    for _ in range(days):
        conference.passes(minutes=24 * 60)
        conference.ticks()
        yield


def _post(name: str, card: Card) -> Iterator[Seen]:
    for surface in (
        Surface(_ROOM, post=_ID, shared=True),
        Surface(_ROOM, post=_ID),
        Surface(_ROOM, post=_ID, dialogs=False),
    ):
        yield Seen(f"{name} {card.title}", post(card, surface))


def _forms(conference: Conference, card: Card, seen: set[str]) -> Iterator[Seen]:
    """What opens for the first who may open it."""
    for button in card.buttons:
        if opens_form(button) and f"{button.command} {button.target}" not in seen:
            seen.add(f"{button.command} {button.target}")
            if opened := _opened(conference, button):
                dialog, own = (
                    Surface(_ROOM, key=_ID, dialog=True),
                    Surface(_ROOM, key=_ID, dialogs=False),
                )
                yield Seen(
                    f"form {button.command} {opened.title}",
                    [form(opened, dialog), form(opened, own)],
                )


def _opened(conference: Conference, button: Button) -> Card | None:
    for person in conference.people():
        command = Command("look", button.command, person.account, conference.room, button.target)
        reply = conference.dispatcher.dispatch(command)
        if reply.card and (reply.card.fields or reply.done):
            return reply.card
    return None
