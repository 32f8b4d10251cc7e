"""A paper as a Word document: real headings, tables with heads that repeat, and on every page
whether it is a draft.
"""

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import assert_never

from docx import Document
from docx.document import Document as WordDocument
from docx.table import _Cell

from bot.documents.pictures import png
from bot.documents.runs import turn, write
from bot.documents.style import LANGUAGE, TEXT_WIDTH, dress, number_of_page, number_of_pages
from bot.documents.tables import beside_table, blank_lines, blanks_table, facts_table, plain_table
from prompts.card import Bullets, Calls, Facts, Heading, Picture, Quote, Scale, Table, Text
from prompts.direction import without_controls
from prompts.paper import Blank, Blanks, Block, Paper, SideBySide
from prompts.plain import call_lines

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Word's format cannot hold these characters at all.
_CANNOT_BE_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Place = WordDocument | _Cell


def as_word(paper: Paper, at: datetime) -> bytes:
    """The paper as the bytes of a .docx file, made at a moment."""
    document = Document()
    dress(document, large=paper.large)
    _properties(document, paper, at)
    _every_page(document, paper)
    write(document.add_paragraph(style="Title"), clean(paper.title))
    for block in paper.lead:
        _add(document, block)
    for chapter in paper.chapters:
        write(document.add_heading(level=1), clean(chapter.title))
        for block in chapter.blocks:
            _add(document, block)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def clean(text: str) -> str:
    """The text without the characters that a Word file cannot hold."""
    return _CANNOT_BE_KEPT.sub("", text)


def _properties(document: WordDocument, paper: Paper, at: datetime) -> None:
    kept = document.core_properties
    kept.title, kept.author, kept.comments, kept.language = (
        without_controls(clean(paper.title)),
        "Chairside",
        "",
        LANGUAGE,
    )
    kept.created = kept.modified = at.replace(tzinfo=None)


def _every_page(document: WordDocument, paper: Paper) -> None:
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    if paper.draft:
        head.style = "Draft"
        write(head, clean(paper.draft))
    write(foot, clean(paper.foot)).add_run("\t")
    number_of_page(foot)
    foot.add_run(" / ")
    number_of_pages(foot)


def _add(place: Place, block: Block) -> None:
    if isinstance(block, Calls):
        block = Bullets(tuple(call_lines(block)))
    match block:
        case Text(text=text, strong=strong):
            paragraph = write(place.add_paragraph(), clean(text), bold=strong or None)
            turn(paragraph, text)
            paragraph.paragraph_format.keep_with_next = strong or None
        case Heading(text=text):
            write(place.add_paragraph(style="Heading 2"), clean(text))
        case Quote(words=words, who=who):
            _quote(place, clean(words), clean(who))
        case Bullets(items=lines) | Scale(spoken=lines):
            for line in lines:
                write(place.add_paragraph(style="List Bullet"), clean(line))
        case Picture():
            _picture(place, block)
        case _:
            _add_table(place, block)


def _add_table(place: Place, block: Facts | Table | SideBySide | Blank | Blanks) -> None:
    match block:
        case Facts(rows=rows):
            facts_table(place, [(clean(label), clean(value)) for label, value in rows])
        case Table(head=head, rows=lines):
            plain_table(
                place,
                [clean(cell) for cell in head],
                [[clean(cell) for cell in row] for row in lines],
            )
        case Blank(lines=number):
            blank_lines(place, number)
        case Blanks(head=head, rows=lines):
            blanks_table(
                place,
                [clean(cell) for cell in head],
                [[clean(cell) for cell in row] for row in lines],
            )
        case SideBySide(left=left, right=right):
            beside_table(place, _filler(left), _filler(right))
        case _:
            assert_never(block)


def _filler(blocks: tuple[Block, ...]) -> Callable[[_Cell], None]:
    def fill(cell: _Cell) -> None:
        for block in blocks:
            _add(cell, block)

    return fill


def _picture(place: Place, picture: Picture) -> None:
    """The drawn picture as wide as the page; who listens to the page hears what it is called, and
    the table says the rest.
    """
    paragraph = place.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(BytesIO(png(picture)), width=TEXT_WIDTH)
    shape._inline.docPr.set("descr", without_controls(clean(picture.title)))


def _quote(place: Place, words: str, who: str) -> None:
    said = write(place.add_paragraph(style="Said"), words)
    turn(said, words)
    said.add_run("\n— ", style="Who")
    write(said, who, style="Who")
