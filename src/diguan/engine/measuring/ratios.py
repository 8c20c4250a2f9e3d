"""Ratios of weighted totals and their standard errors by Taylor linearisation over strata and clusters.

Every measure here is a ratio R = Y / X of totals over the weighted households of a group; u = (y - R x) / X is what one household adds to
its error. Clusters are the first stage, drawn with replacement: the variance is the sum over the strata of n/(n-1) times the squared
deviations of the clusters' sums from their mean. A stratum with one cluster deviates from the mean over all clusters. Where a line that
was estimated from everybody enters, its own influence (column `b` of table `line_influence`, by stratum and psu) is added with the
derivative of R by the line. Sources: Wolter, Introduction to Variance Estimation, ch. 6; Deville, Survey Methodology 25 (1999).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from statistics import NormalDist

from diguan.engine.measuring.model import Estimate, Measure
from diguan.engine.measuring.population import TABLE
from diguan.engine.snapshot.database import Connection, run

Group = str | None
QUANTILE = NormalDist().inv_cdf(0.975)
DIGITS = 12  # sums of many doubles differ beyond them from run to run
INFLUENCE = "line_influence"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A measure as SQL over the table of the population: `over` / `under`, and per household the parts of its error.

    `slope`: SQL whose weighted total over `under`'s is the derivative of the ratio by the line; None where no line was estimated.
    `y`, `x`: what enters the error instead of `over` and `under`, where they rest on an estimated quantile.
    """

    measure: Measure
    over: str
    under: str = "1"
    indicator: str | None = None
    slope: str | None = None
    y: str | None = None
    x: str | None = None
    additive: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Which rows of which table are measured, by which column (None: everybody together)."""

    where: str
    by: str | None = None
    source: str = TABLE

    @property
    def key(self) -> str:
        """SQL of the group."""
        return self.by or "''"


@dataclass(frozen=True, slots=True)
class Found:
    """A ratio in a group: the estimate, the households and the weight behind it, and the total of its numerator."""

    estimate: Estimate
    rows: int
    population: float
    over: float


@dataclass(frozen=True, slots=True)
class _Totals:
    rows: int
    population: float
    over: Sequence[float]
    under: Sequence[float]
    slope: Sequence[float]


@dataclass(slots=True)
class Sums:
    """Sums of the clusters' errors in one stratum: of u, of its squares, and of u times the line's influence."""

    u: float = 0.0
    squares: float = 0.0
    crossed: float = 0.0


@dataclass(frozen=True, slots=True)
class Strata:
    """Clusters by stratum, over the whole sample; and the line's influence: its sum and sum of squares by stratum."""

    clusters: Mapping[str, int]
    line: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def all_clusters(self) -> int:
        """Clusters of the sample."""
        return sum(self.clusters.values())


def strata_of(connection: Connection) -> Strata:
    """The strata of the sample with the number of their clusters."""
    rows = run(connection, f"SELECT stratum, count(DISTINCT psu) FROM {TABLE} GROUP BY stratum ORDER BY stratum")
    return Strata(dict(rows))


def ratios_of(connection: Connection, ratios: Sequence[Ratio], rows: Rows, strata: Strata) -> dict[Group, list[Found]]:
    """Every ratio in every group."""
    totals = _totals(connection, ratios, rows)
    values = {name: [y / x if x else None for y, x in zip(t.over, t.under, strict=True)] for name, t in totals.items()}
    errors = _errors(connection, ratios, rows, (totals, values), strata)
    found: dict[Group, list[Found]] = {}
    for name, t in totals.items():
        found[name if rows.by else None] = [
            Found(estimate_of(value, errors[name][n]), t.rows, tidy(t.population), t.over[n])
            for n, value in enumerate(values[name])
        ]
    return found


def estimate_of(value: float | None, se: float | None) -> Estimate:
    """A figure with its interval."""
    if value is None:
        return Estimate(value=None)
    if se is None:
        return Estimate(value=tidy(value))
    return Estimate(value=tidy(value), se=tidy(se), low=tidy(value - QUANTILE * se), high=tidy(value + QUANTILE * se))


def tidy(value: float) -> float:
    """The digits that do not depend on the order of summing."""
    return float(f"{value:.{DIGITS}g}")


def _totals(connection: Connection, ratios: Sequence[Ratio], rows: Rows) -> dict[Group, _Totals]:
    columns = [f"fsum(w * ({expression}))" for r in ratios for expression in (r.over, r.under, r.slope or "0")]
    answer = run(
        connection,
        f"SELECT {rows.key} AS g, count(*), fsum(w), {', '.join(columns)} FROM {rows.source} WHERE {rows.where} "
        "GROUP BY g ORDER BY try_cast(g AS DOUBLE) NULLS LAST, g NULLS LAST",
    )
    return {
        row[0]: _Totals(row[1], float(row[2]), *([float(v or 0) for v in row[3 + part :: 3]] for part in range(3)))
        for row in answer
    }


def _errors(
    connection: Connection,
    ratios: Sequence[Ratio],
    rows: Rows,
    found: tuple[dict[Group, _Totals], dict[Group, list[float | None]]],
    strata: Strata,
) -> dict[Group, list[float | None]]:
    """Standard errors by group, in the order of the ratios; None where nothing can vary."""
    sums = _cluster_sums(connection, ratios, rows, found)
    totals, values = found
    errors: dict[Group, list[float | None]] = {}
    for group, values_here in values.items():
        line: list[float | None] = []
        for number, value in enumerate(values_here):
            slope = 0.0
            if value is not None and ratios[number].slope is not None:
                slope = totals[group].slope[number] / totals[group].under[number]
            by_stratum = {stratum: each[number] for stratum, each in sums.get(group, {}).items()}
            line.append(None if value is None else standard_error(by_stratum, slope, strata))
        errors[group] = line
    return errors


def _cluster_sums(
    connection: Connection,
    ratios: Sequence[Ratio],
    rows: Rows,
    found: tuple[dict[Group, _Totals], dict[Group, list[float | None]]],
) -> dict[Group, dict[str, list[Sums]]]:
    """By group and stratum, for every ratio, the sums over its clusters."""
    totals, values = found
    connection.execute("CREATE OR REPLACE TEMP TABLE ratios (g VARCHAR, r DOUBLE[], t DOUBLE[])")
    for group, each in totals.items():
        run(
            connection,
            "INSERT INTO ratios VALUES (?, ?, ?)",
            [group, [v or 0.0 for v in values[group]], list(each.under)],
        )
    parts = []
    for number, ratio in enumerate(ratios, start=1):
        y, x = ratio.y or ratio.over, ratio.x or ratio.under
        parts.append(f"coalesce(sum(w * (({y}) - r[{number}] * ({x})) / nullif(t[{number}], 0)), 0) AS u{number}")
    aggregates = ", ".join(
        f"sum(u{n}), sum(u{n} * u{n}), sum(u{n} * coalesce(b, 0))" for n in range(1, len(ratios) + 1)
    )
    joined = (
        f"LEFT JOIN {INFLUENCE} USING (stratum, psu)" if any(r.slope for r in ratios) else "CROSS JOIN (SELECT 0 AS b)"
    )
    answer = run(
        connection,
        f"""WITH clusters AS (
            SELECT m.g, stratum, psu, {", ".join(parts)}
            FROM (SELECT *, {rows.key} AS g FROM {rows.source} WHERE {rows.where}) m JOIN ratios ON m.g IS NOT DISTINCT FROM ratios.g
            GROUP BY m.g, stratum, psu)
        SELECT g, stratum, {aggregates} FROM clusters {joined} GROUP BY g, stratum""",
    )
    sums: dict[Group, dict[str, list[Sums]]] = {}
    for row in answer:
        triples = zip(row[2::3], row[3::3], row[4::3], strict=True)
        sums.setdefault(row[0], {})[row[1]] = [Sums(*map(float, triple)) for triple in triples]
    return sums


def standard_error(sums: dict[str, Sums], slope: float, strata: Strata) -> float | None:
    """The root of the variance over all strata; None where the whole sample is one cluster."""
    everywhere = strata.all_clusters
    if everywhere <= 1:
        return None
    variance = 0.0
    whole = {
        stratum: _with_line(sums.get(stratum, Sums()), slope, strata.line.get(stratum)) for stratum in strata.clusters
    }
    total = sum(u for u, _ in whole.values())
    for stratum, clusters in strata.clusters.items():
        u, squares = whole[stratum]
        if clusters > 1:
            variance += clusters / (clusters - 1) * max(0.0, squares - u * u / clusters)
        else:
            variance += (u - total / everywhere) ** 2
    return sqrt(variance)


def _with_line(sums: Sums, slope: float, line: tuple[float, float] | None) -> tuple[float, float]:
    """Sum and sum of squares of u + slope x b over the clusters of a stratum."""
    if not slope or line is None:
        return sums.u, sums.squares
    b, squares = line
    return sums.u + slope * b, sums.squares + 2 * slope * sums.crossed + slope * slope * squares
