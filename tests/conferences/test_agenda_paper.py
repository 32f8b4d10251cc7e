"""The agenda on paper, so that a meeting can go on by hand (row B13): all that the meeting asks,
and room to write.
"""

from io import BytesIO

from docx import Document

from bot.documents.word import as_word
from handlers.before.agenda_paper import agenda_paper
from prompts.paper import Blank, Blanks, Paper
from prompts.words import say
from tests.kit.conference import Conference


def paper_of(conference: Conference) -> Paper:
    return conference.look(agenda_paper)


def test_it_has_every_question_every_trio_and_every_child(thornbeck: Conference) -> None:
    text = repr(paper_of(thornbeck))

    def expected(scene) -> list[str]:  # type: ignore[no-untyped-def]
        asked = [
            step
            for step in scene.meeting.steps
            if scene.question(step).answer not in ("here", "notice")
        ]
        return [scene.words(step, scene.question(step).ask) for step in asked]

    for ask in thornbeck.look(expected):
        assert ask in text
    names = thornbeck.look(
        lambda scene: [*(trio.title for trio in scene.meeting.trios), *scene.children]
    )
    assert all(name in text for name in names)


def test_everybody_has_a_row_for_each_number_and_the_chair_room_for_the_decision(
    thornbeck: Conference,
) -> None:
    paper = paper_of(thornbeck)
    blocks = [block for chapter in paper.chapters for block in chapter.blocks]
    scores = [
        block
        for block in blocks
        if isinstance(block, Blanks) and say("agenda_paper.number") in block.head
    ]
    mum = thornbeck.look(
        lambda scene: next(person.name for person in scene.book.people if person.role == "parent")
    )
    assert scores
    assert all(mum in [row[0] for row in block.rows] for block in scores)
    assert sum(isinstance(block, Blank) for block in blocks) > 4
    assert say("agenda_paper.decides") in repr(paper)


def test_it_is_a_word_file_too(thornbeck: Conference) -> None:
    document = Document(BytesIO(as_word(paper_of(thornbeck), thornbeck.now)))
    assert document.paragraphs[0].text == paper_of(thornbeck).title
    assert len(document.tables) > 20


def test_chair_and_minute_taker_are_offered_it_and_nobody_else(thornbeck: Conference) -> None:
    for who, offered in (
        ("chair", True),
        ("minute_taker", True),
        ("mum", False),
        ("social_worker", False),
    ):
        reply = thornbeck.send("agenda.paper", thornbeck.person(who).account)
        assert bool(reply.link) is offered, who
        if offered:
            assert reply.link.startswith("agenda:")
