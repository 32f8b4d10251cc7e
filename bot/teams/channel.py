"""Teams, put together: its address on the web server, and the platform that posts are shown on."""

import os
from collections.abc import AsyncIterator, Callable

import aiohttp
from aiohttp import web

from bot.dispatch import Dispatcher
from bot.platform import Platform
from bot.teams.connector import Authentication, Connectors, adapter
from bot.teams.desk import Desk
from bot.teams.dialogs import Dialogs
from bot.teams.door import Door
from bot.teams.in_chat import InChat
from bot.teams.pace import Pace
from bot.teams.places import Places
from bot.teams.platform import Teams
from bot.teams.route import Messages
from bot.teams.sender import Sender
from bot.teams.settings import TeamsSettings, read_teams_settings
from bot.teams.signing_keys import SigningKeys
from bot.teams.talk import Talk
from bot.teams.turns import Turns

PREFIX = "teams"
PATH = "/api/messages"


def teams_from(host: str) -> TeamsSettings | None:
    """What the environment says about Teams; `host` is where the server listens. Raises `bot.settings.BadSettings`."""
    return read_teams_settings(os.environ, host)


def join_teams(
    app: web.Application, dispatcher: Dispatcher, settings: TeamsSettings, address: Callable[[str], str]
) -> tuple[str, Platform]:
    """Adds Teams' address to an application; gives the platform and the first part of its rooms' names.

    `address` makes a page's address from a reply's link. Must be called with a running loop.
    """
    session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
    connectors = Connectors(settings, session)
    authentication = Authentication(settings, connectors)
    if not settings.local:
        SigningKeys(settings.metadata_url).serve()
    sender = Sender(connectors, Pace())
    places = Places(dispatcher, sender)
    turns = _turns(dispatcher, places, sender, address, dialogs=not settings.local)
    app.router.add_post(PATH, Messages(Door(settings, authentication), adapter(authentication), turns).post)
    app.cleanup_ctx.append(_closing(session))
    return PREFIX, Teams(places, sender, dialogs=not settings.local)


def _turns(dispatcher: Dispatcher, places: Places, sender: Sender, address: Callable[[str], str], *, dialogs: bool) -> Turns:
    desk = Desk(dispatcher, places)
    talk = Talk(dispatcher, places, sender, dialogs=dialogs)
    return Turns(places, Dialogs(desk, address), InChat(desk, places, sender, address), talk)


def _closing(session: aiohttp.ClientSession) -> Callable[[web.Application], AsyncIterator[None]]:
    async def close(_: web.Application) -> AsyncIterator[None]:
        yield
        await session.close()

    return close
