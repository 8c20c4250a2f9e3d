"""A sheet as every sheet of the ledger begins: what it is, for whom, what is masked; then headed tables downwards."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from diguan.engine.documents import Label
from diguan.exchange.figures.model import Cover
from diguan.exchange.ledger.styles import FORMULA_STARTS, MOST_CHARACTERS, Styles
from diguan.locale import Language, texts

A3_LANDSCAPE = 8
A4 = 9
TITLE_HEIGHT = 26
LINE_HEIGHT = 14.5
# widths are counted in figures of 11 points, the ledger is set in 10
FONT_SHARE = 0.92
MOST_HEIGHT = 409


def wrapped_lines(text: str, width: int) -> int:
    """How many lines a text takes in a column of `width` characters: an ideograph is as wide as two letters."""
    # in UTF-8 an ideograph has three bytes, a letter one
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2
    return max(1, ceil(FONT_SHARE * (len(text) + wide) / width))


class LedgerBook:
    """The workbook under way: its language, its styles, and what stands on every sheet."""

    def __init__(self, workbook: Workbook, cover: Cover, language: Language) -> None:
        self.workbook = workbook
        self.cover = cover
        self.language: Language = language
        self.styles = Styles(workbook)
        self._ledger = texts("ledger")
        self._words = texts("words")

    def say(self, key: str, **values: object) -> str:
        """A text of the ledger."""
        return self._ledger.say(key, self.language, **values)

    def word(self, key: str, **values: object) -> str:
        """A word that the ledger shares with report and command line."""
        return self._words.say(key, self.language, **values)

    def of(self, label: Label) -> str:
        """A label in the language of the ledger."""
        return label[self.language]

    def title(self, key: str, **values: object) -> str:
        """The title of a sheet, with the region in front when there is one."""
        cover = self.cover
        known = {"pack": cover.pack, "version": cover.pack_version, "as_of": cover.as_of.isoformat()}
        title = self.say(f"title.{key}", **known, **values)
        return self.say("title_region", region=cover.region, title=title) if cover.region else title

    @property
    def statement(self) -> str:
        """Who the sheet is for and what of it is masked."""
        cover = self.cover
        recipient = self.word("recipient", recipient=cover.recipient or self.word("recipient_none"))
        masking = (
            self.word("masking.masked") if cover.masked else self.word("masking.revealed", reason=cover.reveal_reason)
        )
        return self.say("statement", recipient=recipient, masking=masking)

    def page(self, name: str, title: str, widths: Sequence[int], *, paper: int = A4) -> "Page":
        """A new sheet with title and statement."""
        return Page(self, name, title, widths, paper)


class Page:
    """One sheet, written from top to bottom; `row` is the next free row (0-based)."""

    def __init__(self, book: LedgerBook, name: str, title: str, widths: Sequence[int], paper: int) -> None:
        self.book = book
        self.sheet: Worksheet = book.workbook.add_worksheet(name)
        self.row = 0
        self._widths = tuple(widths)
        self._set_up(widths, paper)
        self.line(
            f"{title}　{book.word('synthetic')}" if book.cover.synthetic else title, book.styles.title, TITLE_HEIGHT
        )
        self.line(book.statement, book.styles.statement if book.cover.masked else book.styles.warning)

    def line(self, text: str, style: Format, height: float | None = None) -> None:
        """One line of text over all columns, not merged: it runs over the empty cells beside it."""
        # a row's own format keeps the tint of a column out of the title
        self.sheet.set_row(self.row, height, style)
        self.sheet.write_string(self.row, 0, text[:MOST_CHARACTERS], style)
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def headings(self, headings: Sequence[str]) -> int:
        """A row of headings; returns its row."""
        for place, heading in enumerate(headings):
            self.sheet.write_string(self.row, place, heading, self.book.styles.heading)
        self.row += 1
        return self.row - 1

    def cells(self, values: Sequence[str | int | date | None], *, total: bool = False) -> None:
        """A row of a table: texts wrap, numbers right."""
        self.fit({place: value for place, value in enumerate(values) if isinstance(value, str)})
        for place, value in enumerate(values):
            self.cell(place, value, self._style(value, total=total))
        self.row += 1

    def fit(self, wrapped: Mapping[int, str]) -> None:
        """Make the row under way as high as its wrapped texts (by place) need; not every program does so by itself."""
        lines = max((wrapped_lines(text, self._widths[place]) for place, text in wrapped.items()), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(MOST_HEIGHT, lines * LINE_HEIGHT))

    def cell(self, place: int, value: str | int | date | None, style: Format) -> None:
        """One cell of the row under way. Text is always written as text, never read as a formula, a number or a link."""
        if value is None or value == "":
            self.sheet.write_blank(self.row, place, None, style)
        elif isinstance(value, str):
            shown = value[:MOST_CHARACTERS]
            quoted = shown.startswith(FORMULA_STARTS)
            self.sheet.write_string(self.row, place, shown, self.book.styles.quoted(style) if quoted else style)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, value, style)
        else:
            self.sheet.write_number(self.row, place, value, style)

    def _style(self, value: str | int | date | None, *, total: bool) -> Format:
        styles = self.book.styles
        if isinstance(value, int):
            return styles.total_number if total else styles.number
        return styles.total if total else styles.wrapped

    def _set_up(self, widths: Sequence[int], paper: int) -> None:
        for place, width in enumerate(widths):
            self.sheet.set_column(place, place, width)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        # & begins a code in a footer
        said = self.book.statement.replace("&", "&&")
        self.sheet.set_footer(f"&L&8{said[:180]}&R&8&P / &N")
