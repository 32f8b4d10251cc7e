"""Channels: a conference needs a private one of this workspace alone, and its chair knows who is in
it.
"""

import asyncio

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.chat.members import members_value
from bot.slack.accounts import account_of
from bot.slack.text import Json
from bot.slack.troubles import refusal as trouble
from handlers.grammar.room_seen import RoomMember, RoomSeen
from prompts.card import Card, Text
from prompts.words import say

_SHARED = ("is_ext_shared", "is_org_shared", "is_shared", "is_pending_ext_shared")
_NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})


class Channels:
    """What Slack says about channels.

    `team` is the workspace; `bot_user` is Chairside's own user, where it is known.
    """

    def __init__(self, client: AsyncWebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._names: dict[str, str] = {}
        self._apps: set[str] = set()
        self._me = ""

    async def refusal(self, channel: str) -> Card | None:
        """Why a conference cannot be held here; None when it can. Raises what the client raises."""
        try:
            info: Json = (await self._client.conversations_info(channel=channel))["channel"]
        except SlackApiError as fault:
            if _says_public(fault):
                return _card("public")
            if fault.response.get("error") not in _NOT_THERE:
                raise
            return _card("not_there")
        if info.get("is_im") or info.get("is_mpim"):
            return _card("not_a_channel")
        if is_shared(info):
            return _card("shared")
        return None if info.get("is_private") else _card("public")

    async def look_at(self, channel: str, known: frozenset[str]) -> RoomSeen:
        """Who can read a channel now; apps other than Chairside among them.

        Raises what the client raises.
        """
        try:
            info: Json = (await self._client.conversations_info(channel=channel))["channel"]
        except SlackApiError as fault:
            if _says_public(fault):
                return RoomSeen(members=None, public=True)
            raise
        if info.get("is_archived"):
            raise trouble("archived")
        if not info.get("is_private"):
            return RoomSeen(members=None, public=True, shared=is_shared(info))
        users = [user for user in await self._users(channel) if user != await self._own()]
        members = await asyncio.gather(*(self._member(user, known) for user in users))
        return RoomSeen(
            tuple(sorted(members, key=lambda member: member.account)), shared=is_shared(info)
        )

    async def members(self, channel: str, known: frozenset[str]) -> str:
        """Everybody in a channel but Chairside, as JSON; names are asked for only where the account
        is not `known`.
        """
        users = [user for user in await self._users(channel) if user != await self._own()]
        names = await asyncio.gather(*(self._name(user, known) for user in users))
        accounts = [account_of(self._team, user) for user in users]
        return members_value(zip(accounts, names, strict=True))

    async def _users(self, channel: str) -> list[str]:
        users: list[str] = []
        cursor = ""
        while True:
            found = await self._client.conversations_members(
                channel=channel, limit=200, cursor=cursor
            )
            users += found["members"]
            cursor = (found.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return users

    async def _member(self, user: str, known: frozenset[str]) -> RoomMember:
        name = await self._name(user, known)
        return RoomMember(account_of(self._team, user), name, user in self._apps)

    async def _name(self, user: str, known: frozenset[str]) -> str:
        if account_of(self._team, user) in known:
            return ""
        if user not in self._names:
            profile: Json = (await self._client.users_info(user=user))["user"]
            self._names[user] = profile.get("real_name") or profile.get("name") or user
            if profile.get("is_bot"):
                self._apps.add(user)
        return self._names[user]

    async def _own(self) -> str:
        if not self._me:
            self._me = (await self._client.auth_test())["user_id"]
        return self._me


def _says_public(fault: SlackApiError) -> bool:
    """Slack tells an app that reads private channels alone nothing of a public one: it names the
    scope that is missing.
    """
    answer = fault.response
    return bool(
        answer.get("error") == "missing_scope" and "channels:read" in str(answer.get("needed"))
    )


def is_shared(info: Json) -> bool:
    """Whether Slack says that others than this workspace are, or will be, in a channel."""
    return any(info.get(name) for name in _SHARED)


def _card(why: str) -> Card:
    return Card(say("slack.refused_title"), (Text(say(f"slack.refused_{why}")),))
