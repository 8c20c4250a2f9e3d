"""All inputs of a round: opened side by side in child processes, read one after the other in the order given."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from diguan.engine.catalogue import Catalogue, Label
from diguan.engine.regions import RegionTree
from diguan.engine.snapshot.model import FactTable, ReadInputs, SheetRef, Source
from diguan.engine.verdicts import Subject
from diguan.exchange.grids import Grid, Limits, UnableToReadInput, open_grids
from diguan.exchange.grids.columnar import read_columnar
from diguan.exchange.reading.corrections import Corrections, take_corrections
from diguan.exchange.reading.dating import DATA_ON
from diguan.exchange.reading.headers import LEAST_RECOGNISED, Header, HeaderWords, find_header, says_synthetic
from diguan.exchange.reading.keys import KeyReader
from diguan.exchange.reading.kinds import SheetKind, is_no_table, kind_of, no_header, no_rows
from diguan.exchange.reading.layout import Layout, load_layout
from diguan.exchange.reading.numbering import number_persons
from diguan.exchange.reading.places import Places
from diguan.exchange.reading.rosters import require_no_slip
from diguan.exchange.reading.sheet import Sheet
from diguan.exchange.reading.sources import InputFile, list_files
from diguan.exchange.reading.tables import SheetFacts, SheetReader
from diguan.exchange.reading.visit_books import VisitBook, is_visit_book, no_place_for_visits

Progress = Callable[[str, int, int], None]
YEARS_AHEAD = 10
EXPECTED = Label("导出工作簿、底册或名单", "an export workbook, a resident base or a roster")


def read_inputs(  # noqa: PLR0913, PLR0917  the inputs of a round, as the command line names them
    inputs: Sequence[Path],
    residents: Path | None,
    rosters: Mapping[str, Path],
    catalogue: Catalogue,
    regions: RegionTree | None,
    region: str | None,
    as_of: date,
    progress: Progress | None = None,
    limits: Limits | None = None,
    visits: list[VisitBook] | None = None,
) -> ReadInputs:
    """Facts of all inputs: exports, folders of plain tables, mended rejected.xlsx; a resident base; departments' rosters.

    `region` is a code within which village names are looked up. Dates more than ten years after `as_of` are slips of the pen.
    `progress` is told (file, files opened, files in all). `visits`: where filled-in visit workbooks among `inputs` are set aside.
    UnableToReadInput when a list is named nearly like a known one, and when a file cannot be read as a whole, as a visit workbook that
    nobody takes: its answers would be lost; a bad cell or a damaged key is listed and never stops the rest.
    """
    require_no_slip(rosters, catalogue)
    files = list_files(inputs, residents, rosters)
    opened, corrections = take_corrections(files, _open(files, progress, limits))
    layout = load_layout()
    reader = InputReader(catalogue, layout, Places(regions, region, layout), corrections, as_of.year + YEARS_AHEAD)
    number = 0
    for file, grids in opened:
        if is_visit_book(grids):
            _set_aside(file, grids, visits)
        else:
            number += 1
            reader.read(number, file, grids)
    return reader.finished()


def read_own_tables(folder: Path, catalogue: Catalogue, regions: RegionTree | None, as_of: date) -> ReadInputs:
    """Facts of a folder of Parquet tables that this program has just written: nobody else's files, so no child process opens them."""
    files = list_files([folder], None, {})
    opened, corrections = take_corrections(files, [read_columnar(file.path, Limits()) for file in files])
    layout = load_layout()
    reader = InputReader(catalogue, layout, Places(regions, None, layout), corrections, as_of.year + YEARS_AHEAD)
    for number, (file, grids) in enumerate(opened, 1):
        reader.read(number, file, grids)
    return reader.finished()


def _set_aside(file: InputFile, grids: Sequence[Grid], visits: list[VisitBook] | None) -> None:
    if visits is None or file.kind != "export":
        raise no_place_for_visits(file.label, EXPECTED)
    visits.append(VisitBook(file.label, file.sha256, grids))


def _open(files: Sequence[InputFile], progress: Progress | None, limits: Limits | None) -> list[list[Grid]]:
    done: list[Path] = []

    def tell(path: Path) -> None:
        done.append(path)
        if progress:
            progress(path.name, len(done), len(files))

    return open_grids([file.path for file in files], limits, tell)


@dataclass(slots=True)
class InputReader:
    """Reads file after file into one ReadInputs."""

    catalogue: Catalogue
    layout: Layout
    places: Places
    corrections: Corrections
    latest_year: int
    found: ReadInputs = field(default_factory=ReadInputs)
    _unnumbered: set[int] = field(default_factory=set)
    _words: HeaderWords | None = None

    def read(self, source_id: int, file: InputFile, grids: Sequence[Grid]) -> None:
        """Read all sheets of one file."""
        words = self._words = self._words or HeaderWords(self.catalogue, self.layout)
        headed = [(grid, find_header(grid, words, 1 if file.table else LEAST_RECOGNISED)) for grid in grids]
        synthetic = any(says_synthetic(grid, header, self.layout.words.synthetic) for grid, header in headed)
        sheets = [
            self._sheet(source_id, file, grid, header, synthetic=synthetic)
            for grid, header in headed
            if self._is_table(file, grid, header) and header is not None
        ]
        if not sheets:
            raise self._nothing_readable(headed)
        self._add(Source(source_id, file.kind, file.label, file.sha256, None, synthetic), sheets)

    def finished(self) -> ReadInputs:
        """Everything read, with persons numbered."""
        number_persons(self.found.tables, self._unnumbered)
        self.found.notes += self.corrections.trace()
        return self.found

    def _is_table(self, file: InputFile, grid: Grid, header: Header | None) -> bool:
        """Whether a sheet is to be read. What is clearly no table is noted; what looks like one and cannot be read is refused."""
        if is_no_table(grid, header, self.layout):
            self._note(file, grid, "不是数据表，未读取", "is no table of data and was not read")
            return False
        if header is None:
            raise no_header(grid, self.layout)
        if header.last + 1 >= grid.rows:
            self._note(file, grid, "只有表头，没有数据", "has a header and no rows")
            return False
        return True

    def _note(self, file: InputFile, grid: Grid, zh: str, en: str) -> None:
        if grid.sheet:
            self.found.notes.append(
                Label(f"{file.label}：工作表“{grid.sheet}”{zh}", f"{file.label}: sheet '{grid.sheet}' {en}")
            )

    def _nothing_readable(self, headed: Sequence[tuple[Grid, Header | None]]) -> UnableToReadInput:
        """The refusal of a file without a single table: a header without rows, or the sheet that holds most."""
        bare = next((grid for grid, header in headed if header is not None and header.last + 1 >= grid.rows), None)
        if bare is not None:
            return no_rows(bare)
        return no_header(max((grid for grid, _ in headed), key=lambda grid: grid.rows * len(grid.columns)), self.layout)

    def _sheet(self, source_id: int, file: InputFile, grid: Grid, header: Header, *, synthetic: bool) -> SheetFacts:
        kind = kind_of(grid, header, file.kind, file.table, self.layout)
        number = len(self.found.sheets)
        grid.file = file.label
        grid.fill_merged(header.last + 1)
        self.corrections.apply(file, grid, header)
        places = replace(self.places, as_written=file.kind == "tables")
        years = self.latest_year
        keys = KeyReader(kind, file.kind, source_id, self.layout, places, synthetic, years)
        read = SheetReader(keys, self.catalogue, self.layout).read(Sheet(grid, header, number))
        self.found.sheets.append(SheetRef(source_id, file.label, grid.sheet, read.columns))
        return read

    def _add(self, source: Source, sheets: Sequence[SheetFacts]) -> None:
        source = replace(source, data_on=_one_day(sheets))
        unknown = list(dict.fromkeys(header for sheet in sheets for header in sheet.unknown))
        if unknown:
            self.found.unknown_headers[source.label] = unknown
        for sheet in sheets:
            for subject, table in sheet.tables.items():
                if sheet.kind is SheetKind.PERSONS and subject is Subject.PERSON and not sheet.numbered:
                    self._unnumbered.add(len(self.found.tables))
                dated = table.drop_columns([DATA_ON]) if source.data_on and DATA_ON in table.column_names else table
                self.found.tables.append(FactTable(subject, source, dated))
            self.found.tables += [FactTable(subject, source, table) for subject, table in sheet.dated]
            self.found.bad_cells += sheet.bad_cells
            self.found.conflicts += sheet.conflicts
            self.found.rejected += sheet.rejected
            if sheet.skipped:
                zh, en = (
                    f"{source.label}：跳过 {sheet.skipped} 行（合计、签章或重复的表头）",
                    f"{source.label}: {sheet.skipped} rows skipped (totals, signatures, the header again)",
                )
                self.found.notes.append(Label(zh, en))


def _one_day(sheets: Sequence[SheetFacts]) -> date | None:
    """The one day that all sheets of a file are of; None when they have none or several."""
    tables = [table for sheet in sheets for table in sheet.tables.values()]
    if not tables or any(DATA_ON not in table.column_names for table in tables):
        return None
    days = {day for table in tables for day in table[DATA_ON].unique().to_pylist() if day is not None}
    return days.pop() if len(days) == 1 else None
