"""`python -m bot clock`: the clock as a process of its own, for services with several processes.

Any number may run.
"""

import asyncio
from contextlib import closing

import click

from bot.spine.clock import Clock
from bot.spine.dispatch import Dispatcher
from bot.spine.opening import open_service
from bot.spine.settings import BadSettings, read_settings
from bot.web.listening import log_to_stderr, quiet_loop, stop_on_signals, tell
from prompts.profile import load_profiles
from storage.engines import sqlite_path


@click.command("clock")
def clock() -> None:
    """Keep the time: reminders, check-ins and timers.

    Needs PostgreSQL; on a SQLite file `serve` does it.
    """
    log_to_stderr()
    settings = read_settings()
    if sqlite_path(settings.database_url) is not None:
        raise BadSettings(
            "A clock of its own needs PostgreSQL: set DATABASE_URL. On a SQLite "
            "file `python -m bot serve` keeps the time too."
        )
    with (
        closing(open_service(settings, tell)) as database,
        closing(Dispatcher(database, load_profiles(settings.profiles))) as dispatcher,
    ):
        asyncio.run(_keep_time(dispatcher))
    tell("Stopped. What is due waits for the next clock.")


async def _keep_time(dispatcher: Dispatcher) -> None:
    asyncio.get_running_loop().set_exception_handler(quiet_loop)
    stopped = stop_on_signals()
    ticking = Clock(dispatcher)
    ticking.start()
    click.echo("The clock is running.")
    await stopped.wait()
    await ticking.stop()
