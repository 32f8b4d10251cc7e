"""`python -m bot rehearse`: a sample family's whole conference without a browser, by the same
commands that people press.
"""

import asyncio
import secrets
import tempfile
from pathlib import Path

import click

from bot.rehearsal.player import Player
from bot.rehearsal.setup import account_of, fits, setup_of
from bot.rehearsal.staff import name_sample_staff
from bot.rehearsal.transcript import Transcript
from bot.spine.delivery import Delivery
from bot.spine.dispatch import Dispatcher
from bot.spine.settings import BadSettings, read_settings
from bot.web.render import Pages
from handlers.after.record.model import Record
from handlers.after.record.record import record
from handlers.dates.deadline_words import full_day
from handlers.grammar.command import Command
from prompts.family import Family, family_names, load_family
from prompts.profile import Profile, load_profiles
from storage.database import Database
from storage.room import ROOM
from storage.sealing import Vault

_ROOM = f"{ROOM}rehearsal"


@click.command()
@click.option("--profile", required=True, help="The practice profile.")
@click.option(
    "--family", type=click.Choice(family_names()), required=True, help="The sample family."
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Where the files go.",
)
def rehearse(profile: str, family: str, out: Path) -> None:
    """Play a whole conference; print its transcript, and write transcript.txt, record.json and
    plan.html.
    """
    sample, used = load_family(family), _profile(profile)
    if not fits(sample, used):
        raise BadSettings(
            f"The family '{family}' is for the profile '{sample.profile}'. "
            f"Put --profile {sample.profile}."
        )
    with tempfile.TemporaryDirectory(prefix="chairside-") as folder:
        database = Database.open(f"sqlite:///{folder}/rehearsal.db", Vault(secrets.token_bytes(32)))
        try:
            database.migrate()
            transcript, kept = asyncio.run(_play(database, sample, used))
        finally:
            database.close()
    click.echo(transcript, nl=False)
    _write(out, transcript, plan_page(kept, used), kept)


def _profile(name: str) -> Profile:
    """A profile that comes with the program, or one of the service's own."""
    profiles = load_profiles(read_settings().profiles)
    if name not in profiles:
        raise click.BadParameter(f"there is no profile '{name}'; put one of {', '.join(profiles)}")
    return profiles[name]


async def _play(database: Database, family: Family, profile: Profile) -> tuple[str, Record]:
    dispatcher = Dispatcher(database, {profile.id: profile})
    transcript = Transcript()
    delivery = Delivery(dispatcher, {ROOM.rstrip(":"): transcript})
    setup = {"setup": setup_of(family, dispatcher.now().date(), profile.id)}
    name_sample_staff(database, dispatcher.now())
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
    """The plan as a page to print and to keep; what the page says in its own way is left out of the
    sections.
    """
    told_apart = ("actions", "core_group", "first_core_group")
    sections = [
        section for section in kept.plan if profile.sections[section.id].kind not in told_apart
    ]
    return Pages().draw(
        "plan.html.j2", record=kept, danger=profile.danger, sections=sections, day=full_day
    )


def _write(out: Path, transcript: str, plan: str, kept: Record) -> None:
    out.mkdir(parents=True, exist_ok=True)
    files = {
        "transcript.txt": transcript,
        "record.json": kept.model_dump_json(indent=2) + "\n",
        "plan.html": plan,
    }
    for name, text in files.items():
        (out / name).write_text(text, encoding="utf-8")
        click.echo(f"Wrote {out / name}", err=True)
