"""Cell formats of the ledger: one accent colour, thin lines, entry cells tinted and unlocked."""

from xlsxwriter import Workbook
from xlsxwriter.format import Format

Property = str | int | bool
ACCENT = "#1F4E79"
LINE = "#C9CFD6"
ENTRY_TINT = "#FFF8E5"
TOTAL_TINT = "#EEF2F6"
FONT: dict[str, Property] = {"font_name": "Microsoft YaHei", "font_size": 10}
CELL: dict[str, Property] = {**FONT, "valign": "top", "border": 1, "border_color": LINE}
# Spreadsheets take a text that begins so for a formula when it is typed in again; the quote prefix keeps it a text for good.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MOST_CHARACTERS = 32_767


class Styles:
    """The formats of one workbook, made once each."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Property], ...], Format] = {}
        heading = {**CELL, "bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        self.title = self.make(**FONT | {"bold": True, "font_size": 14, "font_color": ACCENT, "valign": "vcenter"})
        self.statement = self.make(**FONT | {"font_color": "#444444", "valign": "vcenter"})
        self.warning = self.make(**FONT | {"bold": True, "font_color": "#9C1C1C", "valign": "vcenter"})
        self.section = self.make(**FONT | {"bold": True, "font_size": 12, "font_color": ACCENT})
        self.heading = self.make(**heading | {"bg_color": ACCENT, "font_color": "#FFFFFF"})
        self.entry_heading = self.make(**heading | {"bg_color": "#8A6D1F", "font_color": "#FFFFFF"})
        self.text = self.make(**CELL)
        self.wrapped = self.make(**CELL | {"text_wrap": True})
        self.number = self.make(**CELL | {"num_format": "#,##0", "align": "right"})
        self.date = self.make(**CELL | {"num_format": "yyyy-mm-dd", "align": "center"})
        self.total = self.make(**CELL | {"bold": True, "bg_color": TOTAL_TINT})
        self.total_number = self.make(**CELL | {"bold": True, "bg_color": TOTAL_TINT, "num_format": "#,##0"})
        self.note = self.make(**FONT | {"font_color": "#666666", "text_wrap": True, "valign": "top"})

    def make(self, **properties: Property) -> Format:
        """A format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def of_kind(self, kind: str) -> Format:
        """Format of a computed cell of a kind of column."""
        return {"text": self.text, "wrapped": self.wrapped, "date": self.date, "number": self.number}[kind]

    def entry(self, kind: str) -> Format:
        """Format of an empty cell for people: tinted, unlocked; dates as dates."""
        own: dict[str, dict[str, Property]] = {
            "wrapped": {"text_wrap": True},
            "date": {"num_format": "yyyy-mm-dd", "align": "center"},
        }
        return self.make(**CELL | {"bg_color": ENTRY_TINT, "locked": False} | own.get(kind, {}))

    def quoted(self, style: Format) -> Format:
        """The text or wrapped format with the quote prefix."""
        return self.make(**CELL | {"quote_prefix": True, "text_wrap": style is self.wrapped})
