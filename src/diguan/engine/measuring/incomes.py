"""Poverty over an income: the line, Foster-Greer-Thorbecke 0 to 2, Watts, mean.

Below the line is poor, on the line is not. A weighted quantile is the smallest value whose share of the weight exceeds the share asked
for, or the middle of it and the next where the share is met exactly (Eurostat). The error of a line that is a share of median or mean
enters the errors of the measures (Deville 1999); the density at the line is a normal kernel with the width s N^(-1/5), s the standard
deviation and N the sum of weights (Osier, Survey Research Methods 3, 2009).
Sources: Foster, Greer, Thorbecke, Econometrica 52 (1984); Watts (1968).
"""

from dataclasses import dataclass
from math import pi, sqrt

from diguan.engine.documents import Label
from diguan.engine.measuring.lines import Line
from diguan.engine.measuring.model import Measure
from diguan.engine.measuring.population import TABLE, UnableToMeasure
from diguan.engine.measuring.ratios import INFLUENCE, Ratio, Strata, Sums, standard_error, tidy
from diguan.engine.snapshot.database import Connection, double, run

EARNING = "income IS NOT NULL"
POSITIVE = "income > 0"
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Drawn:
    """The line: its value, whether it was estimated, the width of the kernel at it, its standard error."""

    value: float
    estimated: bool
    width: float
    se: float | None


@dataclass(frozen=True, slots=True)
class _Moments:
    weight: float
    mean: float
    width: float


def draw_line(connection: Connection, line: Line, strata: Strata) -> tuple[Drawn, Strata]:
    """The value of a line over everybody. A relative one leaves its influence by cluster behind, summed in the strata returned."""
    moments = _moments(connection)
    if line.kind == "value":
        return Drawn(line.factor, estimated=False, width=moments.width, se=None), strata
    median = quantile(connection, HALF)
    value = line.factor * (median if line.kind == "median" else moments.mean)
    if value <= 0:
        zh = f"{line.given} 得到的贫困线是 {value:g}，不大于零"
        raise UnableToMeasure([Label(zh, f"{line.given} gives a line of {value:g}, not above zero")])
    influence = _influence(connection, line, moments, median)
    if influence is None:
        return Drawn(value, estimated=False, width=moments.width, se=None), strata
    run(
        connection,
        f"CREATE TEMP TABLE {INFLUENCE} AS SELECT stratum, psu, sum(w * ({influence})) AS b FROM {TABLE} WHERE {EARNING} GROUP BY ALL",
    )
    rows = run(connection, f"SELECT stratum, sum(b), sum(b * b) FROM {INFLUENCE} GROUP BY stratum ORDER BY stratum")
    found = Strata(strata.clusters, {stratum: (float(b), float(squares)) for stratum, b, squares in rows})
    own = {stratum: Sums(b, squares) for stratum, (b, squares) in found.line.items()}
    return Drawn(value, estimated=True, width=moments.width, se=standard_error(own, 0.0, found)), found


def _moments(connection: Connection) -> _Moments:
    sums = "count(*), fsum(w), fsum(w * income), fsum(w * income * income)"
    rows, weight, total, squares = run(connection, f"SELECT {sums} FROM {TABLE} WHERE {EARNING}")[0]
    if not rows:
        zh = "没有一户有收入数据，无法测算"
        raise UnableToMeasure([Label(zh, "no household has an income: there is nothing to measure")])
    mean = total / weight
    return _Moments(weight, mean, sqrt(max(0.0, squares / weight - mean * mean)) * weight**-0.2)


def _influence(connection: Connection, line: Line, moments: _Moments, median: float) -> str | None:
    """SQL of what one household moves the line by; None where every income is the same."""
    if line.kind == "mean":
        return f"{double(line.factor)} * (income - {double(moments.mean)}) / {double(moments.weight)}"
    at_median = f"SELECT fsum(w * {kernel(double(median), moments.width)}) FROM {TABLE} WHERE {EARNING}"
    density = float(run(connection, at_median)[0][0])
    if density <= 0:
        return None
    return f"-{double(line.factor)} * ((income <= {double(median)})::INTEGER - {HALF}) / {double(density)}"


def kernel(point: str, width: float) -> str:
    """SQL of the normal kernel of an income at a point. A population of one income has all its weight there."""
    if width <= 0:
        return "0"
    return f"exp(-0.5 * pow((income - {point}) / {double(width)}, 2)) / {double(width * sqrt(2 * pi))}"


def income_ratios(line: Drawn) -> list[Ratio]:
    """The ratios below a line, over households with an income."""
    z, poor = double(line.value), f"(income < {double(line.value)})::INTEGER"
    gap = f"({z} - income) / {z}"
    slopes: list[str | None] = [None, None, None]
    if line.estimated:
        deeper = f"{poor} * income / ({z} * {z})"
        slopes = [kernel(z, line.width), deeper, f"2 * {deeper} * {gap}"]
    names: tuple[Measure, ...] = ("fgt0", "fgt1", "fgt2")
    terms = (poor, f"{poor} * {gap}", f"{poor} * pow({gap}, 2)")
    return [
        *(
            Ratio(name, term, slope=slope, additive=True)
            for name, term, slope in zip(names, terms, slopes, strict=True)
        ),
        Ratio("mean", "income"),
    ]


def watts_ratio(line: Drawn) -> Ratio:
    """Watts, over households with an income above zero."""
    z, poor = double(line.value), f"CASE WHEN income < {double(line.value)} THEN"
    slope = f"{poor} 1 / {z} ELSE 0 END" if line.estimated else None
    return Ratio("watts", f"{poor} ln({z} / income) ELSE 0 END", slope=slope, additive=True)


def quantile(connection: Connection, share: float) -> float:
    """A weighted quantile over everybody with an income."""
    return float(run(connection, f"SELECT q FROM ({quantile_query(share, chr(39) * 2)})")[0][0])


def quantile_query(share: float, key: str, where: str = EARNING) -> str:
    """SELECT g, q: a weighted quantile by group, of the households of `where`."""
    return f"""WITH ordered AS (
        SELECT {key} AS g, income, sum(w) OVER upto AS upto, sum(w) OVER everybody AS whole, lead(income) OVER upto AS later
        FROM {TABLE} WHERE {where}
        WINDOW upto AS (PARTITION BY {key} ORDER BY income, household_id ROWS UNBOUNDED PRECEDING),
               everybody AS (PARTITION BY {key}))
    SELECT g, min(CASE WHEN abs(upto - {share} * whole) <= 1e-12 * whole THEN (income + coalesce(later, income)) / 2 ELSE income END) AS q
    FROM ordered WHERE upto >= {share} * whole - 1e-12 * whole GROUP BY g"""


def tidy_line(line: Drawn) -> tuple[float, float | None]:
    """Value and error of a line in the digits that are shown."""
    return tidy(line.value), None if line.se is None else tidy(line.se)
