"""What is somebody's own over all their conferences, wherever they ask for it."""

from bot.spine.dispatch import Dispatcher
from handlers.meeting.mine import MyConference, mine
from handlers.people.danger import Help, help_in, help_of
from prompts.card import Card


class Own:
    """Looks it up by account."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher

    async def conferences(self, account: str) -> list[MyConference]:
        """What they are asked now, and what they said they would do."""
        run, look = self._dispatcher.run, self._dispatcher.look_everywhere
        return await run(lambda: look(account, mine))

    async def manages(self, account: str) -> bool:
        """Whether they manage the list of staff."""
        return await self._dispatcher.run(lambda: self._dispatcher.manages(account))

    async def help(self, account: str) -> Help:
        """Whom to call when they are in danger."""
        run, look = self._dispatcher.run, self._dispatcher.look_everywhere
        found = await run(lambda: look(account, help_in))
        return help_of(found, self._dispatcher.profiles.values())

    async def start_form(self, account: str, room: str) -> Card:
        """The form that sets a conference up in a room."""
        return await self._dispatcher.run(lambda: self._dispatcher.start_form(account, room))
