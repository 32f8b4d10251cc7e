"""Words in a Word document, each piece in its own direction: Word does not read the characters that
isolate a name elsewhere, and wants runs instead.
"""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.styles.style import CharacterStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from prompts.direction import by_direction, runs_right_to_left

HEBREW, ARABIC = "he-IL", "ar-SA"
# A letter that nobody sees, for marks at the edge of a run: they go by the letters beside them.
LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"
_LAST_HEBREW = "\u05ff"


def write(
    paragraph: Paragraph,
    text: str,
    *,
    bold: bool | None = None,
    style: str | CharacterStyle | None = None,
) -> Paragraph:
    """Adds the text to the paragraph."""
    after_to_left = False
    for piece, to_left in by_direction(text):
        run = paragraph.add_run(_held(piece, to_left, after_to_left), style)
        run.bold = bold
        if to_left:
            _mark(run)
        after_to_left = to_left
    return paragraph


def turn(paragraph: Paragraph, text: str) -> None:
    """Lets a paragraph of somebody's own words begin at the side where they begin to read."""
    if runs_right_to_left(text):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))


def _held(piece: str, to_left: bool, after_to_left: bool) -> str:
    """The piece with its full stops and commas kept in its own direction."""
    if to_left:
        return piece if piece[-1].isalpha() else piece + RIGHT_TO_LEFT_MARK
    return LEFT_TO_RIGHT_MARK + piece if after_to_left and not piece[0].isalpha() else piece


def _mark(run: Run) -> None:
    run.font.rtl = True
    run.font.cs_bold = run.bold
    language = OxmlElement("w:lang")
    hebrew = any("\u0590" <= letter <= _LAST_HEBREW for letter in run.text)
    language.set(qn("w:bidi"), HEBREW if hebrew else ARABIC)
    run._r.get_or_add_rPr().append(language)
