"""Posts that need several messages, and what was sent of them so far: nothing is sent twice, and
each try gets further than the one before.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.spine.platform import Parcel


@dataclass
class PartlySent:
    """The messages of one post, by the names their service gave them, and what each of them says
    since this post was begun.
    """

    as_shown: tuple[str, int]
    messages: list[str]
    says: dict[int, object] = field(default_factory=dict)

    def name(self, place: int) -> str:
        """The message at a place; "" where there is none yet, or none any more."""
        return self.messages[place] if place < len(self.messages) else ""

    def keep(self, place: int, name: str, content: object) -> None:
        """The message at a place says this now."""
        self.messages[place : place + 1] = [name]
        self.says[place] = content

    def forget_from(self, place: int) -> None:
        """Somebody deleted a message: it and those after it are sent again, in order."""
        del self.messages[place:]
        self.says = {at: content for at, content in self.says.items() if at < place}


class Unfinished:
    """The posts that this process has begun to send and not ended."""

    def __init__(self) -> None:
        self._begun: dict[str, PartlySent] = {}

    def begin(self, parcel: Parcel, messages: Iterable[str]) -> PartlySent:
        """What is there of a post: as we began it, unless another process has shown it since."""
        begun, as_shown = self._begun.get(parcel.post_id), (parcel.ref, parcel.shown)
        if begun is None or begun.as_shown != as_shown:
            begun = self._begun[parcel.post_id] = PartlySent(as_shown, list(messages))
        return begun

    def end(self, parcel: Parcel) -> None:
        """The post is whole."""
        self._begun.pop(parcel.post_id, None)
