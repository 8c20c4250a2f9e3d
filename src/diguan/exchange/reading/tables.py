"""One sheet to fact tables: keys first, then facts, then what the export says without writing it."""

from dataclasses import dataclass, field

import pyarrow as pa

from diguan.engine.catalogue import Catalogue
from diguan.engine.snapshot.flaws import FROM_IDENTITY
from diguan.engine.snapshot.model import BadCell, CellConflict, RejectedRow, SheetColumn
from diguan.engine.verdicts import Subject
from diguan.exchange.reading.cells.dates import DateConverter
from diguan.exchange.reading.dating import DATA_ON, dated_tables
from diguan.exchange.reading.facts import FactReader, Facts
from diguan.exchange.reading.headers import HeaderColumn, Role, by_field
from diguan.exchange.reading.keys import KeyReader, Keys
from diguan.exchange.reading.kinds import SheetKind
from diguan.exchange.reading.layout import Layout
from diguan.exchange.reading.sheet import Sheet, convert
from diguan.exchange.reading.speech import (
    StatusReader,
    apply_implications,
    fill_empty_cells,
    fill_from_identity,
)


@dataclass(slots=True)
class SheetFacts:
    """What one sheet gave: a table a subject, facts with a day of their own, and what could not be read."""

    kind: SheetKind
    tables: dict[Subject, pa.Table] = field(default_factory=dict)
    dated: list[tuple[Subject, pa.Table]] = field(default_factory=list)
    bad_cells: list[BadCell] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    skipped: int = 0
    numbered: bool = False
    columns: dict[tuple[Subject, str], tuple[SheetColumn, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetReader:
    """Reads one sheet of a known kind."""

    keys: KeyReader
    catalogue: Catalogue
    layout: Layout

    def read(self, sheet: Sheet) -> SheetFacts:
        """The facts of the sheet."""
        keys = self.keys.read(sheet)
        reader = FactReader(keys.sheet, self.keys, keys.sheet.row_refs.to_pylist())
        carried = self._carried(sheet)
        facts = {subject: reader.read(subject, columns) for subject, columns in carried.items()}
        self._derive(facts, keys, reader)
        found = SheetFacts(
            self.keys.kind, rejected=keys.rejected, unknown=self._unknown(keys.sheet, carried), skipped=keys.skipped
        )
        found.numbered = "person_id" in keys.columns
        found.columns = self._places(sheet, carried, facts)
        found.bad_cells += self._bad_identities(keys, reader)
        days = self._data_on(keys.sheet, reader, found)
        for subject, some in facts.items():
            found.bad_cells += some.bad_cells
            found.conflicts += some.conflicts
            if subject is self.keys.kind.subjects[0] or some.columns:
                found.tables[subject] = self._table(subject, some, keys, days)
                own = found.tables[subject].select(["row_ref", *self._key_names(subject, keys)])
                found.dated += [(subject, table) for table in dated_tables(some, own, self.layout)]
        return found

    def _carried(self, sheet: Sheet) -> dict[Subject, dict[str, list[HeaderColumn]]]:
        """Columns by subject and field; a header that means fields of two subjects is the first subject's."""
        taken: set[int] = set()
        carried: dict[Subject, dict[str, list[HeaderColumn]]] = {}
        for subject in self.keys.kind.subjects:
            columns = [c for c in sheet.header.columns if c.index not in taken]
            fields = {name: list(found) for name, found in by_field(columns, subject).items()}
            carried[subject] = fields
            taken |= {c.index for found in fields.values() for c in found}
        return carried

    def _places(
        self, sheet: Sheet, carried: dict[Subject, dict[str, list[HeaderColumn]]], facts: dict[Subject, Facts]
    ) -> dict[tuple[Subject, str], tuple[SheetColumn, ...]]:
        """Where every fact stands in the sheet; what identity numbers alone say, in their column."""
        found = {(s, name): columns for s, fields in carried.items() for name, columns in fields.items()}
        if Subject.PERSON in facts:
            found |= {(Subject.PERSON, name): sheet.of_role(Role.KEY, name)[:1] for name in ("identity", "name")}
            told = [name for name in FROM_IDENTITY if name in facts[Subject.PERSON].columns]
            for name in told:
                found.setdefault((Subject.PERSON, name), found[Subject.PERSON, "identity"])
        return {
            fact: tuple(SheetColumn(sheet.letters(column), column.header) for column in columns)
            for fact, columns in found.items()
            if columns
        }

    def _unknown(self, sheet: Sheet, carried: dict[Subject, dict[str, list[HeaderColumn]]]) -> list[str]:
        used = {c.index for fields in carried.values() for columns in fields.values() for c in columns}
        roles = {(t.role, t.name) for c in sheet.header.columns for t in c.targets if t.role is not Role.FIELD}
        used |= {
            c.index for role, name in roles for c in sheet.of_role(role, name)[: None if role is Role.IGNORED else 1]
        }
        untitled = (f"{column}（没有表头 no header）" for column in sheet.untitled())
        return [*(c.header for c in sheet.header.columns if c.index not in used), *untitled]

    def _derive(self, facts: dict[Subject, Facts], keys: Keys, reader: FactReader) -> None:
        export, residents = self.keys.source_kind == "export", self.keys.source_kind == "residents"
        if Subject.PERSON in facts:
            if export:
                fill_empty_cells(facts[Subject.PERSON], self.catalogue, self.layout)
            if (export or residents) and "identity" in keys.columns:
                fill_from_identity(facts[Subject.PERSON], keys.columns["identity"], self.catalogue)
        if export and Subject.HOUSEHOLD in facts:
            StatusReader(self.layout, facts[Subject.HOUSEHOLD].columns).add_to(
                facts[Subject.HOUSEHOLD], self.catalogue, reader
            )
        for some in facts.values():
            apply_implications(some, self.catalogue, reader)

    def _bad_identities(self, keys: Keys, reader: FactReader) -> list[BadCell]:
        if not keys.bad_identities:
            return []
        column = keys.sheet.of_role(Role.KEY, "identity")[0]
        return reader.bad_cells(Subject.PERSON, "identity", column, keys.bad_identities)

    def _data_on(self, sheet: Sheet, reader: FactReader, found: SheetFacts) -> pa.Array | None:
        columns = sheet.of_role(Role.DATA_ON)
        if not columns:
            return None
        converter = DateConverter(self.layout.words, self.keys.latest_year, epoch_1904=sheet.grid.epoch_1904)
        days = convert(sheet.column(columns[0]), converter, pa.date32())
        found.bad_cells += reader.bad_cells(self.keys.kind.subjects[0], DATA_ON, columns[0], days.bad)
        return days.array

    def _table(self, subject: Subject, facts: Facts, keys: Keys, days: pa.Array | None) -> pa.Table:
        columns: dict[str, pa.Array] = {"row_ref": keys.sheet.row_refs}
        missing = pa.nulls(len(keys.sheet), pa.string())
        columns |= {name: keys.columns.get(name, missing) for name in self._key_names(subject, keys)}
        if days is not None:
            columns[DATA_ON] = days
        return pa.table(columns | {name: column.array for name, column in facts.columns.items()})

    def _key_names(self, subject: Subject, keys: Keys) -> tuple[str, ...]:
        if self.keys.kind is SheetKind.ROSTER:
            return ("identity", "name") if subject is Subject.PERSON else ("identity",)
        if subject is Subject.PERSON:
            people = tuple(name for name in ("identity", "name") if name in keys.columns)
            return ("household_id", "person_id", "region_code", *people)
        if subject is Subject.HOUSEHOLD:
            return ("household_id", "region_code")
        return ("facility_id", "region_code") if subject is Subject.FACILITY else ("region_code",)
