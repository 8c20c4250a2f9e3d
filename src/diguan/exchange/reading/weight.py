"""How much memory a round over plain tables takes, told before anything is read: by the footers of Parquet, by the size of CSV."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from diguan.engine.documents import Label
from diguan.exchange.grids.limits import GIB, usable_memory

# bytes of a round, and of a household with its members: docs/howto/counties.md
FIXED, HOUSEHOLD = GIB // 4, 4 * GIB // 1_000_000
MANY = 1_000_000  # households from which it is said beforehand
SAMPLE = 1 << 20  # bytes of a CSV whose lines are counted


class UnableToScreenAtOnce(ValueError):
    """The tables would not fit into the memory of this machine: what was found, what was expected, what to do."""

    def __init__(self, message: Label, expected: Label, hint: Label) -> None:
        self.message, self.expected, self.hint = message, expected, hint
        zh = f"{message.zh}；应为：{expected.zh}；怎么办：{hint.zh}"
        super().__init__(f"{zh}\n{message.en}; expected: {expected.en}; what to do: {hint.en}")


@dataclass(frozen=True, slots=True)
class Weight:
    """Households in plain tables (of CSV about), and bytes of memory: as estimated, and of this machine or its container."""

    households: int
    needed: int
    memory: int

    @property
    def heavy(self) -> bool:
        """Whether it should be said before anything is read."""
        return self.households >= MANY

    def require_room(self) -> None:
        """Refuse what would not fit. UnableToScreenAtOnce."""
        if self.needed > self.memory:
            needed, memory = self.needed / GIB, self.memory / GIB
            raise UnableToScreenAtOnce(
                Label(
                    f"表里有 {self.households} 户，整个读进内存约需 {needed:.0f} GB，本机（或容器）有 {memory:.0f} GB",
                    f"{self.households} households take about {needed:.0f} GB of memory at once, machine (or container) has {memory:.0f}",
                ),
                Label("放得进内存的表", "tables that fit into memory"),
                Label(
                    "存成 Parquet，用 diguan counties 逐县筛查；一定要一次做完就加 --all-at-once",
                    "store it as Parquet and use diguan counties, county by county; to insist, add --all-at-once",
                ),
            )


def weigh(inputs: Sequence[Path], memory: int | None = None) -> Weight:
    """What the tables of households among `inputs` take; of exports the limits of reading speak.

    `memory`: what may be used, found out unless given. A file that is no Parquet counts as none: reading it says what is wrong.
    """
    folders = [folder for folder in inputs if folder.is_dir()]
    households = sum(_rows(folder / "households.parquet") + _lines(folder / "households.csv") for folder in folders)
    return Weight(households, FIXED + households * HOUSEHOLD, usable_memory() if memory is None else memory)


def _lines(path: Path) -> int:
    """Rows of a CSV: counted where it is small, else its size over the length of its first lines."""
    if not path.is_file():
        return 0
    with path.open("rb") as file:
        begun = file.read(SAMPLE)
    lines, size = begun.count(b"\n"), path.stat().st_size
    return max(0, (lines if size <= SAMPLE else round(size * lines / len(begun))) - 1)


def _rows(path: Path) -> int:
    if not path.is_file():
        return 0
    try:
        return int(pq.read_metadata(path).num_rows)
    except (OSError, pa.ArrowInvalid):
        return 0
