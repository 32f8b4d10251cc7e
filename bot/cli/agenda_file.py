"""`python -m bot agenda`: the agenda of a meeting as a Word file, for an operator when the service
is down.
"""

from collections.abc import Mapping
from pathlib import Path

import click

from bot.cli.tell import tell
from bot.documents.word import as_word
from bot.spine.dispatch import Dispatcher, utc_now
from bot.spine.opening import open_database
from bot.spine.settings import BadSettings, read_settings
from handlers.before.agenda_paper import agenda_paper
from prompts.profile import Profile, load_profiles
from storage.book import Book
from storage.database import Database
from storage.inbox import meetings_beginning_with


@click.command("agenda")
@click.argument("meeting")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def agenda(meeting: str, file: Path) -> None:
    """Write the agenda of MEETING (its id, or how that begins) to FILE (.docx), to go on by hand.

    The service is stopped.
    """
    settings = read_settings()
    database = open_database(settings, tell)
    try:
        file.write_bytes(agenda_of(database, load_profiles(settings.profiles), meeting))
    finally:
        database.close()
    click.echo(f"Written: {file}. It holds names: keep it safe.")


def agenda_of(database: Database, profiles: Mapping[str, Profile], meeting: str) -> bytes:
    """The Word file. Raises `BadSettings` where the id is that of no meeting, or of several."""
    dispatcher = Dispatcher(database, profiles)
    with database.read() as session:
        found = meetings_beginning_with(session, meeting)
        if len(found) != 1:
            raise BadSettings(f"{len(found)} meetings have an id that begins with '{meeting}'.")
        paper = agenda_paper(dispatcher.scene(Book(session, found[0]), None))
    dispatcher.close()
    return as_word(paper, utc_now())
