"""Places: how rooms and one-to-one chats are reached, and who is in them.

Only what a verified activity brought is kept.
"""

from bot.spine.dispatch import Dispatcher
from bot.spine.watch import look_again
from bot.teams.heard import IncomingActivity, Way, account_name, room_name
from bot.teams.sender import Sender
from handlers.grammar.room_seen import RoomMember, RoomSeen
from prompts.card import Choice
from storage.conversations import (
    StoredConversation,
    find_conversation,
    first_welcome,
    keep_conversation,
    mark_conversation,
    prefer_plain_forms,
)
from storage.outbox import want_again
from storage.room_names import whole_of

# What Teams says when a channel is opened to another team or organisation, and what is kept of it.
_SHARED = {"channelShared": "shared", "channelUnshared": "here"}


class Conversations:
    """The kept conversations."""

    def __init__(self, dispatcher: Dispatcher, sender: Sender) -> None:
        self._dispatcher = dispatcher
        self._sender = sender
        self._known: dict[str, Way] = {}

    async def find(self, name: str) -> StoredConversation | None:
        """A room by its name, or a one-to-one chat by its account's."""

        def look() -> StoredConversation | None:
            with self._dispatcher.database.read() as session:
                return find_conversation(session, name)

        return await self._dispatcher.run(look)

    async def heard_from(self, heard: IncomingActivity) -> None:
        """Keeps how the place is reached, where that is news."""
        if heard.bot and self._known.get(heard.place) != heard.way:
            await self.keep(heard.place, heard.way)

    async def keep(self, name: str, way: Way) -> None:
        """Keeps how a place is reached; the bot is there."""

        def write() -> None:
            with self._dispatcher.database.session() as session:
                keep_conversation(session, name, way.to_json(), self._dispatcher.now())

        await self._dispatcher.run(write)
        self._known[name] = way

    async def changed(self, heard: IncomingActivity) -> None:
        """Somebody came or went, or a channel was shared.

        A team's news does not say which channel: all of ours are looked at.
        """
        if heard.personal:
            return
        state = _SHARED.get(heard.event)
        if state:
            await self._mark(heard.place, state)
        await look_again(self._dispatcher, room_name(heard.tenant, ""))

    async def left(self, name: str) -> None:
        """The bot was taken out of a place."""
        self._known.pop(name, None)
        await self._mark(name, "gone")

    async def _mark(self, name: str, state: str) -> None:
        def write() -> None:
            with self._dispatcher.database.session() as session:
                mark_conversation(session, name, state, self._dispatcher.now())

        await self._dispatcher.run(write)

    async def first_welcome(self, name: str) -> bool:
        """Whether the bot has yet to introduce itself there; from now on it has."""

        def write() -> bool:
            with self._dispatcher.database.session() as session:
                return first_welcome(session, name)

        return await self._dispatcher.run(write)

    async def plain_forms(self, account: str, post_id: str) -> None:
        """From now on forms come as cards in this chat; the post that was pressed is drawn anew."""

        def write() -> None:
            with self._dispatcher.database.session() as session:
                prefer_plain_forms(session, account)
                want_again(session, post_id, self._dispatcher.now())

        await self._dispatcher.run(write)

    async def chat_with(self, account: str, room: str) -> StoredConversation | None:
        """Somebody's one-to-one chat, opened the first time; None when their room is not known.

        Raises `NotDelivered`.
        """
        kept = await self.find(account)
        around = None if kept else await self.find(whole_of(room))
        if kept or around is None:
            return kept
        way = await self._sender.open_chat(
            Way.from_json(around.reference), account.rpartition("/")[2]
        )
        await self.keep(account, way)
        return await self.find(account)

    async def members(self, room: str) -> tuple[Choice, ...]:
        """Everybody in a room: account and name. Raises `NotDelivered`."""
        kept = await self.find(room)
        if kept is None:
            return ()
        way = Way.from_json(kept.reference)
        people = [_as_sent(member) for member in await self._sender.members(way)]
        return tuple(
            Choice(account_name(way.tenant, person), person["name"])
            for person in people
            if person["id"] != way.bot
        )

    async def look_at(self, kept: StoredConversation, known: frozenset[str]) -> RoomSeen:
        """Who can read a room now. Raises `NotDelivered`."""
        way = Way.from_json(kept.reference)
        people = [_as_sent(member) for member in await self._sender.members(way)]
        members = {
            account_name(way.tenant, person): person["name"]
            for person in people
            if person["id"] != way.bot
        }
        from_elsewhere = any(
            person["tenantId"].lower() not in ("", way.tenant) for person in people
        )
        there = (
            RoomMember(account, "" if account in known else name)
            for account, name in sorted(members.items())
        )
        return RoomSeen(tuple(there), shared=kept.state == "shared" or from_elsewhere)


def _as_sent(member: object) -> dict[str, str]:
    """A member's id, directory id and name; Teams names the directory id in either of two ways."""
    more = getattr(member, "additional_properties", None) or {}
    directory_id = getattr(member, "aad_object_id", None) or more.get("objectId") or ""
    name, tenant = (
        getattr(member, "name", "") or "",
        more.get("tenantId") or getattr(member, "tenant_id", "") or "",
    )
    return {
        "id": getattr(member, "id", "") or "",
        "aadObjectId": directory_id,
        "name": name,
        "tenantId": tenant,
    }
