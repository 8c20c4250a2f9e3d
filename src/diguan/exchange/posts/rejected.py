"""The workbook of rows that were not taken: where each stands, why, and the row as it was, with numbers and names masked."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from diguan.exchange.posts.rows import RefusedRow
from diguan.exchange.posts.words import load_post_words
from diguan.exchange.reading.mending import Secret, masked
from diguan.locale import Language, texts

WIDTHS = (28, 16, 8, 56, 44)
OTHER_WIDTH = 16
HEAD_ROW = 2


def write_rejected_posts(
    path: Path, rows: Sequence[RefusedRow], *, recipient: str, on: date, language: Language = "zh"
) -> None:
    """Write the rows beside and rename. Whoever has the original finds each by its sheet and row; nothing here names anybody."""
    said = texts("posts")
    partial = path.with_name(f"{path.name}.partial")
    book = xlsxwriter.Workbook(str(partial), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(on, time())})
    sheet = book.add_worksheet(said.say("rejected.sheet", language))
    sheet.write_string(0, 0, said.say("rejected.title", language, count=len(rows)), book.add_format({"bold": True}))
    sheet.write_string(1, 0, said.say("rejected.lead", language, recipient=recipient))
    headers = list(dict.fromkeys(header for row in rows for header in row.where.cells))
    own = [said.say(f"rejected.{name}", language) for name in ("file", "page", "row", "reason", "expected")]
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF2F6", "text_wrap": True, "valign": "top"})
    for column, text in enumerate([*own, *headers]):
        sheet.set_column(column, column, WIDTHS[column] if column < len(WIDTHS) else OTHER_WIDTH)
        sheet.write_string(HEAD_ROW, column, text, head)
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    for number, row in enumerate(rows, HEAD_ROW + 1):
        where = row.where
        first = (where.file, where.sheet, str(where.row), row.reason[language], row.expected[language])
        for column, text in enumerate([*first, *(_shown(row, header) for header in headers)]):
            if text:
                sheet.write_string(number, column, text, wrapped)
    sheet.freeze_panes(HEAD_ROW + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    book.close()
    partial.replace(path)


def _shown(row: RefusedRow, header: str) -> str:
    text = row.where.cells.get(header, "")
    if header not in row.where.secrets:
        return text
    targets, _ = load_post_words().meaning(header)
    name = any(target.name in ("name", "head_name") for target in targets)
    return masked(text, Secret(name))
