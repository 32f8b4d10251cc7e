"""Presses in the rehearsal room: a button or a form becomes a command; the reply is shown to the
one who pressed.

With a script the page fetches the reply; without one it is a page of its own, and what is done
leads back to the room.
"""

import json
import re
from collections.abc import Mapping

from aiohttp import web

from bot.rehearsal.player import Player
from bot.rehearsal.room.door import SignIn
from bot.rehearsal.room.seat import NoSuchSeat, Seat, meeting_of, see
from bot.rehearsal.time import RehearsedTime, TimeSkipped
from bot.spine.dispatch import Dispatcher
from bot.web.bodies import form_of
from bot.web.links import PageLinks
from bot.web.render import Pages
from bot.web.views import now_words
from handlers.grammar.command import Command, Reply
from handlers.grammar.registry import RUNNING, commands
from handlers.grammar.scene import Scene
from prompts.card import Card, Text
from prompts.words import say
from storage.room_names import part_of

_KEY = re.compile(r"[0-9a-z-]{8,64}")
_VALUE = "v."
_FETCHED = "X-Fetched"


class Presses:
    """What can be pressed."""

    def __init__(
        self, dispatcher: Dispatcher, pages: Pages, links: PageLinks, door: SignIn
    ) -> None:
        self._dispatcher = dispatcher
        self._pages = pages
        self._links = links
        self._door = door
        self._time = RehearsedTime(dispatcher)

    async def press(self, request: web.Request) -> web.Response:
        """A button of a card, or a form."""
        seat = await self._taken(request)
        form = await form_of(request)
        key = f"{seat.room}:{seat.person}:{key_of(form)}"
        room = seat.speaking_to(request)
        command = Command(
            key, sent_from_a_seat(form), seat.account, room, form.get("target", ""), _values(form)
        )
        return self._answer(request, seat, await self._dispatcher.send(command))

    async def play(self, request: web.Request) -> web.Response:
        """Has the sample people answer: one of them, or all to the end of the item."""
        seat = await self._taken(request)
        form = await form_of(request)
        player = Player(self._dispatcher, seat.room, without=seat.person)
        played = await self._dispatcher.run(
            player.play_one if form.get("how") == "one" else player.play_item
        )
        words = "" if played else say("room.play_yours")
        return self._answer(
            request, seat, Reply(Card(say("room.play_title"), (Text(words),)) if words else None)
        )

    async def time(self, request: web.Request) -> web.Response:
        """Lets time go on in this rehearsal: to the next thing that is due, or a day."""
        seat = await self._taken(request)
        form = await form_of(request)
        card = await self._dispatcher.run(lambda: self._time_goes_on(seat, form.get("how", "")))
        response = self._answer(request, seat, Reply(card))
        response.headers["X-Now"] = await self._dispatcher.run(
            lambda: self._dispatcher.look(
                seat.room, None, lambda scene: say("room.now", now=now_words(scene))
            )
        )
        return response

    def _time_goes_on(self, seat: Seat, how: str) -> Card:
        if self._dispatcher.look(seat.room, None, lambda scene: scene.meeting.state in RUNNING):
            return Card(say("room.time_title"), (Text(say("room.time_waits")),))
        passed = (
            self._time.a_day_later(seat.room)
            if how == "day"
            else self._time.to_the_next_thing(seat.room)
        )
        if passed is None:
            return Card(say("room.time_title"), (Text(say("room.time_nothing")),))
        return self._dispatcher.look(seat.room, None, lambda scene: passed_card(scene, passed))

    async def _taken(self, request: web.Request) -> Seat:
        seat = Seat.of(request)
        try:
            await self._dispatcher.run(lambda: see(self._dispatcher, seat, lambda *_: None))
        except NoSuchSeat as fault:
            raise web.HTTPNotFound from fault
        return seat

    def _answer(self, request: web.Request, seat: Seat, reply: Reply) -> web.Response:
        fetched = _FETCHED in request.headers
        done = {"X-Done": json.dumps(reply.done), **({"X-Go": seat.onwards} if reply.room else {})}
        if reply.room and not fetched:
            raise web.HTTPSeeOther(seat.onwards)
        if reply.card is None and not reply.link:
            if fetched:
                return web.Response(status=204, headers=done)
            raise web.HTTPSeeOther(seat.newest)
        card = reply.card or Card(say("room.link_title"), (Text(say("room.link_text")),))
        facts = {
            "card": card,
            "link": self._links.address_at(self._door.address(request), reply.link),
            "press": _press(request, seat),
            "back": seat.newest,
        }
        text = self._pages.draw("reply.html.j2" if fetched else "reply_page.html.j2", **facts)
        return web.Response(text=text, content_type="text/html", headers=done)


def passed_card(scene: Scene, passed: TimeSkipped) -> Card:
    """What day it is now in the rehearsal, and who was told something on the way."""
    people = {
        person.id: person.name
        for book in (*scene.book.earlier, scene.book)
        for person in book.people
    }
    names = list(dict.fromkeys(people[person] for person in passed.told if person in people))
    now = say("room.now", now=now_words(scene))
    return Card(
        say("room.time_title"), (Text(now, strong=True), Text(say("room.time_told", names=names)))
    )


def _press(request: web.Request, seat: Seat) -> str:
    """Where a reply's own buttons send to: the meeting, or the closed part, that was spoken to."""
    part, press = part_of(seat.speaking_to(request)), seat.press(meeting_of(request, "of"))
    return f"{press}&part={part}" if part else press


def sent_from_a_seat(form: Mapping[str, str]) -> str:
    """The command that was pressed; "" for one that no seat may send: those that open a meeting are
    the start page's.
    """
    name = form.get("command", "")
    entry = commands.get(name)
    return "" if entry is None or entry.opening else name


def key_of(form: Mapping[str, str]) -> str:
    """The key that was made when the form was drawn."""
    key = form.get("key", "")
    if not _KEY.fullmatch(key):
        raise web.HTTPNotFound
    return key


def _values(form: Mapping[str, str]) -> dict[str, str]:
    return {
        name.removeprefix(_VALUE): value for name, value in form.items() if name.startswith(_VALUE)
    }
