"""`python -m bot rehearse`: a sample family's whole conference without a browser, by the same commands that people press."""

import asyncio
import secrets
import tempfile
from pathlib import Path

import click

from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.rehearsal.player import Player
from bot.rehearsal.setup import account_of, setup_of
from bot.rehearsal.transcript import Transcript
from bot.settings import BadSettings
from bot.web.render import Pages
from handlers.command import Command
from handlers.plan.words import day_words
from handlers.record.model import Record
from handlers.record.record import record
from prompts.family import Family, family_names, load_family
from prompts.profile import Profile, load_profile, profile_names
from storage.database import Database
from storage.room import ROOM
from storage.sealing import Vault

_ROOM = f"{ROOM}rehearsal"


@click.command()
@click.option("--profile", type=click.Choice(profile_names()), required=True, help="The practice profile.")
@click.option("--family", type=click.Choice(family_names()), required=True, help="The sample family.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Where the files go.")
def rehearse(profile: str, family: str, out: Path) -> None:
    """Play a whole conference; print its transcript, and write transcript.txt, record.json and plan.html."""
    sample = load_family(family)
    if sample.profile != profile:
        raise BadSettings(f"The family '{family}' is for the profile '{sample.profile}'. Put --profile {sample.profile}.")
    with tempfile.TemporaryDirectory(prefix="chairside-") as folder:
        database = Database.open(f"sqlite:///{folder}/rehearsal.db", Vault(secrets.token_bytes(32)))
        try:
            database.migrate()
            transcript, kept = asyncio.run(_play(database, sample))
        finally:
            database.close()
    click.echo(transcript, nl=False)
    _write(out, transcript, kept)


async def _play(database: Database, family: Family) -> tuple[str, Record]:
    dispatcher = Dispatcher(database, {family.profile: load_profile(family.profile)})
    transcript = Transcript()
    delivery = Delivery(dispatcher, {ROOM.rstrip(":"): transcript})
    setup = {"setup": setup_of(family, dispatcher.now().date())}
    chair = next(account_of(person.id) for person in family.person if person.role == "chair")
    dispatcher.dispatch(Command(f"{_ROOM}:start", "conference.start", chair, _ROOM, values=setup))
    player = Player(dispatcher, _ROOM)
    while (title := player.where()) and player.play_item():
        click.echo(title, err=True)
    player.play_one()
    while await delivery.show_next():
        pass
    kept = dispatcher.look(_ROOM, chair, record)
    dispatcher.close()
    if kept.draft:
        raise click.ClickException(f"The conference stopped at: {title}")
    return transcript.text(), kept


def plan_page(kept: Record, profile: Profile) -> str:
    """The plan as a page to print and to keep; what the page says in its own way is left out of the sections."""
    told_apart = ("actions", "core_group", "first_core_group")
    sections = [section for section in kept.plan if profile.sections[section.id].kind not in told_apart]
    return Pages().draw("plan.html.j2", record=kept, danger=profile.danger, sections=sections, day=day_words)


def _write(out: Path, transcript: str, kept: Record) -> None:
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "transcript.txt": transcript,
        "record.json": kept.model_dump_json(indent=2) + "\n",
        "plan.html": plan_page(kept, load_profile(kept.profile.id)),
    }
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
        click.echo(f"Wrote {out / name}", err=True)
