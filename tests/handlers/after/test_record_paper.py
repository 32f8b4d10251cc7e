"""The record as a document: the same facts as the data, a draft on every page until it is signed
off, nothing sealed in it.
"""

from io import BytesIO

import pytest
from docx import Document

from bot.documents.word import as_word
from handlers.after.letters.letters import letter_of
from handlers.after.record.model import Record
from handlers.after.record.record import record
from handlers.after.record.record_paper import record_paper
from prompts.card import Bullets, Facts, Heading, Quote, Table, Text
from prompts.paper import Chapter, Paper, SideBySide
from storage.database import Database
from tests.kit.paper_room import closed_room, paper_words, record_words
from tests.kit.small_room import START, SmallRoom

EVERYBODY = ("chair", "mum", "social_worker", "minute_taker", "observer")
SECRETS = ("Only gran knows", "One up for me", "My own wish")


@pytest.fixture
def room(sqlite_database: Database) -> SmallRoom:
    return closed_room(sqlite_database)


def word(room: SmallRoom, who: str = "chair") -> str:
    """Every bit of text in the Word file, heads and feet of pages too."""
    document = Document(BytesIO(as_word(room.see(who, record_paper), START)))
    section = document.sections[0]
    places = (section.header._element, document.element.body, section.footer._element)
    return "\n".join("".join(place.itertext()) for place in places)


def test_all_that_is_agreed_and_decided_stands_in_it(room: SmallRoom) -> None:
    words = record_words(room)

    for line in (
        "Record of the conference for Mia",
        "Mia: Child in Need plan",
        "Ruth: “Mia has a plan. Maureen sleeps there on Fridays.”",
        "Name: Kerry; Who they are: Parent; Attended: from 10:00",
        "Invited but did not come: Lou.",
        "- Mia was alone on a Friday night. (Kerry)",
        "Maureen (written down by Priti): “I am there on Fridays.”",
        "Name: Kerry; Now: 4; Last time: 3; Why that number: Gran is there",
        "Asked, and no answer: Maureen, Nadia and Gwen.",
        "6 out of 10",
        "Name: Kerry; What they wished for: Help, not a plan.",
        "Mr Odell: “I still worry about nights.”",
        "What: Ring Sue.; Who: Kerry; By when: Monday 1 December 2025",
        "Name: Kerry; What they bring: Brings the book",
        "Skipped",
    ):
        assert line in words, line


def test_its_headings_are_those_of_the_guidance(room: SmallRoom) -> None:
    titles = [chapter.title for chapter in room.see("chair", record_paper).chapters]

    assert titles[2:6] == [
        "3. What we worry about and what works well",
        "5. How safe are things now?",
        "6. Which plan",
        "7. What needs to happen",
    ]


def test_what_works_stands_beside_what_worries(room: SmallRoom) -> None:
    [beside] = [
        block
        for chapter in room.see("chair", record_paper).chapters
        for block in chapter.blocks
        if isinstance(block, SideBySide)
    ]

    assert Bullets(("Mia was alone on a Friday night. (Kerry)",)) in beside.left
    assert Quote("I am there on Fridays.", "Maureen (written down by Priti)") in beside.right


def test_it_says_draft_until_it_is_signed_off(room: SmallRoom) -> None:
    paper = room.see("chair", record_paper)
    assert paper.draft == "DRAFT. Not final until Ruth has signed it off."
    assert paper.draft in word(room)
    assert paper.name.endswith("-draft")

    room.send("chair", "record.approve")
    assert "DRAFT" not in word(room)
    assert "Draft" not in word(room)
    assert "Signed off by Ruth on Monday 24 November 2025. Version 1." in word(room)


def test_nothing_sealed_is_in_any_paper_whoever_reads_it(sqlite_database: Database) -> None:
    room = SmallRoom(sqlite_database)
    room.go_to("score")
    room.send("mum", "answer.submit", room.step(), score="4", why=SECRETS[0], up=SECRETS[1])
    room.send("chair", "agenda.park")
    room.go_to("recommendation")
    room.send("mum", "answer.submit", room.step(), wish=SECRETS[2])
    room.send("chair", "close.submit", text="Closed early.", stay_hidden="yes")
    room.send("chair", "record.approve")
    room.send("chair", "letter.approve")

    for who in EVERYBODY:
        letter = room.see(who, lambda scene: letter_of(scene, scene.book.letters()[0].id))
        papers = record_words(room, who) + word(room, who) + (paper_words(letter) if letter else "")
        assert not any(secret in papers for secret in SECRETS)
    assert "The numbers were not shown. They stay hidden." in record_words(room)
    assert "What people thought was not shown. It stays hidden." in record_words(room)


def test_what_the_data_says_the_document_says(room: SmallRoom) -> None:
    words, kept = record_words(room), room.see("chair", record)

    for said in said_in(kept):
        assert said in words, said


def test_a_word_file_has_real_headings_and_tables_and_repeats_their_heads(room: SmallRoom) -> None:
    document = Document(BytesIO(as_word(room.see("chair", record_paper), START)))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}

    assert {"Title", "Heading 1", "Heading 2", "List Bullet"} <= styles
    assert any("tblHeader" in table._tbl.xml for table in document.tables)
    assert document.core_properties.title == "Record of the conference for Mia"
    assert "PAGE" in document.sections[0].footer._element.xml


def test_what_people_wrote_stays_what_it_is_in_a_word_file() -> None:
    odd = "<b>&amp; {{ x }} \x0b\x0c\x1b\ufffe “Łódź” 🙂\nnext line"
    parts = (
        Text(odd),
        Heading(odd),
        Facts(((odd, odd),)),
        Quote(odd, odd),
        Bullets((odd,)),
        Table((odd,), ((odd,),)),
    )
    paper = Paper("x", odd, (), (Chapter(odd, (*parts, SideBySide(parts, parts))),), odd, odd)
    text = "".join(Document(BytesIO(as_word(paper, START))).element.body.itertext())

    assert "<b>&amp; {{ x }}  “Łódź” 🙂".replace("  ", " ") in text.replace("  ", " ")
    assert "\x0b" not in text


def said_in(kept: Record) -> list[str]:
    """Words that must be in a record, wherever they stand."""
    return [
        *(row.words for part in kept.agenda for item in part.items for row in item.points),
        *(row.why for trio in kept.trios for row in trio.scores if row.why),
        *(row.words for child in kept.decisions for row in child.disagreements),
        *(row.why for child in kept.decisions for row in child.decisions),
        *(
            value.words
            for section in kept.plan
            for entry in section.entries
            for value in entry.values
            if value.field != "side"
        ),
        *(row.words for row in kept.reasons),
        kept.summary,
    ]
