"""User groups of the workspace: read every hour by one of the processes, they say who may chair,
administer and manage. Slack being away, or a group being empty, removes nobody.
"""

import asyncio
import logging
from collections.abc import Mapping
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.accounts import account_of, user_of
from bot.slack.text import Json
from bot.slack.windows import FAULTS, Window, Windows, code_of
from bot.spine.dispatch import Dispatcher
from bot.spine.faults import where
from handlers.staff.following import Followed, GroupMember, follow_groups
from handlers.staff.naming import taken_off_card
from handlers.staff.office import GROUP, Office
from storage.tables import Power
from storage.turns import claim_turn, next_turn_at

log = logging.getLogger(__name__)

EVERY, AFTER_A_FAULT, LOOKS_EVERY = timedelta(hours=1), timedelta(minutes=5), 60.0
_TURN = "staff-groups"
_NOT_STAFF = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


class EmptyGroup(Exception):
    """Slack says that a group has nobody in it, as it does of one that was switched off."""


class StaffGroups:
    """Reads them. `groups` are the ids of the groups by what they let people do."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        client: AsyncWebClient,
        team: str,
        groups: Mapping[Power, str],
    ) -> None:
        self._dispatcher = dispatcher
        self._client = client
        self._team = team
        self._groups = groups
        self._windows = Windows(client)

    async def run(self) -> None:
        """Reads them whenever it is time, until it is cancelled."""
        while self._groups:
            try:
                await self.read_when_due()
            except Exception as fault:
                log.error("the user groups could not be followed: %s", where(fault))
            await asyncio.sleep(LOOKS_EVERY)

    async def read_when_due(self) -> bool:
        """True when it was this process's turn."""
        if not await self._dispatcher.run(self._claim):
            return False
        try:
            members = await self._members()
        except (*FAULTS, EmptyGroup) as fault:
            log.error("a user group could not be read, so nobody was removed: %s", code_of(fault))
            await self._dispatcher.run(self._again_soon)
            return True
        await self._follow(members)
        return True

    async def _follow(self, members: Mapping[str, GroupMember]) -> None:
        def follow(office: Office) -> tuple[Followed, list[str]]:
            followed = follow_groups(office, account_of(self._team, ""), members)
            managers = [row.account for row in office.staff.current() if Power.MANAGE in row.powers]
            return followed, managers

        followed, managers = await self._dispatcher.run(
            lambda: self._dispatcher.in_the_office(GROUP, follow)
        )
        if followed.named or followed.removed:
            log.info(
                "user groups: %d named, %d removed", *map(len, (followed.named, followed.removed))
            )
        if followed.without:
            for user in filter(None, map(user_of, managers)):
                await self._windows.tell(Window(user, "", ""), taken_off_card(followed.without))

    async def _members(self) -> dict[str, GroupMember]:
        may: dict[str, set[Power]] = {}
        for power, group in self._groups.items():
            for user in await self._users(group):
                may.setdefault(user, set()).add(power)
        known = await self._dispatcher.run(self._names)
        found: dict[str, GroupMember] = {}
        for user, powers in may.items():
            account = account_of(self._team, user)
            if name := known.get(account) or await self._name(user):
                found[account] = GroupMember(name, frozenset(powers))
        return found

    async def _users(self, group: str) -> list[str]:
        found = await self._client.usergroups_users_list(usergroup=group)
        users: list[str] = found["users"]
        if not users:
            raise EmptyGroup(group)
        return users

    async def _name(self, user: str) -> str:
        """What somebody is called; "" for who can never be staff: apps, guests, who has left."""
        profile: Json = (await self._client.users_info(user=user))["user"]
        if any(profile.get(what) for what in _NOT_STAFF):
            return ""
        return profile.get("real_name") or profile.get("name") or user

    def _names(self) -> dict[str, str]:
        """Of those whom the groups named before."""
        return self._dispatcher.in_the_office(
            GROUP,
            lambda office: {
                row.account: row.name for row in office.staff.current() if row.by == GROUP
            },
        )

    def _claim(self) -> bool:
        with self._dispatcher.database.session() as session:
            return claim_turn(session, _TURN, self._dispatcher.now(), EVERY)

    def _again_soon(self) -> None:
        with self._dispatcher.database.session() as session:
            next_turn_at(session, _TURN, self._dispatcher.now() + AFTER_A_FAULT)
