"""Yes and no in every spelling, and with the word of the column's own header: 是否参加…: 已参加, 未参加."""

from diguan.engine.catalogue import Field, Label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.codes import without_number
from diguan.exchange.reading.cells.outcome import Bad, Outcome, error_in_cell, folded_word
from diguan.exchange.reading.layout import Words
from diguan.exchange.reading.spelling import fold

SHORT_FORM = 2
EXPECTED = Label("是或否（也可写 有/无、1/0、√/×）", "yes or no (是/否, 有/无, 1/0, √/×)")


class TruthConverter:
    """Cells of a boolean field. `header` is the column's own, whose words may be repeated in the cell."""

    def __init__(self, field: Field, header: str, words: Words) -> None:
        self._asked = [_asked(fold(text)) for text in (header, field.label.zh)]
        self._words = words

    def __call__(self, cell: Cell) -> Outcome:
        """True, False, nothing, or why not."""
        if isinstance(cell, bool) or cell is None:
            return cell
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, EXPECTED)
        folded = folded_word(cell)
        found = self._truth(folded)
        if found is None:
            found = self._truth(without_number(folded))
        if found is None and folded and folded not in self._words.empty:
            return Bad(Label("不是“是”或“否”的已知写法", "no known spelling of yes or no"), EXPECTED)
        return found

    def _truth(self, text: str) -> bool | None:
        if text in self._words.yes:
            return True
        if text in self._words.no:
            return False
        for truth, beginnings in ((False, self._words.no_before), (True, self._words.yes_before)):
            for beginning in beginnings:
                rest = text.removeprefix(beginning)
                if rest != text and self._in_header(rest):
                    return truth
        return True if self._in_header(text) else None

    def _in_header(self, text: str) -> bool:
        """Whether a word is what the header asks: 参加 or its short form 参保 of 是否参加城乡居民基本医疗保险."""
        return any(
            asked.startswith(text) or (len(text) == SHORT_FORM and asked[:1] == text[0] and text[1] in asked)
            for asked in self._asked
            if text
        )


def _asked(header: str) -> str:
    return header.partition("是否")[2] or header
