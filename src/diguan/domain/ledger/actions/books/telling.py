"""What became of a workbook, as a workbook."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from diguan.domain.ledger.actions.books.returned import Line
from diguan.domain.ledger.actions.books.table import stamp_of
from diguan.exchange.roundtrip.result_book import write_result
from diguan.locale import Language, texts


def save_result(*, path: Path, lines: Sequence[Line], recipient: str, language: Language, on: date) -> None:
    """Write a line for everything that a workbook said."""
    said = texts("books")
    rows = [
        (said.say(f"kind.{line.kind}", language), line.number, line.where, line.said, line.why[language])
        for line in lines
    ]
    write_result(path, stamp_of("", recipient, language, on), rows)
