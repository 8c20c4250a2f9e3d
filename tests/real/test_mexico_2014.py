"""58,121 real households of another country through a pack of their own: every count equals an independent count."""

import csv
import json
import os
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest

import diguan

PACK = Path(__file__).parent / "mexico-2014-pack"
ENVIRONMENT = "DIGUAN_REAL_DATA"
DEPRIVATIONS = {
    "food": "ic_ali",
    "health": "ic_asalud",
    "housing": "ic_cv",
    "schooling": "ic_rezedu",
    "services": "ic_sbv",
    "social_security": "ic_segsoc",
}
LINE = 8.0


def _rows() -> list[dict[str, str]]:
    folder = os.environ.get(ENVIRONMENT)
    if folder is None or not (Path(folder) / "mexico-2014").is_dir():
        pytest.skip(f"{ENVIRONMENT} names no folder with mexico-2014: real households are not at hand")
    with (Path(folder) / "mexico-2014" / "households.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    """The file as the csv module reads it: the independent side of every comparison."""
    return _rows()


@pytest.fixture(scope="module")
def round_dir(rows: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One screening of all households."""
    folder = tmp_path_factory.mktemp("mexico")
    tables = folder / "tables"
    tables.mkdir()
    with (tables / "households.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = list(rows[0])
        writer.writerow(["household_id", *names[3:]])
        writer.writerows([f"{r['proyecto']}-{r['folioviv']}-{r['foliohog']}", *(r[n] for n in names[3:])] for r in rows)
    diguan.screen(inputs=[tables], standard=PACK, as_of=date(2014, 12, 31), out=folder / "round")
    return folder / "round"


def _verdict_counts(round_dir: Path, indicator: str) -> Counter[tuple[float, int]]:
    found = (
        duckdb.connect()
        .sql(
            f"""SELECT s.tam_loc, v."{indicator}" AS code, count(*) AS n
            FROM read_parquet('{round_dir}/verdicts/household/*.parquet') v
            JOIN read_parquet('{round_dir}/snapshot/households/*.parquet') s USING (household_id)
            GROUP BY ALL"""
        )
        .fetchall()
    )
    return Counter({(float(size), code): n for size, code, n in found})


@pytest.mark.parametrize("indicator", DEPRIVATIONS)
def test_deprivation_counts_equal_independent_counts_by_locality_size(
    rows: list[dict[str, str]], round_dir: Path, indicator: str
) -> None:
    field = DEPRIVATIONS[indicator]
    expected = Counter((float(r["tam_loc"]), 2 if float(r[field]) == 0 else 0) for r in rows)
    assert _verdict_counts(round_dir, indicator) == expected


def test_threshold_counts_equal_independent_counts_by_locality_size(
    rows: list[dict[str, str]], round_dir: Path
) -> None:
    expected: Counter[tuple[float, int]] = Counter()
    for r in rows:
        size = float(r["tam_loc"])
        code = 3 if size == 4 else 2 if float(r["ict_norm"]) >= LINE else 0
        expected[size, code] += 1
    assert _verdict_counts(round_dir, "income_log") == expected


def test_poverty_measures_equal_independent_measures(rows: list[dict[str, str]], round_dir: Path) -> None:
    weights = [float(r["factor_hog"]) for r in rows]
    counts = [sum(float(r[f]) == 1 for f in DEPRIVATIONS.values()) for r in rows]
    poor = sum(w for w, c in zip(weights, counts, strict=True) if c >= 2)
    depth = sum(w * c / 6 for w, c in zip(weights, counts, strict=True) if c >= 2)
    measures = json.loads((round_dir / "round.json").read_text(encoding="utf-8"))["counts"]["poverty"]
    assert measures["headcount_ratio"] == pytest.approx(poor / sum(weights), rel=1e-12)
    assert measures["intensity"] == pytest.approx(depth / poor, rel=1e-12)
    assert measures["mpi"] == pytest.approx(depth / sum(weights), rel=1e-12)


def test_findings_one_row_a_deprivation(rows: list[dict[str, str]], round_dir: Path) -> None:
    expected = {i: sum(float(r[f]) == 1 for r in rows) for i, f in DEPRIVATIONS.items()}
    found = (
        duckdb.connect()
        .sql(f"SELECT indicator, count(*) FROM read_parquet('{round_dir}/findings.parquet') GROUP BY 1")
        .fetchall()
    )
    assert dict(found) == expected


def test_measures_by_locality_and_their_errors_equal_independent_ones(
    rows: list[dict[str, str]], tmp_path: Path
) -> None:
    with (tmp_path / "households.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = list(rows[0])
        writer.writerow(["household_id", *names[3:]])
        writer.writerows([f"{r['proyecto']}-{r['folioviv']}-{r['foliohog']}", *(r[n] for n in names[3:])] for r in rows)
    found = diguan.measure(
        [tmp_path], standard=PACK, as_of=date(2014, 12, 31), by=["tam_loc"], line="median:0.9", income="ict_norm"
    )
    figures = {(f.measure, f.group): f for f in found.figures if f.indicator is None}
    for size in ("1", "2", "3", "4"):
        here = [r for r in rows if float(r["tam_loc"]) == float(size)]
        weight = sum(float(r["factor_hog"]) for r in here)
        scores = [(float(r["factor_hog"]), sum(float(r[f]) == 1 for f in DEPRIVATIONS.values())) for r in here]
        mpi = sum(w * c / 6 for w, c in scores if c >= 2) / weight
        squares = sum((w * ((c / 6 if c >= 2 else 0) - mpi) / weight) ** 2 for w, c in scores)
        estimate = figures["mpi", size].estimate
        assert estimate.value == pytest.approx(mpi, rel=1e-9)
        assert estimate.se == pytest.approx((len(rows) / (len(rows) - 1) * squares) ** 0.5, rel=1e-6)
    assert sum(f.part or 0 for (m, g), f in figures.items() if m == "fgt1" and g) == pytest.approx(1)
