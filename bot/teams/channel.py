"""Teams put together: its address on the web server, and the platform that posts are shown on."""

from collections.abc import Callable

import aiohttp
from aiohttp import web

from bot.spine.dispatch import Dispatcher
from bot.spine.pace import Pace
from bot.teams.connector import Authentication, Connectors, adapter
from bot.teams.desk import TeamsDesk
from bot.teams.dialogs import Dialogs
from bot.teams.door import ActivityCheck
from bot.teams.in_chat import CardPresses
from bot.teams.places import Conversations
from bot.teams.platform import Teams
from bot.teams.route import Messages
from bot.teams.sender import LIMITS, Sender
from bot.teams.settings import TeamsSettings
from bot.teams.signing_keys import SigningKeys
from bot.teams.talk import ChatReplies
from bot.teams.turns import Turns

PATH = "/api/messages"


class TeamsChannel:
    """One tenant's Teams. Make it with a running loop; `stop` it after the last request.

    `address` makes a page's address from a reply's link.
    """

    name = "teams"

    def __init__(
        self,
        settings: TeamsSettings,
        dispatcher: Dispatcher,
        address: Callable[[str], str],
        pace: Pace | None = None,
    ) -> None:
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        connectors = Connectors(settings, self._session)
        authentication = Authentication(settings, connectors)
        sender, dialogs = Sender(connectors, pace or Pace(*LIMITS)), not settings.local
        places = Conversations(dispatcher, sender)
        self.platform = Teams(places, sender, dialogs=dialogs)
        desk, talk = (
            TeamsDesk(dispatcher, places),
            ChatReplies(dispatcher, places, sender, dialogs=dialogs),
        )
        turns = Turns(
            places, Dialogs(desk, address), CardPresses(desk, places, sender, address), talk
        )
        self._messages = Messages(
            ActivityCheck(settings, authentication), adapter(authentication), turns
        )
        if not settings.local:
            SigningKeys(settings.metadata_url).serve()

    def routes(self) -> list[web.RouteDef]:
        """Where activities come in."""
        return [web.post(PATH, self._messages.post)]

    async def start(self) -> None:
        """Nothing is to be done before requests come: keys and tokens are fetched when they are
        needed.
        """

    async def stop(self) -> None:
        """Lets go of the connections."""
        await self._session.close()
