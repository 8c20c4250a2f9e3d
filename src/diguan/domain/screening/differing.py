"""The single differences of a comparison, page after page, as they lie in its folder. The caller has seen to it that it may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from diguan.domain.indexes import COUNTY
from diguan.domain.jobs.models import Job
from diguan.domain.registry.models import Household
from diguan.domain.screening.comparing import listing_of
from diguan.engine.documents import Label
from diguan.engine.snapshot.database import text
from diguan.engine.verdicts import Grade, Subject, Verdict

# what the figures of a comparison are made of, by the movement of a difference
MOVEMENTS = {
    "facts": ("closed_seen", "closed_roster", "closed_declared"),
    "declared": ("closed_declared",),
    "nothing": ("closed_otherwise", "not_applicable", "undecided", "left_open"),
    "came": ("came", "entered_open"),
    "back": ("came_back",),
    "other": ("other", "regraded"),
}
COLUMNS = """number, subject, indicator, household_id, subject_id, region_code, before_code, before_grade, after_code, after_grade,
    movement, why_zh, why_en, before_text_zh, before_text_en, after_text_zh, after_text_en"""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one round says: a verdict with its grade (None: not in that round), and why, where it is unmet."""

    verdict: Verdict | None
    grade: Grade | None
    explanation: Label | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One verdict that is another in the later round. `household`: None where it is not in the registry; `person`: "" of households."""

    number: int
    indicator: str
    household_number: str
    household: Household | None
    person: str
    region_code: str
    before: Judged
    after: Judged
    movement: str
    why: Label


def differences_of(job: Job, figure: str, indicator: str, after: int, size: int) -> list[Difference] | None:
    """Differences of a figure ("": all) and an indicator ("": all) after one of them; None where the comparison keeps no list."""
    path = listing_of(job)
    if path is None:
        return None
    with duckdb.connect() as duck:
        movements = list(MOVEMENTS.get(figure, ()))
        rows = duck.execute(_query(path), [after, movements, movements, indicator, indicator, size]).fetchall()
    known = _households(rows)
    return [_difference(row, known) for row in rows]


def _query(path: Path) -> str:
    return f"""SELECT {COLUMNS} FROM read_parquet({text(str(path))}) WHERE number > ? AND (len(?::VARCHAR[]) = 0
        OR list_contains(?::VARCHAR[], movement)) AND (? = '' OR indicator = ?) ORDER BY number LIMIT ?"""


def _difference(row: Sequence[Any], known: dict[tuple[str, str], Household]) -> Difference:
    number, subject, indicator, household, subject_id, region = row[:6]
    why, before, after = (_label(*row[at : at + 2]) for at in (11, 13, 15))
    return Difference(
        number=number,
        indicator=indicator,
        household_number=household or "",
        household=known.get((str(region)[:COUNTY], household)),
        person=subject_id if subject != Subject.HOUSEHOLD else "",
        region_code=region or "",
        before=_judged(row[6], row[7], before),
        after=_judged(row[8], row[9], after),
        movement=row[10],
        why=why or Label("", ""),
    )


def _judged(code: int | None, grade: int | None, explanation: Label | None) -> Judged:
    return Judged(None if code is None else Verdict(code), None if not grade else Grade(grade), explanation)


def _label(zh: str | None, en: str | None) -> Label | None:
    return None if zh is None or en is None else Label(zh, en)


def _households(rows: Sequence[Sequence[Any]]) -> dict[tuple[str, str], Household]:
    numbers = {str(row[3]) for row in rows if row[3]}
    found = Household.objects.filter(number__in=numbers, gone=False).defer("facts")
    return {(household.county, household.number): household for household in found}
