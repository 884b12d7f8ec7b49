"""An empty document in a typeface that has the characters, and tables whose rows stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from kaohe.sim.texts import current_language

MADE = datetime(2000, 1, 1)
FACES = {"zh-Hant": "PMingLiU", "zh-Hans": "SimSun", "en": "PMingLiU"}
LONG_CM, SHORT_CM = 29.7, 21.0
MARGIN_CM = 1.5


def blank(*, across: bool, points: float = 10) -> Any:
    """A4, across or upright; it says nothing of when or by whom it was written."""
    page = Document()
    section = page.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    sides = (LONG_CM, SHORT_CM) if across else (SHORT_CM, LONG_CM)
    section.page_width, section.page_height = Cm(sides[0]), Cm(sides[1])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(MARGIN_CM))
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        _set_in(page.styles[name], FACES[current_language()])
    page.styles["Normal"].font.size = Pt(points)
    page.core_properties.author = ""
    page.core_properties.created = page.core_properties.modified = MADE
    return page


def _set_in(style: Any, face: str) -> None:
    style.font.name = "Times New Roman"
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), face)


def ruled(page: Any, heads: Sequence[str], rows: Sequence[Sequence[str]], widths_cm: Sequence[float]) -> Any:
    """A ruled table: bold heads that come again on each page, rows that stay on one."""
    table = page.add_table(rows=1, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(head).bold = True
    _repeat(table.rows[0])
    for texts in rows:
        row = table.add_row()
        _unbroken(row)
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width)
    return table


def _repeat(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def close_set(page: Any) -> None:
    """Tables and paragraphs close together: a form is a page or two, not ten."""
    every = [*page.paragraphs, *(one for table in page.tables for cell in table._cells for one in cell.paragraphs)]
    for paragraph in every:
        paragraph.paragraph_format.space_after = Pt(2)
