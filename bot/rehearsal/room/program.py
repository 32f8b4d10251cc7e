"""`python -m bot rehearsal-room`: the rehearsal room from the first line to a clean stop."""

import asyncio
from contextlib import closing

import click

from bot.rehearsal.room.app import build_room
from bot.rehearsal.room.door import SignIn
from bot.rehearsal.staff import name_sample_staff
from bot.spine.addresses import is_loopback
from bot.spine.dispatch import Dispatcher
from bot.spine.opening import open_database
from bot.spine.settings import BadSettings, Settings, read_settings
from bot.web.listening import listen, log_to_stderr, tell
from bot.web.render import Pages
from prompts.profile import load_profiles


@click.command("rehearsal-room")
def rehearsal_room() -> None:
    """Open the rehearsal room, with made-up families and a database of its own. Ctrl-C stops."""
    log_to_stderr()
    settings = of_the_room(read_settings())
    profiles = load_profiles(settings.profiles)
    tell("Opening the rehearsals …")
    with (
        closing(open_database(settings, tell)) as database,
        closing(Dispatcher(database, profiles)) as dispatcher,
    ):
        name_sample_staff(database, dispatcher.now())
        asyncio.run(_serve(settings, dispatcher))
    tell("Stopped. Everything is kept; start again to go on.")


def of_the_room(settings: Settings) -> Settings:
    """The settings with the room's own file and key: a service's database and key are never
    touched.

    Raises `BadSettings` where others could reach the room at an address that is not safe to sign in
    at.
    """
    if not is_loopback(settings.host) and not settings.url:
        raise BadSettings(
            "Others could reach the rehearsal room here, and would sign in with a "
            "code. Put a TLS proxy in front, and set "
            "CHAIRSIDE_URL to the https address that people reach the room at. "
            "For this machine only, leave HOST out."
        )
    file = f"sqlite:///{settings.data / 'rehearsals.db'}"
    return settings.model_copy(update={"database_url": file, "keys": ()})


async def _serve(settings: Settings, dispatcher: Dispatcher) -> None:
    signing_key = dispatcher.database.link_key
    door = SignIn(signing_key, Pages(), settings.url)

    def ready(address: str) -> None:
        # Where a proxy stands in front, its log would keep a code in an address: there it is typed.
        click.echo(f"Chairside is ready: {address if settings.url else door.entry(address)}")
        if settings.url:
            click.echo(f"People sign in at {settings.url} with the code {door.code}")

    await listen(
        build_room(dispatcher, door, signing_key=signing_key, url=settings.url), settings, ready
    )
