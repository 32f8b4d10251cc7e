"""Listening for requests until somebody asks the process to stop; what the service and the
rehearsal room share.
"""

import asyncio
import errno
import logging
import signal
from collections.abc import Callable
from typing import Any

import click
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.spine.faults import where
from bot.spine.settings import BadSettings, Settings
from bot.web.patience import PatientRunner

log = logging.getLogger(__name__)


class PrivateFormatter(logging.Formatter):
    """Writes what failed and where, and not what was in it, also where a library logs a whole
    exception.
    """

    def formatException(self, ei: Any) -> str:
        """A line instead of a traceback."""
        return where(ei[1]) if ei and ei[1] else ""


def log_to_stderr() -> None:
    """Only what an operator must know; ids, no words of anybody's."""
    handler = logging.StreamHandler()
    handler.setFormatter(PrivateFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(_is_of_ours)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])


def _is_of_ours(record: logging.LogRecord) -> bool:
    """Not what strangers send that is no HTTP: they could fill a disk with it."""
    fault = record.exc_info[1] if record.exc_info else None
    return not isinstance(fault, HttpProcessingError)


def quiet_loop(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What nobody waited for and failed: asyncio's own line would quote it."""
    fault = context.get("exception")
    log.error("something in the background failed: %s", where(fault) if fault else "no exception")


def tell(words: str) -> None:
    """Says something to the operator."""
    click.echo(words, err=True)


async def listen(app: web.Application, settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until the process is asked to stop; `ready` gets the address, with the port that was
    found.
    """
    runner = PatientRunner(app)
    asyncio.get_running_loop().set_exception_handler(quiet_loop)
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
                f"Something else uses {where}. Stop it, or choose another port by "
                "setting PORT, for example PORT=8123."
            ) from fault
        raise BadSettings(
            f"Cannot listen on {where}: {fault.strerror}. Set HOST and PORT."
        ) from fault


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
