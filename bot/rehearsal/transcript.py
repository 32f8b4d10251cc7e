"""The transcript: the channel as it can be read afterwards, each post once, as it stood at
the end.
"""

from bot.spine.platform import Parcel
from prompts.card import Card
from prompts.plain import twin
from storage.book import CHANNEL


class Transcript:
    """A platform that remembers. Private lines are not part of what was said in the channel."""

    def __init__(self) -> None:
        self._posts: dict[str, tuple[int, Card]] = {}

    async def show(self, parcel: Parcel) -> str:
        """Remembers a post, or what it has become."""
        if parcel.audience == CHANNEL:
            self._posts[parcel.post_id] = (parcel.place, parcel.card)
        return parcel.post_id

    def text(self) -> str:
        """The posts in the order of the channel, as plain words."""
        posts = sorted(self._posts.values(), key=lambda post: post[0])
        return (
            "\n\n".join(f"[{number}] {twin(card)}" for number, (_, card) in enumerate(posts, 1))
            + "\n"
        )
