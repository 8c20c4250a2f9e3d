"""Who returned what, and what is still empty: by village, township or department."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from diguan.exchange.roundtrip.answers import Collected
from diguan.exchange.roundtrip.base import Base
from diguan.exchange.roundtrip.weigh import Weighed


@dataclass(slots=True)
class Group:
    """One village, township or department.

    `returned`: rows that came back in some workbook; `filled`: rows with anything filled in after the merge; `dealt`: rows whose main
    column says anything; `done`: whose main column says it is done, on paper.
    """

    name: str
    rows: int = 0
    returned: int = 0
    filled: int = 0
    dealt: int = 0
    done: int = 0
    conflicts: int = 0
    files: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)

    @property
    def empty(self) -> int:
        """Rows in which nothing is filled in."""
        return self.rows - self.filled


def progress_of(base: Base, by: str, collected: Collected, weighed: Weighed) -> Sequence[Group]:
    """The groups in the order of the ledger."""
    changed = weighed.changed()
    shape = base.shape
    done = {shape.choices[shape.main][id_][base.language] for id_ in shape.done}
    groups: dict[str, Group] = {}
    of_row = [""] * len(base)
    for name, rows in base.groups(by).items():
        group = groups[name] = Group(name, rows=len(rows))
        for row in rows:
            of_row[row] = name
            values = base.values(row, changed.get(row))
            group.filled += any(value is not None for value in values.values())
            group.dealt += values[shape.main] is not None
            group.done += values[shape.main] in done
    for conflict in weighed.conflicts:
        groups[of_row[conflict.row]].conflicts += 1
    _add_files(groups, of_row, collected)
    return tuple(groups.values())


def _add_files(groups: dict[str, Group], of_row: Sequence[str], collected: Collected) -> None:
    returned: set[int] = set()
    for file in collected.files:
        returned |= file.seen
        for name in {of_row[row] for row in file.seen}:
            groups[name].files.add(file.label)
            if file.by:
                groups[name].people.add(file.by)
    for row in returned:
        groups[of_row[row]].returned += 1
