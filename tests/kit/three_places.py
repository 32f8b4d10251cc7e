"""A script in three places: the rehearsal room, Slack and Teams. There, every press is a request as
the service sends it.

What a form holds is read from the program; what is pressed and filled in goes through the service
and back.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Protocol, TypeVar

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.rehearsal.player import Player
from bot.rehearsal.setup import setup_of
from bot.slack.press import SlackPress
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Parcel, Platform
from bot.spine.watch import WatchedPlatform
from bot.teams.actions import DATA
from bot.teams.channel import TeamsChannel
from handlers.before.apart import to_be_apart
from handlers.grammar.command import Command, Reply
from handlers.grammar.hints import CHOICE
from handlers.grammar.registry import commands
from handlers.grammar.room_seen import RoomSeen
from handlers.grammar.scene import Scene
from prompts.words import say
from storage.database import Database
from storage.room import ROOM
from tests.bot.teams.conftest import NoPace
from tests.kit.conference import PROFILES, Wall
from tests.kit.naming import named
from tests.kit.preparing import BeforeTheDay
from tests.kit.slack_people import account as slack_account
from tests.kit.slack_people import buttons_of, value
from tests.kit.slack_room import CHANNEL as SLACK_CHANNEL
from tests.kit.slack_room import ROOM as SLACK_ROOM
from tests.kit.slack_room import SlackRoomUnderTest, in_slack, user_of
from tests.kit.slack_server import BOT as SLACK_BOT
from tests.kit.slack_server import Json
from tests.kit.teams_microsoft import BOT as TEAMS_BOT
from tests.kit.teams_microsoft import TENANT, Microsoft
from tests.kit.teams_somebody import CHANNEL as TEAMS_CHANNEL
from tests.kit.teams_somebody import Somebody

T = TypeVar("T")

# The forms of commands that are not named after them.
_FORMS = {"prepare.tried": "", "prepare.tried_others": "prepare.tried_form"}


class InRoom(BeforeTheDay):
    """The rehearsal room."""

    def know_everybody(self) -> None:
        super().know_everybody()
        self.ids |= self.names()

    def plays_on(self) -> None:
        """Everybody presses what the sample has for them, until there is nothing more to press."""
        self.everybody_plays()


class InService(BeforeTheDay):
    """A chat service."""

    def opens(self) -> None:
        setup = json.loads(setup_of(self.family, self.now.date(), ahead=True))
        for person in setup["people"]:
            person["account"] = person["account"] and self.account(person["account"])
        named(self.database, self.account("web:chair"), self.account("web:minute_taker"))
        key = f"{self.room}/start"
        start = Command(
            key,
            "conference.start",
            self.account("web:chair"),
            self.room,
            values={"setup": json.dumps(setup)},
        )
        assert self.dispatcher.dispatch(start).done
        self.know_everybody()
        self._bring_in()

    def know_everybody(self) -> None:
        super().know_everybody()
        self.ids |= self.names()

    def account(self, sample: str) -> str:
        """A sample person's account in the service; one that is the service's own stays."""
        raise NotImplementedError

    def dispatch(self, command: Command) -> Reply:
        """Presses it in the service.

        What a form then holds, and why something was not done, is read from the program.
        """
        entry, command = commands[command.name], _by(command, self.account(command.actor))
        typed = {name: value for name, value in command.values.items() if name != CHOICE}
        command = replace(command, values=typed)
        before = self.look(_kept)
        self._loop.run_until_complete(self._presses(command))
        if entry.changes and self.look(_kept) != before:
            return Reply()
        reply = self.dispatcher.dispatch(command)
        assert not (entry.changes and reply.done and reply.card is None), (
            f"{command.name} is not done by the service"
        )
        return reply

    def look(self, view: Callable[[Scene], T], account: str | None = None) -> T:
        return super().look(view, self.account(account) if account else None)

    def plays_on(self) -> None:
        """Everybody presses in the service what the sample has for them, until there is nothing
        more to press.
        """
        player = Player(_Hands(self), self.room)  # type: ignore[arg-type]  # a dispatcher that presses in the service
        while player.play_one():
            self.passes(seconds=1)

    def close(self) -> None:
        self._loop.run_until_complete(self._stack.aclose())
        super().close()

    async def _start_delivery(self, platform: Platform) -> Delivery:
        self._stack = AsyncExitStack()
        self.dispatcher.close()
        name, shows = await self._starts()
        return Delivery(self.dispatcher, {name: _Both(shows, self.wall)})

    async def _starts(self) -> "tuple[str, Service]":
        raise NotImplementedError

    def _bring_in(self) -> None:
        """Those who take part together are in the channel."""
        raise NotImplementedError

    def comes_in(self, name: str) -> None:
        """Somebody comes into the channel, whether or not they have a part."""
        raise NotImplementedError

    def goes_out(self, name: str) -> None:
        """Somebody leaves the channel, or is taken out of it."""
        raise NotImplementedError

    def opens_up(self) -> None:
        """From now on the channel can be read by others than its members."""
        raise NotImplementedError

    def is_private_again(self) -> None:
        """The channel is for its members alone again."""
        raise NotImplementedError

    def posted(self) -> int:
        """How many messages stand in the service's channel, once all that is due is delivered."""
        raise NotImplementedError

    async def _presses(self, command: Command) -> None:
        raise NotImplementedError

    def _together(self) -> list[str]:
        return self.look(
            lambda scene: [
                p.account for p in scene.book.people if p.account and p not in to_be_apart(scene)
            ]
        )


class InSlack(InService):
    """Slack, with signed requests."""

    slack: SlackRoomUnderTest
    _sees_window = ""

    def __init__(self, database: Database, family: str) -> None:
        super().__init__(database, family, SLACK_ROOM)

    def account(self, sample: str) -> str:
        return slack_account(user_of(sample)) if sample.startswith(ROOM) else sample

    async def _starts(self) -> "tuple[str, Service]":
        self.slack = await self._stack.enter_async_context(
            in_slack(self.database, lambda: self.now)
        )
        self.dispatcher = self.slack.dispatcher
        return "slack", self.slack.app.platform

    def _bring_in(self) -> None:
        self.slack.fake.members[SLACK_CHANNEL] = [
            SLACK_BOT,
            *(one.rpartition("/")[2] for one in self._together()),
        ]

    def comes_in(self, name: str) -> None:
        self._loop.run_until_complete(self.slack.workspace.joins(user_of(name), SLACK_CHANNEL))

    def goes_out(self, name: str) -> None:
        self._loop.run_until_complete(self.slack.workspace.leaves(user_of(name), SLACK_CHANNEL))

    def opens_up(self) -> None:
        """It is made public: no event tells an app that does not read messages."""
        self.slack.fake.channels[SLACK_CHANNEL]["made_public"] = True
        self.passes(seconds=61)

    def is_private_again(self) -> None:
        self.slack.fake.channels[SLACK_CHANNEL]["made_public"] = False
        self.passes(seconds=61)

    def posted(self) -> int:
        self.deliver()
        return len(self.slack.fake.standing(SLACK_CHANNEL))

    async def _presses(self, command: Command) -> None:
        people, user = self.slack.workspace, command.actor.rpartition("/")[2]
        form = _form_of(command)
        if not form:
            await self._opens(user, command.name, command.target)
            return
        window = self._window(user, command)
        if window is None:
            await self._opens(user, form, command.target)
            window = self._window(user, command)
        if window is not None:  # or it was refused before anything could be typed
            answer = await people.submit(user, window, dict(command.values))
            view = answer.body.get("view", {})
            for button in buttons_of(view.get("blocks", [])):
                if button["text"]["text"] == say("hints.send"):
                    await people.press(user, button["value"], view={**window, **view})
            self._sees_window = ""

    async def _opens(self, user: str, name: str, target: str) -> None:
        before = len(self.slack.fake.opened)
        await self.slack.workspace.press(user, value(name, target))
        self._sees_window = user if len(self.slack.fake.opened) > before else ""

    def _window(self, user: str, command: Command) -> Json | None:
        """The form that stands open for somebody, if it is the one that sends this."""
        if self._sees_window != user:
            return None
        window = self.slack.workspace.window()
        press = SlackPress.read(window.get("private_metadata", ""))
        sends = (
            press is not None
            and press.command == command.name
            and press.target.startswith(command.target)
        )
        return window if sends and "submit" in window else None


class InTeams(InService):
    """Teams, with the activities that it sends."""

    def __init__(self, database: Database, family: str) -> None:
        super().__init__(database, family, f"teams:{TENANT}/{TEAMS_CHANNEL}")

    def account(self, sample: str) -> str:
        return f"teams:{TENANT}/{sample.removeprefix(ROOM)}" if sample.startswith(ROOM) else sample

    async def _starts(self) -> "tuple[str, Service]":
        self.microsoft = Microsoft()
        await self.microsoft.start()
        self.dispatcher = Dispatcher(self.database, PROFILES, lambda: self.now)
        channel = TeamsChannel(
            self.microsoft.settings(),
            self.dispatcher,
            lambda link: f"https://example.org/{link}",
            NoPace(),
        )
        app = web.Application()
        app.add_routes(channel.routes())
        app.on_cleanup.append(lambda _: channel.stop())
        self._stack.push_async_callback(self.microsoft.stop)
        self.client = await self._stack.enter_async_context(TestClient(TestServer(app)))
        return channel.name, channel.platform

    def _bring_in(self) -> None:
        people = [self._somebody(account) for account in self._together()]
        self.microsoft.members[TEAMS_CHANNEL] = [person.listed for person in people]
        everybody = self.look(
            lambda scene: [person.account for person in scene.book.people if person.account]
        )
        self._loop.run_until_complete(
            self._add_bot([self._somebody(account) for account in everybody])
        )

    async def _add_bot(self, people: list[Somebody]) -> None:
        where = {
            "conversation": {"id": TEAMS_CHANNEL, "conversationType": "channel", "tenantId": TENANT}
        }
        await people[0].posts(
            {"type": "conversationUpdate", "membersAdded": [{"id": TEAMS_BOT}], **where}
        )
        for person in people:
            await person.writes("now", person.chat)

    def comes_in(self, name: str) -> None:
        self.microsoft.members[TEAMS_CHANNEL].append(self._somebody(name).listed)
        self._tell(membersAdded=[{"id": f"29:{name}"}])

    def goes_out(self, name: str) -> None:
        members = self.microsoft.members[TEAMS_CHANNEL]
        self.microsoft.members[TEAMS_CHANNEL] = [
            member for member in members if member["objectId"] != name
        ]
        self._tell(membersRemoved=[{"id": f"29:{name}"}])

    def opens_up(self) -> None:
        self._tell(channelData={"eventType": "channelShared", "tenant": {"id": TENANT}})

    def is_private_again(self) -> None:
        self._tell(channelData={"eventType": "channelUnshared", "tenant": {"id": TENANT}})

    def posted(self) -> int:
        self.deliver()
        return len(self.microsoft.shown(TEAMS_CHANNEL))

    def _tell(self, **update: object) -> None:
        where = {
            "conversation": {"id": TEAMS_CHANNEL, "conversationType": "channel", "tenantId": TENANT}
        }
        body = {"type": "conversationUpdate", **where, **update}
        self._loop.run_until_complete(self._somebody("chair").posts(body))

    async def _presses(self, command: Command) -> None:
        person, form = self._somebody(command.actor), _form_of(command)
        if not form and commands[command.name].changes:
            await person.executes(
                {"verb": command.name, **_data(command.name, command.target)}, "", person.chat
            )
            return
        dialog = await person.opens(_data(form or command.name, command.target), person.chat)
        if form and _sends(dialog, command):
            answer = await person.fills(dialog, person.chat, **command.values)
            if say("hints.send") in json.dumps(answer):
                await person.fills(answer, person.chat, say("hints.send"))

    def _somebody(self, account: str) -> Somebody:
        async def settled() -> None:
            await asyncio.sleep(0)

        return Somebody(account.rpartition("/")[2], self.microsoft, self.client, settled)


class Service(Platform, WatchedPlatform, Protocol):
    """A chat service: it shows posts, and says who can read a room."""


class _Both:
    """Shows a post in the service, and keeps its card to be looked at."""

    def __init__(self, service: Service, wall: Wall) -> None:
        self._service = service
        self._wall = wall

    async def look_at(self, room: str, known: frozenset[str]) -> RoomSeen:
        return await self._service.look_at(room, known)

    async def show(self, parcel: Parcel) -> str:
        ref = await self._service.show(parcel)
        await self._wall.show(parcel)
        return ref


class _Hands:
    """What the player presses is pressed in the service, and what it presses once, once."""

    def __init__(self, place: InService) -> None:
        self._place = place
        self._pressed: set[str] = set()
        self.look = place.dispatcher.look

    def dispatch(self, command: Command) -> Reply:
        """Presses it, unless it was pressed before."""
        if command.key in self._pressed:
            return Reply()
        self._pressed.add(command.key)
        return self._place.dispatch(command)


def _kept(scene: Scene) -> tuple[int, int]:
    """What counts on when something is kept; a draft is kept, and moves nobody's counter."""
    book = scene.book
    return scene.meeting.version, sum(book.newest_version(report) for report in book.reports())


def _by(command: Command, account: str) -> Command:
    return Command(command.key, command.name, account, command.room, command.target, command.values)


def _form_of(command: Command) -> str:
    """The form that sends a command; nothing for a button alone."""
    if command.name in _FORMS:
        return _FORMS[command.name]
    kind, _, how = command.name.partition(".")
    for form in (f"{kind}.form" if how == "submit" else "", f"{command.name}_form"):
        if form in commands and (command.values or commands[command.name].changes):
            return form
    return ""


def _data(command: str, target: str) -> Json:
    return {"data": {DATA: {"c": command, "t": target, "r": TEAMS_CHANNEL}}}


def _sends(dialog: Json, command: Command) -> bool:
    return f'"c": "{command.name}"' in json.dumps(dialog)
