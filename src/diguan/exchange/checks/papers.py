"""The papers of a check into the folder of its round: checks.xlsx, corrections.xlsx, and rejected.xlsx when something was rejected."""

from dataclasses import dataclass
from pathlib import Path

from diguan.engine.regions import RegionTree
from diguan.engine.screening import Round
from diguan.engine.snapshot.model import ReadInputs
from diguan.engine.standards import Pack
from diguan.exchange.checks.book import check_book
from diguan.exchange.checks.cells import cell_lines, find_cells
from diguan.exchange.checks.corrections import write_corrections
from diguan.exchange.checks.sheets import (
    write_areas,
    write_checks,
    write_coverage_sheet,
    write_guide,
    write_subjects,
    write_villages,
)
from diguan.exchange.checks.summary import CheckFigures, VillageRow, by_check, by_subject, villages
from diguan.exchange.checks.twice import twins, write_twins
from diguan.exchange.figures.areas import Places
from diguan.exchange.figures.count import Rejected, count_figures
from diguan.exchange.figures.model import Cover, Figures
from diguan.exchange.figures.rows import findings
from diguan.exchange.figures.tables import AREAS, RoundTables
from diguan.exchange.ledger.compose import Composer
from diguan.exchange.papers import Audience, Progress, cover_of, write_rejected_paper

CHECKS, CORRECTIONS = "checks.xlsx", "corrections.xlsx"
BY_AREA = f"""(SELECT min(area) FROM {AREAS} a WHERE a.region_code IS NOT DISTINCT FROM f.region_code), f.region_code, f.household_id,
    f.finding_id"""


@dataclass(frozen=True, slots=True)
class CheckPapers:
    """What the papers said. `cells`: lines of the list of corrections; `twice`: groups of persons who may stand twice."""

    figures: Figures
    cover: Cover
    checks: tuple[CheckFigures, ...]
    villages: tuple[VillageRow, ...]
    cells: int
    twice: int


def write_check_papers(
    folder: Path,
    round_: Round,
    read: ReadInputs,
    context: tuple[Pack, RegionTree | None],
    audience: Audience,
    progress: Progress,
) -> CheckPapers:
    """Write the papers; `context` is the standard and the regions that names are taken from."""
    pack, regions = context
    places, tables = Places(regions), RoundTables(round_.connection)
    record = round_.record.model_dump(mode="json")
    cover = cover_of(record, pack, places, tables, audience)
    figures = count_figures(tables, record, pack, places, Rejected(len(read.rejected), len(read.bad_cells)))
    sources = {int(each["source_id"]): str(each["label"]) for each in record["sources"]}
    composer = Composer(pack, places, cover, sources, audience.language)
    checks, of_villages = tuple(by_check(tables, pack)), tuple(villages(tables, pack))
    progress("checks", 0, 2)
    with check_book(folder / CHECKS, cover, audience.language) as book:
        write_guide(book, figures)
        write_checks(book, checks, composer)
        write_subjects(book, by_subject(tables), composer)
        groups = write_twins(book, twins(round_, read), composer)
        write_villages(book, of_villages, composer)
        tables.set_areas({code: places.area(code).code for code in {*tables.region_codes(), None}})
        write_areas(book, composer.ledger_rows(findings(tables, composer.explanation_column(), BY_AREA)))
        write_coverage_sheet(book, figures)
    progress("checks", 1, 2)
    find_cells(round_, read)
    cells = write_corrections(folder / CORRECTIONS, cell_lines(tables, read, pack), composer)
    write_rejected_paper(folder, read, pack, cover, audience.language)
    progress("checks", 2, 2)
    return CheckPapers(figures, cover, checks, of_villages, cells, groups)
