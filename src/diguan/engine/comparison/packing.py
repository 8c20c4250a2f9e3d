"""Verdicts of a subject packed side by side: four bits an indicator (two of the verdict, two of its grade), fifteen in a BIGINT."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diguan.engine.backends.sql import GRADE_SUFFIX
from diguan.engine.snapshot.database import quoted, text
from diguan.engine.verdicts import Subject

BITS, IN_WORD = 4, 15  # of a BIGINT without its sign
KEYS = {
    Subject.HOUSEHOLD: ("household_id",),
    Subject.PERSON: ("household_id", "person_id"),
    Subject.VILLAGE: ("region_code",),
    Subject.FACILITY: ("facility_id",),
}


@dataclass(frozen=True, slots=True)
class Packing:
    """Where each indicator of one kind of subject stands."""

    subject: Subject
    indicators: tuple[str, ...]

    @property
    def words(self) -> range:
        """Numbers of the BIGINTs."""
        return range(-(-len(self.indicators) // IN_WORD))

    def columns(self, alias: str = "", name: str = "w") -> str:
        """The words out of a row of verdicts, called by a letter and their number."""
        return ", ".join(f"{self._word(number, alias)} AS {name}{number}" for number in self.words)

    def _word(self, number: int, alias: str) -> str:
        own = self.indicators[number * IN_WORD : (number + 1) * IN_WORD]
        parts = []
        for place, name in enumerate(own):
            code, grade = alias + quoted(name), alias + quoted(name + GRADE_SUFFIX)
            parts.append(f"({code}::BIGINT + 4 * {grade}::BIGINT) * {1 << BITS * place}::BIGINT")
        return " + ".join(parts)

    def differing(self) -> str:
        """Whether any verdict or grade of rows `a` and `b` differs, before anything is packed."""
        columns = [quoted(name + suffix) for name in self.indicators for suffix in ("", GRADE_SUFFIX)]
        return " OR ".join(f"a.{column} <> b.{column}" for column in columns)

    def place(self, indicator: str) -> tuple[int, int]:
        """Word and shift of an indicator."""
        place = self.indicators.index(indicator)
        return place // IN_WORD, BITS * (place % IN_WORD)

    def code(self, indicator: str, prefix: str) -> str:
        """The four bits of an indicator out of words whose names begin with a prefix."""
        word, shift = self.place(indicator)
        return f"(({prefix}{word} >> {shift}) & 15)"


def packed(files: Sequence[Path], packing: Packing) -> str:
    """SELECT of county, region_code, the keys and the words from files of verdicts."""
    keys = dict.fromkeys(("region_code", *KEYS[packing.subject]))
    return f"SELECT {', '.join(keys)}, {packing.columns()} FROM {parquet(files)}"


def parquet(files: Sequence[Path]) -> str:
    """Files of one shape as a relation."""
    return f"read_parquet([{', '.join(text(str(file)) for file in files)}])"
