"""`python -m bot reseal`: brings everything under the first key, while the service runs; then the
old key can go.
"""

from collections.abc import Iterator

import click

from bot.cli.running import Ask, whoever_can
from bot.spine.settings import BadSettings, read_settings
from bot.web.operator import RESEAL, reseal_order


@click.command()
def reseal() -> None:
    """Bring everything under the first key of CHAIRSIDE_KEY.

    Ctrl-C stops it; run it again to go on.
    """
    with whoever_can(read_settings(), RESEAL, reseal_order, click.echo) as ask:
        _reseal(ask)


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
