"""Codes by their text: numbers in front of it are dropped, because they differ from system to system."""

import re

from diguan.engine.catalogue import Field, Label
from diguan.exchange.grids import Cell, ErrorCell
from diguan.exchange.reading.cells.outcome import Bad, Outcome, error_in_cell, folded_word
from diguan.exchange.reading.layout import Words
from diguan.exchange.reading.spelling import fold

_NUMBER_BEFORE = re.compile(r"\(?[0-9]{1,3}\)?[-—–_.、:]?(?=[^0-9])(.+)", re.DOTALL)
_SEPARATORS = re.compile(r"[,;、/|+]")
LISTED = 12


def without_number(folded: str) -> str:
    """A folded text without the number in front of it ("1-健康", "01健康"); the text itself when there is none."""
    match = _NUMBER_BEFORE.fullmatch(folded)
    return match[1] if match else folded


class CodeConverter:
    """Cells of a code field: codes, their labels, their spellings; several at once where the codes know that combination."""

    def __init__(self, field: Field, words: Words) -> None:
        self._codes = {folded_word(code): code for code in field.codes}
        for code, label in field.code_labels.items():
            self._codes |= {folded_word(label.zh): code, folded_word(label.en): code}
        self._codes |= {folded_word(spelling): code for spelling, code in field.spellings.items()}
        self._sets = {
            frozenset(_SEPARATORS.split(fold(code))): code for code in field.codes if _SEPARATORS.search(code)
        }
        self._empty = words.empty
        self.expected = _expected(field)

    def __call__(self, cell: Cell) -> Outcome:
        """The code, nothing, or why not."""
        if cell is None:
            return None
        if isinstance(cell, ErrorCell):
            return error_in_cell(cell, self.expected)
        folded = "是" if cell is True else "否" if cell is False else folded_word(cell)
        found = self._codes.get(folded) or self._codes.get(without_number(folded)) or self._combined(folded)
        if found is None and folded and folded not in self._empty:
            return Bad(Label("不是已知的选项", "none of the known values"), self.expected)
        return found

    def _combined(self, folded: str) -> str | None:
        parts = [without_number(part) for part in _SEPARATORS.split(folded) if part]
        if len(parts) < 2 or not self._sets:  # noqa: PLR2004  a combination has two parts
            return None
        return self._sets.get(frozenset(fold(self._codes.get(part, part)) for part in parts))


def _expected(field: Field) -> Label:
    def named(code: str, language: str) -> str:
        label = field.code_labels.get(code)
        return label[language] if label else code

    more_zh, more_en = (" 等", " and others") if len(field.codes) > LISTED else ("", "")
    zh, en = ([named(code, language) for code in field.codes[:LISTED]] for language in ("zh", "en"))
    return Label(f"其中之一：{'、'.join(zh)}{more_zh}", f"one of: {', '.join(en)}{more_en}")
