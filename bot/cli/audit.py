"""`python -m bot audit`: proves the audit trail whole, and shows it. The service may be running."""

import base64
import json
from pathlib import Path

import click

from bot.cli.running import Order, whoever_can
from bot.spine.settings import BadSettings, read_settings
from bot.web.operator import AUDIT, audit_order
from storage.boxes import new_pair, open_box


@click.group()
def audit() -> None:
    """The audit trail: who did what and who opened which paper. Ids only."""


@audit.command()
def verify() -> None:
    """Prove that no line was changed, added or taken away, and no row that decides who
    sees what.
    """
    told = _ask({"audit": "verify"})
    if faults := told["faults"]:
        raise BadSettings("\n".join([*faults, "The audit trail is not whole."]))
    click.echo(f"Whole: {told['lines']} lines in {told['meetings']} meetings, and every mark fits.")


@audit.command()
@click.argument("meeting")
@click.option(
    "--key",
    "key_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the manager's key, for lines of closed parts.",
)
def show(meeting: str, key_file: Path | None) -> None:
    """Show the lines of a MEETING, by its id. Lines of closed parts need the manager's key."""
    private = base64.b64decode(key_file.read_text()) if key_file else b""
    for line in _ask({"audit": "show", "meeting": meeting})["lines"]:
        click.echo("  ".join([line["number"], line["at"], *_words(line, private)]))


@audit.command("new-key")
def new_key() -> None:
    """Print a fresh pair: the manager keeps the first, CHAIRSIDE_AUDIT_KEY gets the second."""
    private, public = (base64.b64encode(key).decode() for key in new_pair())
    click.echo(f"The manager's key, for the manager alone: {private}")
    click.echo(f"CHAIRSIDE_AUDIT_KEY={public}")


def _words(line: dict[str, str], private: bytes) -> list[str]:
    if not line["hidden"]:
        return [line["command"], line["person"], line["target"]]
    if not private:
        return ["(closed part: needs the manager's key)"]
    told = json.loads(open_box(private, line["hidden"]))
    return [told["command"], told["person"] or "", told["target"]]


def _ask(order: Order) -> Order:
    with whoever_can(read_settings(), AUDIT, audit_order, click.echo) as ask:
        return ask(order)
