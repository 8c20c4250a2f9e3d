"""Numbers for persons of files that have none: "<household>:<n>", the same person the same number in every file of a run."""

from collections import Counter
from collections.abc import Iterable

import pyarrow as pa

from diguan.engine.snapshot.model import FactTable
from diguan.engine.verdicts import Subject

Token = tuple[str | None, str]


class PersonNumbers:
    """Who has been numbered: by household and ID, or by household and name where there is no ID."""

    def __init__(self) -> None:
        self._known: dict[Token, str] = {}
        self._counts: Counter[str | None] = Counter()

    def learn(self, table: pa.Table) -> None:
        """Take over the numbers of a file that has them."""
        if "identity" in table.column_names:
            columns = (table[name].to_pylist() for name in ("household_id", "identity", "person_id"))
            self._known.update({(h, i): p for h, i, p in zip(*columns, strict=True) if i is not None})

    def numbered(self, table: pa.Table) -> pa.Table:
        """The table with a person_id in every row."""
        nothing = [None] * len(table)
        identities, names = (table[n].to_pylist() if n in table.column_names else nothing for n in ("identity", "name"))
        households = table["household_id"].to_pylist()
        numbers = [self._number(h, i or f"name:{n}") for h, i, n in zip(households, identities, names, strict=True)]
        place = table.column_names.index("person_id")
        return table.set_column(place, "person_id", pa.array(numbers, pa.string()))

    def _number(self, household: str | None, token: str) -> str:
        known = self._known.get((household, token))
        if known is None:
            self._counts[household] += 1
            known = self._known[household, token] = f"{household}:{self._counts[household]}"
        return known


def number_persons(tables: Iterable[FactTable], unnumbered: set[int]) -> None:
    """Number the persons of the tables whose place in the list is in `unnumbered`; residents count for themselves."""
    if not unnumbered:
        return
    persons = [
        (n, t) for n, t in enumerate(tables) if t.subject is Subject.PERSON and not t.source.kind.startswith("roster:")
    ]
    for residents in (False, True):
        numbers = PersonNumbers()
        some = [(n, t) for n, t in persons if (t.source.kind == "residents") is residents]
        for number, table in some:
            if number not in unnumbered:
                numbers.learn(table.table)
        for number, table in some:
            if number in unnumbered:
                table.table = numbers.numbered(table.table)
