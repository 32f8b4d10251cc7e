"""Teams as a platform: posts go to the room, private ones to each person's one-to-one chat, and are
changed in place.
"""

import asyncio
import base64
import logging

from bot.chat.partly_sent import PartlySent, Unfinished
from bot.documents.pictures import pictures_in, png, with_refs
from bot.spine.platform import NotDelivered, Parcel
from bot.teams.actions import Surface
from bot.teams.cards import LARGEST, post, size
from bot.teams.heard import Way
from bot.teams.places import Conversations
from bot.teams.sender import MessageGone, Sender
from bot.teams.text import Element
from handlers.grammar.room_seen import RoomSeen
from prompts.card import Card
from prompts.words import say
from storage.conversations import StoredConversation

log = logging.getLogger(__name__)

# A picture stands inside its card, which Teams takes up to 28 KB with all that is around it: so
# nobody else can ever ask for it.
_PICTURE = 14_000

_REACHED = ("here", "shared")


class Teams:
    """Shows cards in Teams.

    A post that is too large is several messages; its `ref` names them all.
    """

    def __init__(self, places: Conversations, sender: Sender, *, dialogs: bool = True) -> None:
        """`dialogs` is false for the local test client, which opens none."""
        self._places = places
        self._sender = sender
        self._dialogs = dialogs
        self._unfinished = Unfinished()

    async def show(self, parcel: Parcel) -> str:
        """Shows a card, in as many messages as it needs. Raises `NotDelivered`."""
        kept = await self._reach(parcel)
        card = (
            await asyncio.to_thread(drawn, parcel.card) if pictures_in(parcel.card) else parcel.card
        )
        cards = post(card, self._surface(parcel, kept))
        if max(map(size, cards)) > LARGEST:
            raise NotDelivered(say("teams.trouble_large"), permanent=True)
        begun = self._unfinished.begin(parcel, parcel.ref.split())
        way, notice = Way.from_json(kept.reference), parcel.card.notice or say("teams.notice")
        try:
            await begun.show(
                cards,
                lambda place, card: self._put(way, begun, place, card, notice),
                lambda message: self._take_away(way, message),
            )
        except MessageGone:
            if parcel.old:
                self._unfinished.end(parcel)
                return parcel.ref
            raise
        self._unfinished.end(parcel)
        return " ".join(begun.messages)

    async def look_at(self, room: str, known: frozenset[str]) -> RoomSeen:
        """Who can read a room now. Raises `NotDelivered`."""
        kept = await self._places.find(room)
        if kept is None or kept.state not in _REACHED:
            raise NotDelivered(
                say("teams.trouble_gone" if kept else "teams.trouble_unknown"), mendable=True
            )
        return await self._places.look_at(kept, known)

    async def _take_away(self, way: Way, message: str) -> None:
        try:
            await self._sender.take_away(way, message)
        except MessageGone:
            log.info("a message was gone already")

    async def _put(
        self, way: Way, begun: PartlySent, place: int, card: Element, notice: str
    ) -> str:
        """Changes a message, or sends it; when somebody has deleted it, it and those after it are
        sent again next time.
        """
        message = begun.name(place)
        if not message:
            return await self._sender.send(way, card, notice)
        try:
            await self._sender.change(way, message, card, notice)
        except MessageGone:
            begun.forget_from(place)
            raise
        return message

    def _surface(self, parcel: Parcel, kept: StoredConversation) -> Surface:
        dialogs = self._dialogs and not kept.plain_forms
        room = parcel.speaks_to.rpartition("/")[2]
        return Surface(room, post=parcel.post_id, dialogs=dialogs, shared=parcel.account is None)

    async def _reach(self, parcel: Parcel) -> StoredConversation:
        """How the parcel's place is reached; a one-to-one chat is opened the first time."""
        where = self._places
        kept = await (
            where.chat_with(parcel.account, parcel.room)
            if parcel.account
            else where.find(parcel.room)
        )
        if kept is None:
            raise NotDelivered(say("teams.trouble_unknown"), mendable=True)
        if kept.state not in _REACHED:
            raise NotDelivered(
                say("teams.trouble_gone_chat" if parcel.account else "teams.trouble_gone"),
                mendable=True,
            )
        return kept


def drawn(card: Card) -> Card:
    """The card with its pictures in it."""
    return with_refs(
        card, lambda one: f"data:image/png;base64,{base64.b64encode(png(one, _PICTURE)).decode()}"
    )
