"""The desk: what people send becomes a command; they are answered after the commit, or told in time
that it takes longer.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.members import NEED_MEMBERS, known_accounts, with_members
from bot.chat.own import Own
from bot.chat.press import filling_key
from bot.slack.accounts import account_of, channel_of, room_of
from bot.slack.channels import Channels
from bot.slack.fields import block_id, values_of
from bot.slack.home import Home
from bot.slack.press import MORE, SlackPress, behind
from bot.slack.text import Json
from bot.slack.views import fits, view_of
from bot.slack.windows import FAULTS, Window, Windows
from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from bot.spine.watch import look_again
from handlers.grammar.command import Command, Reply
from handlers.grammar.forms import with_what_was_typed
from handlers.grammar.ways_out import NOT_FREE
from prompts.card import Card, Text
from prompts.help import is_cry_for_help
from prompts.words import say
from storage.room_names import room_alone

log = logging.getLogger(__name__)

# Slack gives three seconds, of which some are on the way.
PATIENCE = 2.2
_ON_THE_WAY = 0.5  # so that what comes late does not overtake "still working"
_PRIVATE_ONLY = frozenset({"conference.prepare", "setup.begin_form", "setup.begin"})


class SlackDesk:
    """Does what is pressed and sent.

    `address` makes a reply's link into a web address; `secret` seals keys of what was typed.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        client: AsyncWebClient,
        team: str,
        secret: str,
        address: Callable[[str], str],
    ) -> None:
        self._dispatcher = dispatcher
        self._team = team
        self._secret = hashlib.sha256(secret.encode()).digest()
        self._address = address
        self._channels = Channels(client, team)
        self._windows = Windows(client)
        self._own = Own(dispatcher)
        self._home = Home(self._own, client, self._windows, team)
        self._running: set[asyncio.Task[Any]] = set()

    # -- what people do; each returns what Slack is answered

    async def press(self, body: Json) -> Json:
        """A button of a message, a modal or the home page."""
        press = SlackPress.read(body["actions"][0].get("value"))
        if press is None:
            return {}
        view = body.get("view") or {}
        at_home = view.get("type") == "home"
        window = Window(
            body["user"]["id"],
            press.channel,
            body["trigger_id"],
            "" if at_home else view.get("id", ""),
        )
        if press.command == MORE:
            self._later(self._windows.show(window, Card(say("slack.more"), buttons=behind(press))))
            return {}
        command = self._command(body, f"press:{body['trigger_id']}", press, {})
        task = asyncio.create_task(self._do(command))
        reply = await self._soon(task)
        late = self._answer_quietly if press.command == NOT_FREE else self._answer_late
        self._later(self._answer(window, reply) if reply else late(window, task))
        if at_home:
            self._later(self._home.publish(window.user, after=task))
        return {}

    async def submit(self, body: Json) -> Json:
        """A form. What was typed stays in it until it is kept."""
        view = body["view"]
        press = SlackPress.read(view["private_metadata"])
        if press is None:
            return {}
        values = values_of(view["state"]["values"], self._team)
        command = self._command(body, self._form_key(view, values), press, values)
        task = asyncio.create_task(self._do(command))
        reply = await self._soon(task)
        if reply is None:
            self._later(
                self._answer_late(
                    Window(body["user"]["id"], press.channel, "", view["id"]), task, told=True
                )
            )
            return {"response_action": "update", "view": view_of(_working(), press.channel)}
        return await self._form_answer(
            reply, view, Window(body["user"]["id"], press.channel, body["trigger_id"])
        )

    async def slash(self, body: Json) -> Json:
        """The slash command: starts, opens the list of staff, or explains itself."""
        window = Window(body["user_id"], body["channel_id"], body["trigger_id"])
        if is_cry_for_help(body.get("text", "")):
            self._later(self._help(window))
            return {}
        does = {"start": self._start, "staff": self._staff}.get(
            body.get("text", "").strip().lower()
        )
        if does is None:
            return _line(say("slack.help"))
        task = asyncio.create_task(does(window))
        if await self._soon(task) is None:
            return _line(say("slack.working"))
        return {}

    async def shortcut(self, body: Json) -> Json:
        """One's own conferences, in a window."""
        window = Window(body["user"]["id"], "", body["trigger_id"])
        self._later(self._home.show(window))
        return {}

    async def home(self, body: Json) -> Json:
        """The home page was opened."""
        self._later(self._home.publish(body["event"]["user"]))
        return {}

    async def written(self, body: Json) -> Json:
        """Somebody wrote to the bot by its name: help, or where to press, in its own chat with
        them. Never kept.
        """
        event = body["event"]
        if event.get("bot_id") or event.get("subtype") or not event.get("user"):
            return {}
        window = Window(event["user"], "", "")
        cry = is_cry_for_help(event.get("text", ""))
        self._later(
            self._help(window)
            if cry
            else self._windows.tell(window, Card(say("slack.name"), (Text(say("slack.help")),)))
        )
        return {}

    async def room_changed(self, body: Json) -> Json:
        """Somebody came into a channel or left it, or it was shared or archived: it is looked at,
        whatever the event says.
        """
        channel = body["event"].get("channel")
        if isinstance(channel, str) and channel:
            await look_again(self._dispatcher, room_of(self._team, channel))
        return {}

    async def settle(self) -> None:
        """Waits for what is still being answered."""
        while self._running:
            await asyncio.gather(*self._running, return_exceptions=True)

    # -- doing

    async def _do(self, command: Command) -> Reply:
        """Does a command.

        What goes wrong on our side is said, with what was typed given back; the log has no word of
        it.
        """
        try:
            return await self._checked(command)
        except Exception as fault:
            log.error("%s failed: %s", command.name, where(fault))
            return Reply(_fault(command.values), done=False, failed=True)

    async def _checked(self, command: Command) -> Reply:
        channel = channel_of(room_alone(command.room))
        if command.name in _PRIVATE_ONLY and (refusal := await self._channels.refusal(channel)):
            return Reply(refusal, done=False)
        if command.name in NEED_MEMBERS:
            asks = command
            known = await self._dispatcher.run(lambda: known_accounts(self._dispatcher, asks))
            command = with_members(command, await self._channels.members(channel, known))
        return await self._dispatcher.send(command)

    async def _help(self, window: Window) -> None:
        """Whom to call, for one person's eyes: in a window where one can open, or else in the bot's
        own chat with them.
        """
        answer = await self._own.help(account_of(self._team, window.user))
        window = replace(window, channel=channel_of(answer.room) if answer.room else "")
        await (
            self._windows.show(window, answer.card)
            if window.trigger
            else self._windows.tell(window, answer.card)
        )

    async def _start(self, window: Window) -> Reply:
        await self._windows.show(
            window, await self._refusal(window.channel) or await self._start_form(window)
        )
        return Reply()

    async def _staff(self, window: Window) -> Reply:
        account, room = account_of(self._team, window.user), room_of(self._team, "")
        reply = await self._do(
            Command(f"slack:slash:{window.trigger}", "staff.list", account, room)
        )
        await self._windows.show(replace(window, channel=""), reply.card or _fault({}))
        return Reply()

    async def _refusal(self, channel: str) -> Card | None:
        try:
            return await self._channels.refusal(channel)
        except FAULTS as fault:
            log.warning("a channel could not be looked at: %s", type(fault).__name__)
            return _fault({})

    async def _start_form(self, window: Window) -> Card:
        account, room = account_of(self._team, window.user), room_of(self._team, window.channel)
        return await self._own.start_form(account, room)

    # -- answering

    async def _soon(self, task: asyncio.Task[Reply]) -> Reply | None:
        """The reply, if it comes while Slack still waits."""
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done else None

    async def _answer(self, window: Window, reply: Reply) -> None:
        if reply.card is None and not reply.link:
            if window.view_id and reply.done:
                await self._windows.show(window, Card(say("slack.done")))
            return
        await self._windows.show(window, reply.card or Card(say("slack.page")), self._link(reply))

    async def _answer_quietly(self, window: Window, task: asyncio.Task[Reply]) -> None:
        """Without a word that it takes longer."""
        await self._answer(window, await task)

    async def _answer_late(
        self, window: Window, task: asyncio.Task[Reply], *, told: bool = False
    ) -> None:
        if told:
            await asyncio.sleep(_ON_THE_WAY)
        else:
            window = await self._windows.show(window, _working())
        reply = await task
        if window.view_id:
            await self._answer(window, reply)
        elif reply.card is not None:
            await self._windows.tell(window, reply.card)

    async def _form_answer(self, reply: Reply, view: Json, window: Window) -> Json:
        if reply.card is None and not reply.link:
            return {"response_action": "clear"}
        card = reply.card or Card(say("slack.page"))
        if errors := _errors(reply, card, view):
            return {"response_action": "errors", "errors": errors}
        shown = view_of(card, window.channel, self._link(reply))
        if not fits(shown):
            self._later(self._windows.tell(window, card))
            shown = view_of(Card(card.title, (Text(say("slack.as_message")),)), window.channel)
        return {"response_action": "update", "view": shown}

    # -- inside

    def _command(
        self, body: Json, key: str, press: SlackPress, values: Mapping[str, str]
    ) -> Command:
        account = account_of(self._team, body["user"]["id"])
        return Command(
            f"slack:{key}",
            press.command,
            account,
            room_of(self._team, press.channel),
            press.target,
            values,
        )

    def _form_key(self, view: Json, values: Mapping[str, str]) -> str:
        """The same form sent twice counts once; sent again with other words it is another.

        Nobody can tell the words from it.
        """
        key = filling_key(view["id"], view.get("hash"), sorted(values.items()), secret=self._secret)
        return f"form:{key}"

    def _link(self, reply: Reply) -> str:
        return self._address(reply.link) if reply.link else ""

    def _later(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)


def _errors(reply: Reply, card: Card, view: Json) -> dict[str, str]:
    """The errors of a form by its blocks, when it is the very form that was sent: then Slack keeps
    what was typed in it.
    """
    blocks = [block["block_id"] for block in view["blocks"] if block.get("type") == "input"]
    if reply.failed and blocks:
        return {blocks[0]: say("slack.fault_in_form")}
    if {block_id(card, field) for field in card.fields} != set(blocks):
        return {}
    return {block_id(card, field): field.error for field in card.fields if field.error}


def _working() -> Card:
    return Card(say("slack.working_title"), (Text(say("slack.working")),))


def _fault(values: Mapping[str, str]) -> Card:
    return with_what_was_typed(Card(say("slack.fault_title"), (Text(say("slack.fault")),)), values)


def _line(words: str) -> Json:
    return {"response_type": "ephemeral", "text": words}
