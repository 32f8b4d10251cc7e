"""Every control that was drawn in whole sample conferences: an old copy of it changes nothing, in
none of the three places.
"""

import html
import re
from collections.abc import Iterator
from functools import cache
from itertools import count

import pytest
from sqlalchemy import select

from bot.rehearsal.player import Player
from bot.rehearsal.setup import account_of
from bot.slack.press import MORE, Buttons, SlackPress, behind
from bot.spine.dispatch import Dispatcher
from bot.teams.actions import Surface, post_rows
from bot.teams.heard import IncomingActivity
from bot.web.render import Pages
from handlers.grammar.command import Command
from handlers.grammar.registry import NothingToShow, commands, draw
from prompts.card import Button, Card
from storage.book import CHANNEL, Book
from storage.database import Database
from storage.tables import Meeting, Post
from tests.bot.spine.test_every_press_twice import facts
from tests.kit.sample import sample
from tests.kit.teams_somebody import actions

ROOM = "web:old"
# What an old copy may still do, and why that harms nobody.
HARMLESS: dict[str, str] = {
    "agenda.paper": "opens a link of one's own",
    "board.link": "opens a link of one's own",
    "board.revoke": "ends one's own links",
    "letter.open": "opens a link of one's own",
    "record.open": "opens a link of one's own",
    "papers.revoke": "ends links, which can be made again",
    "prepare.tried": "somebody says again that their screen works",
}
Drawn = tuple[str, str, str]
_keys = count(1)
PAGES = Pages()
_PRESSING = (account_of("chair"), account_of("mum"), account_of("social_worker"))
_FIELD = re.compile(r'name="(command|target)" value="([^"]*)"')


@pytest.mark.parametrize("family", ["fennimore", "harrick"])
def test_an_old_copy_changes_nothing(sqlite_database: Database, family: str) -> None:
    with sample(sqlite_database, family, ROOM) as (dispatcher, a_second_passes):
        before: set[Drawn] = set()
        pressed: set[str] = set()
        item = ""
        for title in Player(dispatcher, ROOM).presses():
            a_second_passes()
            if title == item:
                continue
            item, drawn = title, set(all_drawn(dispatcher))
            pressed |= {command for _, command, _ in before - drawn}
            check_harm_nobody(dispatcher, before - drawn)
            before = drawn
    assert {"agenda.next", "agenda.back", "agenda.park", "pause.start", "ask.nudge"} <= pressed


def check_harm_nobody(dispatcher: Dispatcher, old: set[Drawn]) -> None:
    """What the item before had drawn, and is not drawn any more, changes nothing."""
    kept = facts(dispatcher.database)
    done = [
        (command, account)
        for account, command, target in sorted(old)
        if dispatcher.dispatch(Command(f"old-{next(_keys)}", command, account, ROOM, target)).done
    ]
    assert facts(dispatcher.database) == kept, done


def all_drawn(dispatcher: Dispatcher) -> Iterator[Drawn]:
    """Each button that does something at once, with whoever could press it: who pressed it, its
    command and target.
    """
    with dispatcher.database.read() as session:
        for post in session.scalars(select(Post)):
            book = Book(session, session.get_one(Meeting, post.meeting_id))
            viewer = None if post.audience == CHANNEL else book.person(post.audience)
            if viewer and viewer.account not in _PRESSING:
                continue
            accounts = [viewer.account] if viewer else list(_PRESSING)
            try:
                card = draw(dispatcher.scene(book, viewer), post.slot)
            except (NothingToShow, LookupError):
                continue
            check_every_place_carries_it(card.buttons)
            for button in card.buttons:
                if commands[button.command].changes and button.command not in HARMLESS:
                    yield from (
                        (account, button.command, button.target) for account in accounts if account
                    )


@cache
def check_every_place_carries_it(buttons: tuple[Button, ...]) -> None:
    """Room, Slack and Teams send back what a button was drawn for."""
    drawn = {(button.command, button.target) for button in buttons}
    assert drawn == set(in_the_room(buttons)) == set(in_slack(buttons)) == set(in_teams(buttons))


def in_the_room(buttons: tuple[Button, ...]) -> Iterator[tuple[str, str]]:
    page = PAGES.draw("reply.html.j2", card=Card("A card", buttons=buttons), link="", press="/x")
    for form in page.split("<form ")[1:]:
        sent = {name: html.unescape(value) for name, value in _FIELD.findall(form)}
        yield sent["command"], sent.get("target", "")


def in_slack(buttons: tuple[Button, ...]) -> Iterator[tuple[str, str]]:
    for row in Buttons().rows(buttons, "C1", fold=True):
        for element in row["elements"]:
            press = SlackPress.read(element["value"])
            assert press
            more = behind(press) if press.command == MORE else ()
            yield from (
                (b.command, b.target) for b in more or (Button("", press.command, press.target),)
            )


def in_teams(buttons: tuple[Button, ...]) -> Iterator[tuple[str, str]]:
    for action in actions(post_rows(buttons, Surface("19:room", shared=True))):
        press = IncomingActivity(
            {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action}}
        ).press
        if press and not press.command.startswith("teams."):
            yield press.command, press.target
