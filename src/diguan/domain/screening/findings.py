"""The findings of a round, page after page, as they lie in its folder. The caller has seen to it that the round may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from diguan.domain.registry.models import Household
from diguan.domain.screening.models import Round
from diguan.domain.screening.queries import folder_of
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import text

COLUMNS = "f.finding_id, f.kind, f.county, f.household_id, f.region_code, f.department, f.deadline_on, e.zh_masked, e.en_masked"


@dataclass(frozen=True, slots=True)
class Finding:
    """A suspicion about a household (None: it is no longer in the registry), explained without what a paper may not show."""

    id: int
    kind: str
    number: str
    household: Household | None
    region_code: str
    department: str
    deadline_on: date | None
    explanation: Label


def findings_of(round_: Round, kind: str = "", after: int = 0, size: int = 50) -> list[Finding]:
    """Findings of a kind, or of all, after one of them, in the order of the round; none where the folder was taken away."""
    files = [folder_of(round_) / f"{name}.parquet" for name in ("findings", "explanations")]
    if not all(file.is_file() for file in files):
        return []
    with duckdb.connect() as duck:
        rows = duck.execute(_query(files), [after, kind, kind, size]).fetchall()
    known = _households(rows)
    return [
        Finding(id, kind, number, known.get((county, number)), region, department or "", until, Label(zh, en))
        for id, kind, county, number, region, department, until, zh, en in rows
    ]


def _query(files: Sequence[Path]) -> str:
    findings, explanations = (f"read_parquet({text(str(file))})" for file in files)
    return f"""SELECT {COLUMNS} FROM {findings} f JOIN {explanations} e USING (explanation_id)
        WHERE f.finding_id > ? AND (? = '' OR f.kind = ?) ORDER BY f.finding_id LIMIT ?"""


def _households(rows: Sequence[tuple[object, ...]]) -> dict[tuple[str, str], Household]:
    numbers = {str(row[3]) for row in rows}
    found = Household.objects.filter(number__in=numbers, gone=False).defer("facts")
    return {(household.county, household.number): household for household in found}
