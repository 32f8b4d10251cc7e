"""Listening for requests until somebody asks the process to stop; what the service and the rehearsal room share."""

import asyncio
import errno
import logging
import signal
from collections.abc import Callable

import click
from aiohttp import web

from bot.settings import BadSettings, Settings

_FINISH_S = 10
_IDLE_S = 15


def log_to_stderr() -> None:
    """Only what an operator must know; ids, no words of anybody's."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")


def tell(words: str) -> None:
    """Says something to the operator."""
    click.echo(words, err=True)


async def listen(app: web.Application, settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until the process is asked to stop; `ready` gets the address, with the port that was found."""
    # Addresses hold the keys to the board, so they are not logged.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_FINISH_S, keepalive_timeout=_IDLE_S)
    stopped = stop_on_signals()
    await runner.setup()
    try:
        await _open_port(runner, settings)
        ready(_address(settings.host, runner.addresses[0][1]))
        await stopped.wait()
    finally:
        await runner.cleanup()


def stop_on_signals() -> asyncio.Event:
    """Set when somebody asks this process to stop."""
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    return stopped


async def _open_port(runner: web.AppRunner, settings: Settings) -> None:
    where = f"port {settings.port} on {settings.host}"
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            raise BadSettings(
                f"Something else uses {where}. Stop it, or choose another port by setting PORT, for example PORT=8123."
            ) from fault
        raise BadSettings(f"Cannot listen on {where}: {fault.strerror}. Set HOST and PORT.") from fault


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
