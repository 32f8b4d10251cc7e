"""Tables in Word documents: as wide as the page and no wider, columns by what stands in them, heads
on every page.
"""

from collections.abc import Callable, Sequence

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell, _Row

from bot.documents.runs import write
from bot.documents.style import TEXT_WIDTH

_RULE, _TINT = "C3C9C7", "E3EFF0"
# How wide a letter is on average, what a cell has around its words, up to how many letters a word
# stays whole, and from how
# many on a cell is long.
_LETTER, _AROUND, _WORD, _LONG = Cm(0.215), Cm(0.5), 18, 60
_LABEL = 0.34
# Room for a line of writing, and for a row of it; a table with this many columns has them all
# alike.
_LINE, _ROW, _MANY = Cm(0.85), Cm(1.3), 4


def plain_table(
    place: Document | _Cell, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """A table with a head. Its rows stay whole; the head comes again on each page."""
    widths = _widths(head, rows)
    table = _table(place, widths, 1 + len(rows))
    _fill(table.rows[0], head, bold=True)
    for cell in table.rows[0].cells:
        _shade(cell)
    _mark(table.rows[0], "w:tblHeader")
    for line, row in zip(table.rows[1:], rows, strict=True):
        _fill(line, row)
    _finish(place, table, widths)


def facts_table(place: Document | _Cell, rows: Sequence[tuple[str, str]]) -> None:
    """Labels and what belongs to them."""
    width = _width(place)
    widths = [Emu(int(width * _LABEL)), Emu(int(width * (1 - _LABEL)))]
    table = _table(place, widths, len(rows))
    for line, row in zip(table.rows, rows, strict=True):
        _fill(line, row)
        for run in line.cells[0].paragraphs[0].runs:
            run.bold = True
    _keep_together(table)
    _finish(place, table, widths)


def beside_table(
    place: Document | _Cell, left: Callable[[_Cell], None], right: Callable[[_Cell], None]
) -> None:
    """Two columns side by side, filled by whoever knows with what."""
    widths = [Emu(int(TEXT_WIDTH / 2))] * 2
    table = _table(place, widths, 1)
    for cell, fill in zip(table.rows[0].cells, (left, right), strict=True):
        fill(cell)
        first = cell.paragraphs[0]._p
        first.getparent().remove(first)  # a new cell brings an empty paragraph
    _finish(place, table, widths, whole=False)


def blank_lines(place: Document | _Cell, lines: int) -> None:
    """Ruled lines to write on by hand."""
    widths = [Emu(_width(place))]
    table = _table(place, widths, lines)
    _room_to_write(table, _LINE)
    _finish(place, table, widths)


def blanks_table(
    place: Document | _Cell, head: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """A table to fill in by hand: the first column is what is known, the others share what
    is left.
    """
    width = _width(place)
    first = int(width * _LABEL) if len(head) < _MANY else width // len(head)
    others = (width - first) // (len(head) - 1) if len(head) > 1 else 0
    widths = [Emu(first), *[Emu(others)] * (len(head) - 1)]
    table = _table(place, widths, 1 + len(rows))
    _fill(table.rows[0], head, bold=True)
    for cell in table.rows[0].cells:
        _shade(cell)
    _mark(table.rows[0], "w:tblHeader")
    for line, row in zip(table.rows[1:], rows, strict=True):
        _fill(line, row)
    _room_to_write(table, _ROW, but=1)
    _finish(place, table, widths)


def _room_to_write(table: Table, height: Cm, but: int = 0) -> None:
    for row in table.rows[but:]:
        row.height = height


def _table(place: Document | _Cell, widths: Sequence[Emu], rows: int) -> Table:
    table = place.add_table(rows, len(widths))
    table.autofit = False
    _borders(table)
    return table


def _fill(row: _Row, cells: Sequence[str], *, bold: bool = False) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        write(paragraph, text, bold=bold or None)
        paragraph.paragraph_format.space_after = Pt(2)


def _finish(
    place: Document | _Cell, table: Table, widths: Sequence[Emu], *, whole: bool = True
) -> None:
    for row in table.rows:
        if whole:
            _mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    place.add_paragraph(style="After")


def _keep_together(table: Table) -> None:
    """Rows that belong together stay on one page, where a page has room for them."""
    for row in table.rows[:-1]:
        for cell in row.cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Emu]:
    """Each column has room for its longest word; what is left goes to the columns with the most to
    say.
    """
    columns = [[title, *(row[n] for row in rows)] for n, title in enumerate(head)]
    longest = [
        max((len(word) for cell in cells for word in cell.split()), default=1) for cells in columns
    ]
    needed = [_AROUND + _LETTER * min(_WORD, letters) for letters in longest]
    wanted = [min(_LONG, max(len(cell) for cell in cells)) for cells in columns]
    left = max(0, int(TEXT_WIDTH) - sum(needed))
    widths = [need + left * want / sum(wanted) for need, want in zip(needed, wanted, strict=True)]
    return [Emu(int(TEXT_WIDTH * width / sum(widths))) for width in widths]


def _width(place: Document | _Cell) -> int:
    return int(place.width) if isinstance(place, _Cell) and place.width else int(TEXT_WIDTH)


def _borders(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", _RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side, width in (
        ("top", Cm(0.12)),
        ("left", Cm(0.1)),
        ("bottom", Cm(0.08)),
        ("right", Cm(0.25)),
    ):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(int(width.twips)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))
