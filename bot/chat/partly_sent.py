"""Posts that need several messages, and what was sent of them so far: nothing is sent twice, and
each try gets further than the one before.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.spine.platform import Parcel

Content = TypeVar("Content")


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

    async def show(
        self,
        contents: Sequence[Content],
        put: Callable[[int, Content], Awaitable[str]],
        take_away: Callable[[str], Awaitable[None]],
    ) -> None:
        """Puts a message at each place that says something else yet, and takes away those that are
        too many. What was put stays put where a later one is refused.
        """
        for place, content in enumerate(contents):
            if self.says.get(place) != content:
                self.keep(place, await put(place, content), content)
        while len(self.messages) > len(contents):
            if self.messages[-1]:
                await take_away(self.messages[-1])
            self.messages.pop()

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
