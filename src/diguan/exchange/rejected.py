"""rejected.xlsx: rejected rows whole, bad cells with a place for the right value, and how to mend and read them again.

The layout is in `reading.mending`; `reading.corrections` reads the workbook back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from diguan.engine.catalogue import Catalogue, FieldType, Label
from diguan.engine.snapshot.model import BadCell, ReadInputs, RejectedRow, Source
from diguan.engine.verdicts import Subject
from diguan.exchange.reading.headers import HeaderWords
from diguan.exchange.reading.layout import load_layout
from diguan.exchange.reading.mending import (
    ABOUT_SHEET,
    CELL_COLUMNS,
    CELLS_SHEET,
    FILE_COLUMNS,
    FORMAT,
    MENDED,
    ROW_COLUMNS,
    ROWS_SHEET,
    Secret,
    masked,
    secret_of,
)

MOST_ROWS = 1_000_000
LONGEST_TEXT = 32_767  # what a cell of Excel holds
WIDTHS = (18, 14, 10, 24, 40, 40, 14, 18)
WRAPPED = (4, 5)  # reason and what was expected
OTHER_WIDTH = 14  # of a column of the row itself
HEAD_TINT = "#EEF2F6"
PAPER_A4 = 9
# Facts of a row that no column of the catalogue names, in messages.
KEY_LABELS = {
    "identity": Label("证件号码", "ID number"),
    "data_on": Label("数据日期", "Day of the data"),
}
_ABOUT = (
    Label("本工作簿列出没有读进来的行和单元格。", "This workbook lists the rows and cells that could not be read."),
    Label(
        f"一、“{ROWS_SHEET}”：编号（户、人、村、证件号）有误的整行。请在原列里直接改正；左边六列不要动。",
        f"1. '{ROWS_SHEET}': whole rows with a damaged key. Correct them in their own columns; leave the six columns on the left alone.",
    ),
    Label(
        f"二、“{CELLS_SHEET}”：读不出的单元格。请把正确的值填入“{MENDED}”列；留空表示仍不知道，填“-”表示本就是空的。",
        f"2. '{CELLS_SHEET}': cells that could not be read. Put the right value into '{MENDED}'; "
        "leave it empty where it is not known, '-' says that it is empty.",
    ),
    Label(
        "三、改好后，把本工作簿和原来的文件一起再交给 diguan screen：它会按位置代入。被遮盖的号码和姓名不必补全，程序从原文件取。",
        "3. Then give this workbook to diguan screen together with the files it came from: everything goes back into its place. "
        "Masked numbers and names need not be filled in, they are taken from the original file.",
    ),
    Label(
        "四、原文件改动过就不能再用本工作簿改正。",
        "4. Once an original file has been changed, this workbook no longer corrects it.",
    ),
    Label("含个人信息，只可交给写明的接收人。", "It holds personal data and is for the recipient named only."),
)


def write_rejected(  # noqa: PLR0913  who gets it, what it may show, and the day that makes its bytes the same again
    read: ReadInputs,
    catalogue: Catalogue,
    path: Path,
    *,
    recipient: str,
    reveal: bool,
    as_of: date,
    language: str = "zh",
) -> None:
    """Write the rejected rows and bad cells of `read`. Names and numbers of persons are masked unless `reveal`, damaged ones, too."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": datetime.combine(as_of, time())})
    synthetic = any(source.synthetic for source in read.sources)
    writer = _Writer(book, catalogue, recipient, language, reveal=reveal, synthetic=synthetic)
    writer.rows(read.rejected)
    writer.cells(read.bad_cells)
    writer.about(_roles(read), len(read.rejected), len(read.bad_cells))
    book.close()


def _roles(read: ReadInputs) -> list[tuple[Source, str]]:
    """Every source with its role; plain tables say which table they are."""
    subjects: dict[int, Subject] = {}
    for table in read.tables:
        subjects.setdefault(table.source.source_id, table.subject)
    return [(s, f"tables/{subjects[s.source_id]}" if s.kind == "tables" else s.kind) for s in read.sources]


class _Writer:
    """Writes the sheets in the order in which they are asked for, row after row."""

    def __init__(
        self,
        book: xlsxwriter.Workbook,
        catalogue: Catalogue,
        recipient: str,
        language: str,
        *,
        reveal: bool,
        synthetic: bool,
    ) -> None:
        self._book = book
        self._catalogue = catalogue
        self._language = language
        self._reveal = reveal
        self._title = "滴灌 Diguan" + (" · 合成数据 SYNTHETIC" if synthetic else "")
        self._recipient = f"本表交 For: {recipient}"
        self._words = HeaderWords(catalogue, load_layout())
        self._bold = book.add_format({"bold": True})
        self._head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": HEAD_TINT}
        )
        self._text = book.add_format({"valign": "top"})
        self._wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self._input = book.add_format({"num_format": "@", "bg_color": "#FFF8E1"})

    def rows(self, rejected: Sequence[RejectedRow]) -> None:
        """The sheet of rejected rows: where each stood and why, then the row under its own headers."""
        headers = list(dict.fromkeys(header for row in rejected for header in row.cells))
        sheet = self._sheet(ROWS_SHEET, [*ROW_COLUMNS, *headers])
        secrets = {header: None if self._reveal else self._secret(header) for header in headers}
        secrets_of_keys = {} if self._reveal else {name: Secret(name == "name") for name in ("identity", "name")}
        for number, row in enumerate(rejected[:MOST_ROWS], 3):
            first = (
                row.place.file,
                row.place.sheet,
                row.place.cell,
                masked(row.value, secrets_of_keys.get(row.key)),
                row.reason[self._language],
                row.expected[self._language],
            )
            self._texts(sheet, number, [*first, *(masked(row.cells.get(h, ""), secrets[h]) for h in headers)])

    def cells(self, bad: Sequence[BadCell]) -> None:
        """The sheet of bad cells, with an empty column for the right value."""
        sheet = self._sheet(CELLS_SHEET, CELL_COLUMNS)
        sheet.set_column(CELL_COLUMNS.index(MENDED), CELL_COLUMNS.index(MENDED), 24, self._input)
        for number, cell in enumerate(bad[:MOST_ROWS], 3):
            place = (cell.place.file, cell.place.sheet, cell.place.cell, self._field(cell))
            self._texts(
                sheet, number, [*place, self._value(cell), cell.reason[self._language], cell.expected[self._language]]
            )

    def about(self, roles: Iterable[tuple[Source, str]], rejected: int, bad: int) -> None:
        """The sheet that explains, with the files that are spoken of."""
        sheet = self._book.add_worksheet(ABOUT_SHEET)
        sheet.set_column(0, 0, 90)
        sheet.set_column(1, 1, 70)
        self._page(sheet)
        sheet.repeat_rows(2)
        sheet.repeat_columns(0, 2)
        sheet.write_string(0, 0, FORMAT)
        counts = Label(f"退回 {rejected} 行，坏单元格 {bad} 个", f"{rejected} rows rejected, {bad} cells bad")
        left_out = max(rejected, bad) - MOST_ROWS
        more = (
            (Label(f"超出上限，{left_out} 项未列出", f"{left_out} beyond the limit are not listed"),)
            if left_out > 0
            else ()
        )
        lines = [
            self._title,
            self._recipient,
            *(text for label in (counts, *more, *_ABOUT) for text in (label.zh, label.en)),
        ]
        for number, line in enumerate(lines, 1):
            sheet.write_string(number, 0, line, self._bold if number == 1 else self._wrapped)
        first = len(lines) + 2
        self._texts(sheet, first, FILE_COLUMNS)
        for number, (source, role) in enumerate(roles, first + 1):
            self._texts(sheet, number, (source.label, source.sha256, role))

    def _sheet(self, name: str, headers: Sequence[str]) -> xlsxwriter.worksheet.Worksheet:
        sheet = self._book.add_worksheet(name)
        sheet.set_column(0, max(len(headers), len(WIDTHS)) - 1, OTHER_WIDTH)
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_row(2, 32)
        self._page(sheet)
        sheet.repeat_rows(2)
        sheet.repeat_columns(0, 2)
        sheet.write_string(0, 0, f"{self._title} · {name}", self._bold)
        sheet.write_string(1, 0, f"{self._recipient} · {_line(name)}")
        for column, header in enumerate(headers):
            sheet.write_string(2, column, header, self._head)
        sheet.freeze_panes(3, 3)
        return sheet

    def _page(self, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        """On paper: A4 on its side, the recipient below; the columns that say where and why fill a page."""
        sheet.set_landscape()
        sheet.set_paper(PAPER_A4)
        sheet.set_print_scale(70)
        sheet.set_footer("&L" + self._recipient.replace("&", "&&") + "&R&P / &N")

    def _texts(self, sheet: xlsxwriter.worksheet.Worksheet, row: int, texts: Sequence[str]) -> None:
        """Text is written as text, whatever it begins with: a cell of an input never becomes a formula here."""
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, text[:LONGEST_TEXT], self._wrapped if column in WRAPPED else self._text)

    def _value(self, cell: BadCell) -> str:
        """What stood in the cell. A number of a person that is no number of one is masked like the others: its place leads to it."""
        field = self._catalogue.fields(cell.subject).get(cell.field)
        private = field is not None and field.type is FieldType.IDENTIFIER
        return masked(cell.value, Secret(cell.field.endswith("name")) if private and not self._reveal else None)

    def _secret(self, header: str) -> Secret | None:
        """What a header hides, also where two rows of headers stand above each other or a header stands there twice."""
        whole = header.partition(" #")[0]
        parts = [whole, whole.replace("/", ""), *whole.split("/")]
        found = (secret_of(self._words.meaning(part)[0]) for part in parts)
        return next((secret for secret in found if secret is not None), None)

    def _field(self, cell: BadCell) -> str:
        known: Mapping[str, Label] = {n: f.label for n, f in self._catalogue.fields(cell.subject).items()}
        label = known.get(cell.field) or KEY_LABELS.get(cell.field)
        return label[self._language] if label else cell.field


def _line(name: str) -> str:
    if name == ROWS_SHEET:
        return "请在各列中改正后，连同原文件再读一次 Correct the row and read it again together with its file"
    return f"请把正确的值填入“{MENDED}”列 Put the right value into the last column"
