"""Cells of one row as values; what cannot be read is collected, with what would have been right."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from diguan.engine.catalogue import Field, FieldType
from diguan.engine.documents import Label
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Cell, Grid
from diguan.exchange.posts.rows import Person
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.cells.identities import IdentityConverter, KeyConverter
from diguan.exchange.reading.cells.outcome import Bad, Converter, Value
from diguan.exchange.reading.cells.texts import TextConverter
from diguan.exchange.reading.cells.truths import TruthConverter
from diguan.exchange.reading.layout import load_layout

FLAGS = ("first_secretary", "team_leader", "team_member")
TEXTS = ("name", "unit", "unit_kind", "unit_under", "sex", "rank")
OWN = (*TEXTS, "identity", "phone")


@dataclass(frozen=True, slots=True)
class Converters:
    """What reads the columns of one sheet. `columns`: header by column, for messages."""

    by_column: Mapping[str, Converter]
    headers: Mapping[str, str]

    @classmethod
    def of(cls, grid: Grid, headers: Mapping[str, str], latest_year: int, *, synthetic: bool) -> "Converters":
        """The converters of a sheet; `synthetic`: it says that its people are invented."""
        words = load_layout().words
        text, key = TextConverter(words), KeyConverter(words)
        day = DateConverter(words, latest_year, epoch_1904=grid.epoch_1904)
        identity = IdentityConverter(words, latest_year, synthetic=synthetic)
        special: dict[str, Converter] = {
            "since": day,
            "until": day,
            "identity": identity,
            "head_identity": identity,
            "household": key,
            "code": key,
        }
        special |= {flag: TruthConverter(_flag(headers.get(flag, "")), headers.get(flag, ""), words) for flag in FLAGS}
        return cls({name: special.get(name, text) for name in headers}, headers)


@dataclass(slots=True)
class Cells:
    """The cells of one row, and why some of them could not be read."""

    converters: Converters
    cells: Mapping[str, Cell]
    wrong: list[tuple[str, Bad]] = field(default_factory=list)

    def value(self, name: str) -> Value | None:
        """What a column says; None where it is empty, absent or cannot be read."""
        read = self.converters.by_column.get(name)
        outcome = None if read is None else read(self.cells[name])
        if isinstance(outcome, Bad):
            self.wrong.append((name, outcome))
            return None
        return outcome

    def text(self, name: str) -> str:
        """What a column says, as text."""
        value = self.value(name)
        return "" if value is None else str(value)

    def day(self, name: str) -> date | None:
        """The day that a column names."""
        value = self.value(name)
        return value if isinstance(value, date) else None

    def person(self) -> Person:
        """Whom the row names."""
        return Person(**{name: self.text(name) for name in OWN})

    def miss(self, name: str, reason: Label, expected: Label) -> None:
        """Say that what a column should hold is not there."""
        self.wrong.append((name, Bad(reason, expected)))

    def refusal(self) -> tuple[Label, Label] | None:
        """Everything that is wrong with the row, and what would have been right; None where it can be taken."""
        if not self.wrong:
            return None
        zh, en, expected_zh, expected_en = ([] for _ in range(4))
        for name, bad in self.wrong:
            header = self.converters.headers.get(name, name)
            zh.append(f"{header}：{bad.reason.zh}")
            en.append(f"{header}: {bad.reason.en}")
            expected_zh.append(bad.expected.zh)
            expected_en.append(bad.expected.en)
        return Label("；".join(zh), "; ".join(en)), Label("；".join(expected_zh), "; ".join(expected_en))


def _flag(header: str) -> Field:
    return Field("flag", Subject.HOUSEHOLD, FieldType.BOOLEAN, Label(header, header))
