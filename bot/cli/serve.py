"""`python -m bot serve`: the service, from the first line to a clean stop.

No rehearsal is in it, whatever is set.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import click

from bot.cli.numbers import refuse_without_numbers
from bot.cli.profiles_in_use import missing_in_profiles
from bot.slack.settings import SlackSettings, read_slack_settings
from bot.spine.addresses import is_loopback
from bot.spine.dispatch import Dispatcher
from bot.spine.opening import open_service
from bot.spine.platform import Channel
from bot.spine.settings import BadSettings, Settings, read_settings
from bot.teams.settings import TeamsSettings, read_teams_settings, refuse_local_test
from bot.web.app import build_app
from bot.web.links import PageLinks
from bot.web.listening import listen, log_to_stderr, tell
from bot.web.staff_orders import HOW_TO_NAME, nobody_is_named
from prompts.profile import load_profiles


class ChatServices(NamedTuple):
    """The chat services that the environment sets up."""

    slack: SlackSettings | None
    teams: TeamsSettings | None


@click.command()
@click.option(
    "--no-clock", is_flag=True, help="Leave the time to `python -m bot clock` (PostgreSQL only)."
)
def serve(no_clock: bool) -> None:
    """Serve conferences in Slack and Teams, and their pages.

    Ctrl-C stops. To rehearse, see `rehearsal-room`.
    """
    log_to_stderr()
    settings = read_settings()
    chats = _chats(settings)
    profiles = load_profiles(settings.profiles)
    if any(chats):
        refuse_without_numbers(profiles)
    tell("Opening the database …")
    with (
        closing(open_service(settings, tell)) as database,
        closing(Dispatcher(database, profiles)) as dispatcher,
    ):
        for line in missing_in_profiles(database, profiles):
            tell(line)
        if nobody_is_named(dispatcher):
            tell(HOW_TO_NAME)
        asyncio.run(
            _serve(settings, dispatcher, chats, clock=not no_clock or database.dialect == "sqlite")
        )
    tell("Stopped. Everything is kept; start again to go on.")


def _chats(settings: Settings) -> ChatServices:
    """What is set up, if it goes together. Raises `BadSettings`."""
    chats = ChatServices(read_slack_settings(), read_teams_settings(os.environ, settings.host))
    if chats.teams and chats.teams.local:
        refuse_local_test(settings.url, slack=chats.slack is not None)
    if any(chats) and not settings.url and not is_loopback(settings.host):
        raise BadSettings(
            "CHAIRSIDE_URL is missing: put the https address that people reach this server at. "
            "Links to the board and to papers begin with it."
        )
    return chats


async def _serve(
    settings: Settings, dispatcher: Dispatcher, chats: ChatServices, *, clock: bool
) -> None:
    signing_key = dispatcher.database.link_key
    channels = _channels(settings, dispatcher, signing_key, chats)
    app = build_app(
        dispatcher, signing_key=signing_key, url=settings.url, clock=clock, channels=channels
    )
    await listen(app, settings, lambda address: click.echo(f"Chairside is ready: {address}"))


def _channels(
    settings: Settings, dispatcher: Dispatcher, signing_key: bytes, chats: ChatServices
) -> list[Channel]:
    """The chat services that are set up."""
    base, links = settings.url or f"http://{settings.host}:{settings.port}", PageLinks(signing_key)

    def address(link: str) -> str:
        return links.address_at(base, link)

    channels: list[Channel] = [_slack(chats.slack, dispatcher, address)] if chats.slack else []
    channels += [_teams(chats.teams, dispatcher, address)] if chats.teams else []
    if not channels:
        tell(
            "No chat service is set up, so no conference can be held here. Set up "
            "Slack or Teams; to rehearse: make run"
        )
    elif not settings.url:
        tell(
            f"Links to the board begin with {base}. If people cannot reach that, set CHAIRSIDE_URL."
        )
    return channels


# The libraries of a chat service are loaded only where it is set up.
def _slack(
    settings: SlackSettings, dispatcher: Dispatcher, address: Callable[[str], str]
) -> Channel:
    from bot.slack.app import Slack

    return Slack(settings, dispatcher, address)


def _teams(
    settings: TeamsSettings, dispatcher: Dispatcher, address: Callable[[str], str]
) -> Channel:
    from bot.teams.channel import TeamsChannel

    return TeamsChannel(settings, dispatcher, address)
