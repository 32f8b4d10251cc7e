"""`python -m bot serve`: the web server, the posts and the clock, from the first line to a clean stop."""

import asyncio
import errno
import ipaddress
import logging
import os
import signal
from typing import NamedTuple

import click
from aiohttp import web

from bot.dispatch import Dispatcher
from bot.keys import vault_for
from bot.opening import open_database
from bot.platform import Channel
from bot.profiles_in_use import missing_in_profiles
from bot.settings import BadSettings, Settings, read_settings
from bot.slack.app import Slack
from bot.slack.settings import SlackSettings, read_slack_settings
from bot.teams.channel import TeamsChannel
from bot.teams.settings import TeamsSettings, read_teams_settings
from bot.web.app import build_app
from bot.web.guard import LOOPBACK
from bot.web.links import PageLinks
from prompts.profile import load_profiles

_FINISH_S = 10


class Chats(NamedTuple):
    """The chat services that the environment sets up."""

    slack: SlackSettings | None
    teams: TeamsSettings | None


@click.command()
@click.option("--no-clock", is_flag=True, help="Leave the time to `python -m bot clock` (PostgreSQL only).")
def serve(no_clock: bool) -> None:
    """Open the rehearsal room on this machine, and serve the board. Ctrl-C stops."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    settings = read_settings()
    chats = Chats(read_slack_settings(), read_teams_settings(os.environ, settings.host))
    profiles = load_profiles(settings.profiles)
    tell("Opening the database …")
    database = open_database(settings, tell)
    try:
        for line in missing_in_profiles(database, profiles):
            tell(line)
        dispatcher = Dispatcher(database, profiles)
        asyncio.run(_serve(settings, dispatcher, chats, clock=not no_clock or database.dialect == "sqlite"))
        dispatcher.close()
    finally:
        database.close()
    tell("Stopped. Everything is kept; start again to go on.")


def tell(words: str) -> None:
    """Says something to the operator."""
    click.echo(words, err=True)


async def _serve(settings: Settings, dispatcher: Dispatcher, chats: Chats, *, clock: bool) -> None:
    here = is_loopback(settings.host)
    signing_key = vault_for(settings, tell).signing_key
    runner = web.AppRunner(
        build_app(
            dispatcher,
            signing_key=signing_key,
            rehearsal=here or settings.rehearsal,
            hosts=None if settings.rehearsal else LOOPBACK,
            clock=clock,
            channels=_channels(settings, dispatcher, signing_key, chats),
        ),
        # Addresses hold the keys to the board, so they are not logged.
        access_log=None,
        shutdown_timeout=_FINISH_S,
    )
    stopped = stop_on_signals()
    await runner.setup()
    try:
        await _listen(runner, settings)
        click.echo(f"Chairside is ready: {_address(runner, settings.host)}")
        await stopped.wait()
    finally:
        await runner.cleanup()


def _channels(settings: Settings, dispatcher: Dispatcher, signing_key: bytes, chats: Chats) -> list[Channel]:
    """The chat services that are set up."""
    base, links = settings.url or f"http://{settings.host}:{settings.port}", PageLinks(signing_key)

    def address(link: str) -> str:
        return links.address_at(base, link)

    channels: list[Channel] = [Slack(chats.slack, dispatcher, address)] if chats.slack else []
    channels += [TeamsChannel(chats.teams, dispatcher, address)] if chats.teams else []
    if channels and not settings.url:
        tell(f"Links to the board begin with {base}. If people cannot reach that, set CHAIRSIDE_URL.")
    return channels


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    where = f"port {settings.port} on {settings.host}"
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise BadSettings(f"Something else uses {where}. Stop it, or choose another port: PORT=8123 make run") from fault
        raise BadSettings(f"Cannot listen on {where}: {fault.strerror}. Set HOST and PORT.") from fault


def stop_on_signals() -> asyncio.Event:
    """Set when somebody asks this process to stop."""
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    return stopped


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(runner: web.AppRunner, host: str) -> str:
    port = runner.addresses[0][1]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
