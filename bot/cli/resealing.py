"""`python -m bot reseal`: brings everything under the first key, while the service runs; then the
old key can go.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import click

from bot.cli.opening import open_database
from bot.cli.running import ask_the_service
from bot.spine.settings import BadSettings, read_settings
from bot.web.operator import RESEAL, reseal_order
from storage.one_process import AlreadyRunning

Ask = Callable[[dict[str, Any]], dict[str, Any]]


@click.command()
def reseal() -> None:
    """Bring everything under the first key of CHAIRSIDE_KEY.

    Ctrl-C stops it; run it again to go on.
    """
    with ExitStack() as stack:
        _reseal(_way(stack))


def _way(stack: ExitStack) -> Ask:
    settings = read_settings()
    try:
        database = stack.enter_context(closing(open_database(settings, click.echo)))
    except AlreadyRunning:
        return lambda order: ask_the_service(settings, RESEAL, order)
    return lambda order: reseal_order(database, order)


def _reseal(ask: Ask) -> None:
    left = _left(ask)
    while left:
        click.echo(f"{left} rows to go.")
        done = sum(_turns(ask, left))
        before, left = left, _left(ask)
        if not done and left >= before:
            raise BadSettings(
                f"{left} rows are being changed by somebody. Run it again in a while."
            )
    click.echo(
        "Everything is under the first key. You can take the others out of "
        "CHAIRSIDE_KEY, everywhere at once."
    )


def _left(ask: Ask) -> int:
    return int(ask({"reseal": "count"})["left"])


def _turns(ask: Ask, left: int) -> Iterator[int]:
    place, done = "begin", 0
    while place:
        told = ask({"reseal": "" if place == "begin" else place})
        if fault := told.get("fault"):
            raise BadSettings(f"Stopped: {fault}. What was done is kept.")
        place, done = told["place"], done + int(told["changed"])
        if told["changed"]:
            click.echo(f"  {done} of {left}")
        yield int(told["changed"])
