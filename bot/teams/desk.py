"""The desk: each activity becomes a command, or an answer that needs none; what comes back is shown
where it was asked.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.chat.members import NEED_MEMBERS, members_value
from bot.chat.own import Own
from bot.chat.press import filling_key
from bot.spine.dispatch import Dispatcher
from bot.spine.platform import NotDelivered
from bot.teams.actions import START
from bot.teams.heard import NAMES, IncomingActivity, TeamsPress, room_name
from bot.teams.places import Conversations
from handlers.grammar.command import Command, Reply
from handlers.staff.office import office_commands
from prompts.card import Card, Text
from prompts.words import say
from storage.room_names import in_the_name_of, meeting_named, room_alone

log = logging.getLogger(__name__)

# Only the rehearsal room opens a conference that nobody has set up.
_NOT_HERE = frozenset({"conference.start"})
_OPENS = frozenset({START, "conference.prepare"})


class TeamsDesk:
    """Turns presses into commands."""

    def __init__(self, dispatcher: Dispatcher, places: Conversations) -> None:
        self._dispatcher = dispatcher
        self._places = places
        self._own = Own(dispatcher)

    async def do(self, heard: IncomingActivity, press: TeamsPress) -> Reply:
        """Does what was pressed, once; the reply's form is ready to be filled in."""
        room = self.room_of(heard, press)
        if press.command in _OPENS and heard.personal and not await self._is_member(heard, room):
            return Reply(Card(say("teams.start"), (Text(say("teams.start_where")),)), done=False)
        if press.command == START:
            return Reply(await self._own.start_form(heard.account, room), done=False)
        name = "" if press.command in _NOT_HERE else press.command
        picked = _picked(press.values, heard.tenant)
        values = {**picked, **await self._members(room, press.command)}
        key = _key(heard, press, values)
        reply = await self._dispatcher.send(
            Command(key, name, heard.account, room, press.target, values)
        )
        if reply.card is None or press.command in office_commands:
            return reply
        return replace(reply, card=await self._with_members(room, reply.card))

    def room_of(self, heard: IncomingActivity, press: TeamsPress) -> str:
        """Where a press belongs: in a one-to-one chat the button says so, elsewhere it is where it
        was pressed.

        Which of the meetings there it means is always the button's to say.
        """
        if heard.personal:
            return room_name(heard.tenant, press.room)
        meant = meeting_named(press.room)
        return in_the_name_of(heard.way.room, meant) if meant else heard.way.room

    async def _is_member(self, heard: IncomingActivity, room: str) -> bool:
        """Whether somebody in their own chat means a room that they are in.

        A chat of one is no room for a conference.
        """
        if room_alone(room) == heard.way.room:
            return False
        return any(
            member.value == heard.account for member in await self._places.members(room_alone(room))
        )

    async def _members(self, room: str, command: str) -> Mapping[str, str]:
        """Who is in the channel, for the commands that ask."""
        if command not in NEED_MEMBERS:
            return {}
        members = await self._places.members(room_alone(room))
        return {"members": members_value((one.value, one.label) for one in members)}

    async def _with_members(self, room: str, form: Card) -> Card:
        """A form whose people are picked from the members of the room."""
        if not any(field.kind == "member" for field in form.fields):
            return form
        try:
            members = await self._places.members(room_alone(room))
        except NotDelivered:
            log.warning("the members of a room could not be had")
            members = ()
        fields = tuple(
            replace(field, choices=members) if field.kind == "member" else field
            for field in form.fields
        )
        return replace(form, fields=fields)


def _picked(values: Mapping[str, str], tenant: str) -> Mapping[str, str]:
    """What was filled in.

    Teams' people picker gives a directory id, where lists of ours give an account.
    """
    member = values.get("member", "")
    if not member or NAMES.is_ours(member):
        return values
    return {**values, "member": NAMES.account(tenant, member)}


def _key(heard: IncomingActivity, press: TeamsPress, values: Mapping[str, Any]) -> str:
    """The same for the same doing: an activity by its id, a dialog by its own key and what was
    filled in.
    """
    if not press.key or not heard.name.startswith("task/"):
        return heard.key
    filling = filling_key(press.command, press.target, values)
    return f"{heard.account}:{press.key}:{filling}"
