"""What came in from Teams, read once: who, where, and what was pressed or written."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from bot.chat.names import Names
from bot.teams.actions import DATA
from bot.teams.door import tenant_of
from bot.teams.fields import filled_in

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.DOTALL)
NAMES = Names("teams")
# A channel's thread is a place in it, not a room of its own.
_THREAD = re.compile(r";messageid=.*")


@dataclass(frozen=True)
class Way:
    """How a conversation is reached: the service address that a verified activity brought, and the
    names Teams uses.
    """

    service: str
    conversation: str
    bot: str
    tenant: str
    personal: bool = False
    user: str = ""

    def to_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Way":
        """As it was kept."""
        return cls(**json.loads(text))

    @property
    def room(self) -> str:
        """The conversation's name in commands."""
        return room_name(self.tenant, self.conversation)


@dataclass(frozen=True)
class TeamsPress:
    """A button that was pressed, with what was filled in: `key` is the form's, `post` the post's it
    stands in.

    `form` is what had opened the form, "command|target".
    """

    command: str
    target: str = ""
    room: str = ""
    key: str = ""
    post: str = ""
    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class IncomingActivity:
    """An activity that the door let in.

    A piece that is missing or of a wrong kind reads as empty.
    """

    def __init__(self, body: dict[str, Any]) -> None:
        self.body = body
        self.type = _text(body.get("type"))
        self.name = _text(body.get("name"))
        self.id = _text(body.get("id")) or uuid4().hex
        self.action = _text(body.get("action"))
        self.reply_to = _text(body.get("replyToId"))
        self.tenant = tenant_of(body, "conversation") or tenant_of(body, "channelData")
        self.bot = _text(_table(body.get("recipient")).get("id"))

    @cached_property
    def account(self) -> str:
        """Whose doing it is."""
        return account_name(self.tenant, _table(self.body.get("from")))

    @cached_property
    def personal(self) -> bool:
        """Whether it came from a one-to-one chat."""
        return _table(self.body.get("conversation")).get("conversationType") == "personal"

    @cached_property
    def way(self) -> Way:
        """How to get back there."""
        conversation = _THREAD.sub("", _text(_table(self.body.get("conversation")).get("id")))
        user = _text(_table(self.body.get("from")).get("id")) if self.personal else ""
        return Way(
            _text(self.body.get("serviceUrl")),
            conversation,
            self.bot,
            self.tenant,
            self.personal,
            user,
        )

    @property
    def place(self) -> str:
        """The name that the conversation is kept under: a one-to-one chat by whose it is."""
        return self.account if self.personal else self.way.room

    @property
    def key(self) -> str:
        """The same for the same activity, however often it arrives."""
        return f"{self.way.room}:{self.id}"

    @property
    def event(self) -> str:
        """What happened to a team or channel ("channelShared")."""
        return _text(_table(self.body.get("channelData")).get("eventType"))

    @property
    def words(self) -> str:
        """What was written, without the mention of the bot."""
        return " ".join(_MENTION.sub(" ", _text(self.body.get("text"))).split()).lower()

    @property
    def press(self) -> TeamsPress | None:
        """What was pressed, whichever way the app sends it."""
        value = _table(self.body.get("value"))
        data = (
            _table(_table(value.get("action")).get("data"))
            if self.name == "adaptiveCard/action"
            else value
        )
        data = _table(data.get("data")) if self.name.startswith("task/") else data
        ours = _table(data.get(DATA))
        if not _text(ours.get("c")):
            return None
        command, target, room, key, post, form = (_text(ours.get(name)) for name in "ctrkpf")
        return TeamsPress(command, target, room, key, post, form, filled_in(data))

    def members(self, which: str) -> list[dict[str, Any]]:
        """Who came ("membersAdded") or went ("membersRemoved")."""
        listed = self.body.get(which)
        return (
            [member for member in listed if isinstance(member, dict)]
            if isinstance(listed, list)
            else []
        )


def account_name(tenant: str, who: Mapping[str, Any]) -> str:
    """Somebody's account in commands; people without a directory entry by the name Teams gives
    them.
    """
    return NAMES.account(tenant, _text(who.get("aadObjectId")) or _text(who.get("id")))


def room_name(tenant: str, conversation: str) -> str:
    """A conversation's name in commands."""
    return NAMES.room(tenant, conversation)


def _text(value: Any) -> str:
    """A text that can be kept: half characters and zero bytes are in no id of Teams."""
    return (
        value.encode(errors="replace").decode().replace("\0", "") if isinstance(value, str) else ""
    )


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
