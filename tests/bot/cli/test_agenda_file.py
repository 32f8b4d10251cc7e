"""`python -m bot agenda`: an operator writes the agenda of a meeting to a file while the service is
down.
"""

from io import BytesIO

import pytest
from docx import Document

from bot.cli.agenda_file import agenda_of
from bot.spine.settings import BadSettings
from storage.database import Database
from tests.kit.conference import PROFILES, Conference


def test_the_agenda_of_one_meeting(sqlite_database: Database) -> None:
    conference = Conference(sqlite_database)
    meeting = conference.look(lambda scene: scene.meeting.id)
    document = Document(BytesIO(agenda_of(sqlite_database, PROFILES, meeting[:8])))
    assert "Posy" in document.paragraphs[0].text
    conference.close()


def test_an_id_that_is_none_is_said(sqlite_database: Database) -> None:
    with pytest.raises(BadSettings, match="0 meetings"):
        agenda_of(sqlite_database, PROFILES, "nothing")
