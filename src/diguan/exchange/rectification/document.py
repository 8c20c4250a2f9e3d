"""The lists as a Word document: A4 landscape, a title and a table each, headings that repeat, the recipient on every page."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from diguan.exchange.rectification.rows import Cover, ProblemRow
from diguan.exchange.rectification.tables import Table, lines_above, tables

LONG, SHORT, MARGIN = 297, 210, 15  # millimetres
BODY_FONT, HEAD_FONT, LATIN = "宋体", "黑体", "Times New Roman"
TITLE_SIZE, HEAD_SIZE, BODY_SIZE, SPACE = 18, 9, 8, 2  # points
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_document(path: Path, cover: Cover, problems: Sequence[ProblemRow]) -> None:
    """Write the document beside and rename; the same rows of the same day give the same bytes."""
    document: Any = Document()
    day = datetime.combine(cover.as_of, time())
    about = document.core_properties
    about.title, about.author, about.created, about.modified, about.last_modified_by = cover.title, "", day, day, ""
    _page(document, cover)
    _fonts(document)
    for number, table in enumerate(tables(cover, problems)):
        if number:
            document.add_page_break()
        _title(document, cover, table)
        _table(document, table)
    made = io.BytesIO()
    document.save(made)
    partial = path.with_name(f"{path.name}.partial")
    partial.write_bytes(_undated(made.getvalue()))
    partial.replace(path)


def _undated(content: bytes) -> bytes:
    """The package without the moment at which each part was written."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            write.writestr(zipfile.ZipInfo(name, EPOCH), read.read(name), zipfile.ZIP_DEFLATED)
    return kept.getvalue()


def _page(document: Any, cover: Cover) -> None:  # noqa: ANN401  python-docx gives no types
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(LONG), Mm(SHORT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN)
    _, recipient = lines_above(cover)
    header = section.header.paragraphs[0]
    _write(header, recipient, HEAD_FONT, HEAD_SIZE)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = footer.add_run()
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)  # noqa: SLF001  a field has no call of its own


def _fonts(document: Any) -> None:  # noqa: ANN401
    """Fonts that a Chinese office has; without the East Asian one Word chooses by itself."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(BODY_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY_FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(SPACE)
    style.paragraph_format.line_spacing = 1.0


def _title(document: Any, cover: Cover, table: Table) -> None:  # noqa: ANN401
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(title, cover.title, HEAD_FONT, TITLE_SIZE)
    below = document.add_paragraph()
    below.alignment = WD_ALIGN_PARAGRAPH.CENTER
    first, _ = lines_above(cover)
    _write(below, f"{table.title}　{first}", BODY_FONT, HEAD_SIZE)


def _table(document: Any, table: Table) -> None:  # noqa: ANN401
    made = document.add_table(rows=1, cols=len(table.headings))
    made.style = "Table Grid"
    made.autofit = False
    room, total = LONG - 2 * MARGIN, sum(table.widths)
    widths = [Mm(room * width / total) for width in table.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width  # the grid of the table: what is drawn by it where cells are not asked
    head = made.rows[0]
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  python-docx has no call for it
    for cell, heading, width in zip(head.cells, table.headings, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(cell.paragraphs[0], heading, HEAD_FONT, HEAD_SIZE)
    for values in table.rows:
        row = made.add_row()
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)  # noqa: SLF001  python-docx has no call for it
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            _write(cell.paragraphs[0], value, BODY_FONT, BODY_SIZE)
    _merge(made, table)


def _merge(made: Any, table: Table) -> None:  # noqa: ANN401
    """The first columns of a problem with several tasks are one cell."""
    top = 1
    for span in table.spans:
        for column in range(table.merged if span > 1 else 0):
            for place in range(1, span):
                made.cell(top + place, column).paragraphs[0].clear()
            merged = made.cell(top, column).merge(made.cell(top + span - 1, column))
            for empty in merged.paragraphs[1:]:
                empty._p.getparent().remove(empty._p)  # noqa: SLF001  merging leaves a line a row
        top += span


def _write(paragraph: Any, text: str, font: str, size: int) -> None:  # noqa: ANN401
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001  no call for it
