"""Rounds of the shipped packs over many small situations at once: what was found in each, as plain tuples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from diguan.engine.rehearsal import admit_standard
from diguan.engine.screening import screen
from diguan.engine.snapshot.model import FactTable, ReadInputs
from diguan.engine.standards import Pack
from diguan.engine.standards.confirmations import confirmations_of
from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source

Finding = tuple[str, str | None, str | None]  # kind, person, check
Person = Mapping[str, Any]
REGION = "152222000001"


@cache
def pack(reference: str) -> Pack:
    """A shipped pack, rehearsed once."""
    return admit_standard(reference)


@dataclass(slots=True)
class Situations:
    """Households, each in a workbook of its own so that each has its own columns; all judged in one round."""

    reference: str
    as_of: date
    home: Mapping[str, Any]
    data_on: date
    confirm: Mapping[str, tuple[float, str]] = field(default_factory=dict)
    tables: list[FactTable] = field(default_factory=list)
    bad_cells: list[Any] = field(default_factory=list)

    def add(self, household: str, people: Sequence[Person], *, data_on: date | None = None, **changes: object) -> int:
        """One household; returns the number of its source."""
        origin = source(len({id(t.source) for t in self.tables}) + 1, data_on=data_on or self.data_on)
        catalogue = pack(self.reference).catalogue
        keys = {"household_id": household, "region_code": REGION}
        homes = [{**keys, **self.home, **changes} for _ in people]
        rows = [{**keys, "person_id": f"{household}-{n}", **person} for n, person in enumerate(people, start=1)]
        own = [{k: v for k, v in row.items() if k not in (self.home | changes)} for row in rows]
        overruled = [{k: v for k, v in row.items() if k in (self.home | changes)} for row in rows]
        homes = [{**home, **row} for home, row in zip(homes, overruled, strict=True)]
        self.tables += [
            facts(Subject.PERSON, origin, own, catalogue),
            facts(Subject.HOUSEHOLD, origin, homes, catalogue),
        ]
        return origin.source_id

    def found(self) -> dict[str, set[Finding]]:
        """What was found, by household; households without findings have an empty set."""
        read: ReadInputs = inputs(self.tables)
        read.bad_cells.extend(self.bad_cells)
        confirmed = confirmations_of(dict(self.confirm))
        with screen(read, pack(self.reference), self.as_of, confirmations=confirmed) as round_:
            everybody = round_.connection.execute("SELECT household_id FROM households").fetchall()
            rows = "SELECT household_id, kind, person_id, indicator FROM findings"
            result: dict[str, set[Finding]] = {row[0]: set() for row in everybody}
            for household, *finding in round_.connection.execute(rows).fetchall():
                result[household].add((finding[0], finding[1], finding[2]))
            return result


def checks(found: set[Finding]) -> set[str]:
    """Ids of the checks that found something."""
    return {indicator for _, _, indicator in found if indicator is not None}


def kinds(found: set[Finding]) -> set[str]:
    """Kinds of what was found."""
    return {kind for kind, _, _ in found}
