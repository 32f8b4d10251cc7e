"""How our Word documents look: calm, large, and the same fonts everywhere."""

from typing import cast

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.text.paragraph import Paragraph

FONT = "Arial"
LANGUAGE = "en-GB"
INK, MAIN, SOFT, DRAFT = (
    RGBColor.from_string(name) for name in ("1B252C", "0F5563", "4C5A63", "A1232B")
)
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.2)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN


def dress(document: Document, *, large: bool) -> None:
    """Sets the page and the styles. `large` is for letters."""
    _language(document)
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    size = 15 if large else 11
    _font(_style(document, "Normal"), size, INK)
    _paragraph(_style(document, "Normal"), before=0, after=size * 0.5, line=1.2)
    for name, scale, before in (
        ("Title", 1.8, 0),
        ("Heading 1", 1.35, 1.5),
        ("Heading 2", 1.12, 1.0),
    ):
        _font(_style(document, name), size * scale, MAIN, bold=True)
        _paragraph(_style(document, name), before=size * before, after=size * 0.4, line=1.15)
        _style(document, name).paragraph_format.keep_with_next = True
    _paragraph(_style(document, "List Bullet"), before=0, after=size * 0.3, line=1.2)
    _said(document, size)
    _on_every_page(document, size)
    _after_tables(document)
    _no_line_under(document.styles["Title"])


def _language(document: Document) -> None:
    """British English throughout: a word processor's own template is American."""
    for part in (document.styles.element, document.settings.element):
        for element in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            element.set(qn("w:val"), LANGUAGE)
            element.attrib.pop(qn("w:eastAsia"), None)
    for name, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):  # an old copy, for Word 2010 alone
            document.part.drop_rel(name)


def number_of_page(paragraph: Paragraph) -> None:
    """The number of the page, counted by whoever opens the document."""
    _field(paragraph, "PAGE")


def number_of_pages(paragraph: Paragraph) -> None:
    """How many pages there are."""
    _field(paragraph, "NUMPAGES")


def _said(document: Document, size: float) -> None:
    said = _new_style(document, "Said")
    said.base_style = document.styles["Normal"]
    said.paragraph_format.left_indent = Cm(0.4)
    _line_beside(said)
    who = cast(CharacterStyle, document.styles.add_style("Who", WD_STYLE_TYPE.CHARACTER))
    who.font.color.rgb, who.font.size = SOFT, Pt(size * 0.9)


def _after_tables(document: Document) -> None:
    """Word cannot have two tables in a row without a line between them; this is that line,
    small.
    """
    after = _new_style(document, "After")
    after.font.size = Pt(7)
    _paragraph(after, before=0, after=0, line=1.0)


def _on_every_page(document: Document, size: float) -> None:
    draft = _new_style(document, "Draft")
    draft.base_style = document.styles["Header"]
    _font(draft, 12, DRAFT, bold=True)
    foot = _style(document, "Footer")
    _font(foot, 9, SOFT)
    foot.paragraph_format.tab_stops.clear_all()
    foot.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)


def _style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles[name])


def _new_style(document: Document, name: str) -> ParagraphStyle:
    return cast(ParagraphStyle, document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))


def _font(style: ParagraphStyle, size: float, color: RGBColor, *, bold: bool | None = None) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = (
        FONT,
        Pt(size),
        bold,
        None,
    )
    style.font.color.rgb = color
    style.font.cs_bold = bold
    _size_of_other_scripts(style, size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _size_of_other_scripts(style: ParagraphStyle, size: float) -> None:
    """Hebrew and Arabic have a size of their own, which is small where nobody sets it."""
    shape = style.element.get_or_add_rPr()
    for old in shape.findall(qn("w:szCs")):
        shape.remove(old)
    other = OxmlElement("w:szCs")
    other.set(qn("w:val"), str(round(size * 2)))
    shape.find(qn("w:sz")).addnext(other)


def _paragraph(style: ParagraphStyle, *, before: float, after: float, line: float) -> None:
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing, shape.widow_control = (
        Pt(before),
        Pt(after),
        line,
        True,
    )


def _field(paragraph: Paragraph, what: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _line_beside(style: ParagraphStyle) -> None:
    borders, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", str(MAIN))):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    style.element.get_or_add_pPr().append(borders)


def _no_line_under(style: object) -> None:
    shape = style.element.get_or_add_pPr()  # type: ignore[attr-defined]  # a style that python-docx made has an element
    for borders in shape.findall(qn("w:pBdr")):
        shape.remove(borders)
