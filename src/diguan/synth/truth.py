"""What was planted and what must be found of it, decided by the plan; nothing here judges."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from diguan.synth.people import Household, Person
from diguan.synth.spelling import Written


@dataclass(frozen=True, slots=True)
class Expected:
    """One finding that must be reported. `requires`: the parameter that must be confirmed, or the finding is left out."""

    finding: str
    household: Household
    person: Person | None
    indicator: str
    planting: str
    requires: str = ""

    def row(self) -> dict[str, str]:
        """The row of truth.csv."""
        return {
            "finding_id": self.finding,
            "household_id": self.household.key,
            "person_id": self.household.person_key(self.person) if self.person else "",
            "indicator": self.indicator,
            "requires": self.requires,
            "note": self.planting,
        }


@dataclass(frozen=True, slots=True)
class Slip:
    """One cell written wrongly on purpose: which file (layout), whose row, which header, what stands there instead."""

    layout: str
    household: Household
    person: Person
    header: str
    written: Written
    kind: str
    planting: str

    def row(self, places: Mapping[tuple[str, str, str], tuple[str, str]]) -> dict[str, str]:
        """The slip as truth.json lists it, with the file and the cell that it came to stand in."""
        file, cell = places[self.layout, self.person.identity, self.header]
        return {
            "file": file,
            "cell": cell,
            "household_id": self.household.key,
            "person_id": self.household.person_key(self.person),
            "header": self.header,
            "written": ""
            if self.written is None
            else f"{self.written:.0f}"
            if isinstance(self.written, float)
            else str(self.written),
            "kind": self.kind,
            "planting": self.planting,
        }


@dataclass(frozen=True, slots=True)
class Decoy:
    """A lawful exception that looks like an error: no finding may name this household (and person)."""

    planting: str
    household: Household
    person: Person | None

    def row(self) -> dict[str, str]:
        """The decoy as truth.json lists it."""
        person = self.household.person_key(self.person) if self.person else ""
        return {"planting": self.planting, "household_id": self.household.key, "person_id": person}


@dataclass(slots=True)
class Truth:
    """Everything planted in one county."""

    expected: list[Expected] = field(default_factory=list)
    bad_cells: list[Slip] = field(default_factory=list)
    rejected: list[Slip] = field(default_factory=list)
    variants: list[Slip] = field(default_factory=list)
    decoys: list[Decoy] = field(default_factory=list)
    contradictions: list[Decoy] = field(default_factory=list)
    planned: dict[str, int] = field(default_factory=dict)
    planted: Counter[str] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)

    def slips(self) -> dict[tuple[str, str], dict[str, Written]]:
        """Cells that replace what the facts would say, by (layout, identity of the row)."""
        found: dict[tuple[str, str], dict[str, Written]] = {}
        for slip in (*self.bad_cells, *self.rejected, *self.variants):
            found.setdefault((slip.layout, slip.person.identity), {})[slip.header] = slip.written
        return found
