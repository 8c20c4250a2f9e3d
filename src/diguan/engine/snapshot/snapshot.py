"""A snapshot: relations in DuckDB, what their columns are, what is not known, and the hash over all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diguan.engine.backends.layout import Column, Layout, Relation
from diguan.engine.snapshot.coverage import CoverageLine
from diguan.engine.snapshot.database import Connection, quoted
from diguan.engine.snapshot.model import Source
from diguan.engine.snapshot.plans import Group
from diguan.engine.snapshot.presuming import PRESUMED
from diguan.engine.snapshot.relations import RELATIONS
from diguan.engine.verdicts import Grade, Subject

Columns = Mapping[str, Mapping[str, Column]]  # by relation, then by field


@dataclass(frozen=True, slots=True)
class LookBack:
    """The facts as of a date field of each household: relations of their own, each row with that day in `until`."""

    date_field: str
    prefix: str
    columns: Columns
    groups: Mapping[Subject, Sequence[Group]]

    @property
    def household_relation(self) -> str:
        """Name of the households that have facts as of their day."""
        return f"{self.prefix}households"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that is judged. `until`: the last day of the facts used (the as-of date, or the end of time looking back later)."""

    connection: Connection
    as_of: date
    retrospective: bool
    region: str | None
    sources: tuple[Source, ...]
    columns: Columns
    groups: Mapping[Subject, Sequence[Group]]
    look_backs: Mapping[str, LookBack]
    coverage: tuple[CoverageLine, ...]
    rows: Mapping[str, int]

    @property
    def grades(self) -> dict[int, Grade]:
        """Grade of each source; a presumed value counts as declared."""
        return {PRESUMED: Grade.DECLARED, **{s.source_id: s.grade for s in self.sources}}

    @property
    def layout(self) -> Layout:
        """Today's relations, for the back ends."""
        return layout_of(self.columns, self.grades)

    @property
    def unlisted_layout(self) -> Layout | None:
        """The same with the unlisted members in place of the persons; None when there are none."""
        if "unlisted_members" not in self.columns:
            return None
        relations = dict(self.layout.relations)
        relations[Subject.PERSON] = _relation("unlisted_members", self.columns["unlisted_members"], "")
        return Layout(relations, self.grades)

    def layout_as_of(self, look_back: LookBack, prefix: str | None = None) -> Layout:
        """Relations of a look back; `prefix`: of views that stand for them."""
        return layout_of(look_back.columns, self.grades, look_back.prefix if prefix is None else prefix)


def layout_of(columns: Columns, grades: Mapping[int, Grade], prefix: str = "") -> Layout:
    """The layout of relations whose names begin with a prefix."""
    found = {RELATIONS[n]: _relation(n, c, prefix) for n, c in columns.items() if n != "unlisted_members"}
    return Layout(found, grades)


def _relation(name: str, columns: Mapping[str, Column], prefix: str) -> Relation:
    return Relation(f"{prefix}{name}", columns)


def field_mask(groups: Sequence[Group], field: str) -> int:
    """Bits of `source_mask` whose tables carry a field."""
    return sum(1 << g.bit for g in groups if field in g.fields)


def known_names(columns: Columns, relation: str) -> list[str]:
    """Quoted names of the fields of a relation."""
    return [quoted(name) for name in columns.get(relation, {})]
