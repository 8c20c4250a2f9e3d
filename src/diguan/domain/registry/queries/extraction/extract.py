"""Everything that the registry holds of an extent, as reading would have handed it over."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pyarrow as pa
from django.db.models import Prefetch

from diguan.domain.registry.models import Load, Sheet, Source
from diguan.domain.registry.queries.extraction.answers import AnswerReader
from diguan.domain.registry.queries.extraction.extent import Extent
from diguan.domain.registry.queries.extraction.flaws import read_flaws, read_rejected
from diguan.domain.registry.queries.extraction.kin import ties_until
from diguan.domain.registry.queries.extraction.moving import Moves
from diguan.domain.registry.queries.extraction.reach import Reach
from diguan.domain.registry.queries.extraction.rosters import ROSTER, Rosters, lists_of
from diguan.domain.registry.queries.extraction.tables import TableReader
from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import open_connection
from diguan.engine.snapshot.intake import LAST_SOURCE
from diguan.engine.snapshot.model import ROW_BITS, FactTable, ReadInputs, SheetRef
from diguan.engine.snapshot.model import Source as EngineSource
from diguan.engine.verdicts import Subject

IN_ORDER = Prefetch("tables", Sheet.objects.order_by("ordinal", "id"))
EVENTS = Label("登记册人口变动", "life events of the registry")
KIN = Label("登记册亲属关系", "kin recorded in the registry")


def extract_inputs(catalogue: Catalogue, extent: Extent, as_of: date, reach: Reach | None = None) -> ReadInputs:
    """The inputs of a round over an extent, with the life events up to a day. A file that was read anew with corrections counts once.

    Facts dated later are there, too: the engine leaves them out or looks back to them. The same observations give the same tables.
    `reach`: only these rows; every file still counts as one that carries its columns.
    """
    moves = Moves.until(as_of, extent)
    with open_connection() as connection:
        moves.register(connection)
        reader = TableReader(connection, catalogue, extent, moved=bool(moves))
        return _Extraction(extent, as_of, moves, reader, reach).found()


@dataclass(slots=True)
class _Extraction:
    extent: Extent
    as_of: date
    moves: Moves
    reader: TableReader
    reach: Reach | None = None
    made: ReadInputs = field(default_factory=ReadInputs)
    sources: dict[int, int] = field(default_factory=dict)  # id in the registry -> id in the inputs
    sheets: dict[int, int] = field(default_factory=dict)  # id in the registry -> place in the inputs
    count: int = 0  # sources of the inputs so far

    def found(self) -> ReadInputs:
        """Files in the order of their loads, then what was recorded by hand, then who the members are since events changed that."""
        live = Source.objects.filter(self.extent.matches("load__region_code"), replaced_by__isnull=True)
        by_hand = list(live.filter(by_hand=True).order_by("kind", "id"))
        files = list(
            live.filter(by_hand=False).select_related("load").order_by("load_id", "id").prefetch_related(IN_ORDER)
        )
        answered = [source for source in files if any(sheet.answers for sheet in source.tables.all())]
        for source in files:
            if source not in answered:
                self._read_file(source)
        self._tell([s.load_id for s in files], {s.label for s in files})
        self._read_answers(answered, beside=len(by_hand) + len((EVENTS, KIN)))
        for source in by_hand:
            self._read_records(source)
        self._read_events()
        self._read_kin()
        self.made.bad_cells, self.made.conflicts = read_flaws(self.sources, self.sheets, self.reach)
        self.made.rejected = read_rejected(self.sources, self.moves)
        return self.made

    def _read_file(self, source: Source) -> None:
        origin = self._origin(source)
        for sheet in source.tables.all():
            subject = Subject(sheet.subject)
            place = self._place(origin, [sheet])
            ids = None if self.reach is None else self.reach.of_sheet(sheet.id)
            table = self.reader.read_sheet(subject, sheet, place, ids)
            self.made.tables.append(FactTable(subject, origin, table))

    def _read_answers(self, sources: Sequence[Source], beside: int) -> None:
        """Answers at visits, as many sources as there is room for `beside` others."""
        answers = AnswerReader(self.reader, sources, self.as_of)
        for origin, own in answers.found(self.count + 1, LAST_SOURCE - self.count - beside):
            self.count = origin.source_id
            place = len(self.made.sheets)
            self.made.sheets.append(SheetRef(origin.source_id, origin.label, ""))
            for subject, counts_as, table in own(place):
                self.made.tables.append(FactTable(subject, origin, table, by_hand=True, counts_as=counts_as))

    def _read_records(self, source: Source) -> None:
        """Identifiers that were recorded stand in tables of their own: an empty one must not be taken for a missing one."""
        sheets: dict[tuple[str, frozenset[str]], list[Sheet]] = {}
        for sheet in source.tables.filter(event__undone_by__isnull=True).order_by("id"):
            if self.reach is not None and not self.reach.of_sheet(sheet.id):
                continue
            identifiers = self.reader.identifiers(Subject(sheet.subject), sheet.columns)
            sheets.setdefault((sheet.subject, frozenset(identifiers)), []).append(sheet)
        if not sheets:
            return
        origin = self._origin(source)
        for (name, _), own in sheets.items():
            subject, columns = Subject(name), list(dict.fromkeys(column for sheet in own for column in sheet.columns))
            table = self.reader.read_records(subject, columns, [s.id for s in own], self._place(origin, own))
            if table.num_rows:
                self.made.tables.append(FactTable(subject, origin, table, by_hand=True))

    def _read_events(self) -> None:
        rosters = Rosters.until(self.as_of, self.extent, self.moves)
        touched = rosters.touched
        if self.reach is not None:
            touched &= self.reach.households
        numbers = {number for household in touched for number in rosters.numbers(household)}
        table = rosters.table(touched, lists_of(numbers, self.extent, self.as_of))
        if table is None:
            return
        origin = self._own(EVENTS)
        above = (len(self.made.sheets) - 1) << ROW_BITS
        rows = pa.array([above + row for row in table["row_ref"].to_pylist()], pa.int64())
        numbered = table.set_column(0, "row_ref", rows)
        self.made.tables.append(FactTable(Subject.PERSON, origin, numbered, settles=True))

    def _read_kin(self) -> None:
        ties = ties_until(self.as_of, self.extent, self.moves)
        if ties:
            origin = self._own(KIN)
            self.made.tables.append(FactTable(Subject.PERSON, origin, ROSTER.empty_table(), settles=True))
            self.made.kin = [replace(tie, source_id=origin.source_id) for tie in ties]

    def _own(self, label: Label) -> EngineSource:
        """A source that is no file: the registry itself."""
        self.count += 1
        origin = EngineSource(self.count, "tables", label.zh, "", None)
        self.made.sheets.append(SheetRef(origin.source_id, label.zh, ""))
        return origin

    def _origin(self, source: Source) -> EngineSource:
        self.count += 1
        self.sources[source.id] = self.count
        number, known_by = self.count, None if source.by_hand else source.known_by(self.as_of)
        return EngineSource(
            number, source.kind, source.label, source.sha256, source.data_on, source.synthetic, known_by=known_by
        )

    def _place(self, origin: EngineSource, sheets: Sequence[Sheet]) -> int:
        """The place of a table in the list of sheets, to which its rows refer."""
        self.made.sheets.append(SheetRef(origin.source_id, sheets[0].file, sheets[0].name))
        place = len(self.made.sheets) - 1
        self.sheets.update(dict.fromkeys((sheet.id for sheet in sheets), place))
        return place

    def _tell(self, loads: Sequence[int], labels: set[str]) -> None:
        """What reading had to say about the files that still count."""
        for load in Load.objects.filter(id__in=set(loads)).order_by("id"):
            self.made.notes += [Label(note["zh"], note["en"]) for note in load.notes]
            self.made.unknown_headers |= {file: found for file, found in load.unknown_headers.items() if file in labels}
