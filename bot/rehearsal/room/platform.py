"""The web room as a platform: what is shown is kept, in its place, and the open pages are told that
something changed.
"""

from bot.spine.dispatch import Dispatcher
from bot.spine.platform import Parcel
from bot.web.events import Changes
from prompts.card import to_json
from storage.room import ShownMessage, keep_message


class WebRoom:
    """Shows cards on the web.

    A message has its post's id, so a card that is shown twice still stands there once.
    """

    def __init__(self, dispatcher: Dispatcher, changes: Changes) -> None:
        self._dispatcher = dispatcher
        self._changes = changes

    async def show(self, parcel: Parcel) -> str:
        """Keeps the card at its place."""
        if await self._dispatcher.run(lambda: self._keep(parcel)):
            self._changes.look_now()
        return parcel.post_id

    def _keep(self, parcel: Parcel) -> bool:
        at = self._dispatcher.now()
        shown = ShownMessage(
            parcel.post_id, parcel.audience, "", parcel.place, 0, at, to_json(parcel.card)
        )
        with self._dispatcher.database.session() as session:
            return keep_message(session, shown, parcel.meeting_id)
