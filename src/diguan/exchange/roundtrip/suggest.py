"""Which row of the ledger a row without a usable key probably is: told to people, never taken by itself."""

from collections.abc import Sequence

from diguan.exchange.reading.spelling import plain
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.shapes import NUMBER


class Suggestions:
    """Looks rows up by what they are about."""

    def __init__(self, base: Base, names: tuple[str, ...]) -> None:
        self._base = base
        self._found: dict[tuple[str, ...], list[int]] = {}
        for row in range(len(base)):
            self._found.setdefault(tuple(plain(base.text(name, row)) for name in names), []).append(row)

    def number(self, number: str, about: Sequence[str]) -> str:
        """The running number of the row: the one written there if it is about the same, otherwise the only one that is; or ""."""
        if not any(about):
            return ""
        rows = self._found.get(tuple(about), [])
        if (written := self._base.rows_by_number.get(number)) is not None and written in rows:
            return number
        return self._base.text(NUMBER, rows[0]) if len(rows) == 1 else ""
