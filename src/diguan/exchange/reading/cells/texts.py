"""Free text: as written, in half width, without spaces around it."""

from diguan.engine.catalogue import Label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.outcome import Outcome, error_in_cell, shown
from diguan.exchange.reading.layout import Words
from diguan.exchange.reading.spelling import plain

EXPECTED = Label("文字", "text")
LONGEST = 4000


class TextConverter:
    """Cells of a text field, a name or a phone."""

    def __init__(self, words: Words) -> None:
        self._empty = words.empty

    def __call__(self, cell: Cell) -> Outcome:
        """The text, nothing, or why not."""
        if cell is None:
            return None
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, EXPECTED)
        text = plain(cell if isinstance(cell, str) else shown(cell))[:LONGEST]
        return None if not text or text in self._empty else text
