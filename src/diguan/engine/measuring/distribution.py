"""How income is spread within a group: median, quintile share ratio, Gini, relative median gap.

Each rests on the group's own order of incomes, so a table is made with the quantiles, ranks and densities of the group beside every
household. Gini is half the relative mean difference (households of one income take the middle of their ranks). The relative median gap is
the distance of the median of those below the line to the line, over the line (Eurostat). Errors: Deville, Survey Methodology 25 (1999);
Osier, Survey Research Methods 3 (2009); the quintile share ratio by the derivative of the shares itself, without a kernel (Langel and
Tille, Survey Research Methods 5, 2011).
"""

from diguan.engine.measuring.incomes import EARNING, HALF, Drawn, kernel, quantile_query
from diguan.engine.measuring.population import TABLE
from diguan.engine.measuring.ratios import Ratio
from diguan.engine.snapshot.database import Connection, double, run

TOP, BOTTOM = 0.8, 0.2
QUANTILES = {"q20": BOTTOM, "q50": HALF, "q80": TOP}


def spread_ratios(line: Drawn) -> list[Ratio]:
    """The ratios over the table of `with_spread`."""
    return [_median(), _quintile_share_ratio(), _gini(), _median_gap(line)]


def _median() -> Ratio:
    """The group's own median (q50); its error by the density at it."""
    return Ratio("median", "q50", y=f"q50 - ((income <= q50)::INTEGER - {HALF}) / nullif(density, 0)")


def _quintile_share_ratio() -> Ratio:
    """Income of those above the fourth quintile over that of those up to the first; the quintiles are the group's own (q20, q80).

    No figure where nobody is above the fourth quintile (a fifth or more share the highest income), or the poorest have no income at all.
    """
    above, below = "(income > q80)::INTEGER", "(income <= q20)::INTEGER"
    return Ratio(
        "quintile_share_ratio",
        f"{above} * income",
        f"CASE WHEN highest > q80 AND lowest_fifth > 0 THEN {below} * income ELSE 0 END",
        y=f"{above} * income + q80 * ((income <= q80)::INTEGER - {TOP})",
        x=f"{below} * income - q20 * ({below} - {BOTTOM})",
    )


def _gini() -> Ratio:
    """Covariance of income and rank over the mean: the sum of w w' |y - y'| over twice the weight times the income.

    No figure where the mean is zero or less.
    """
    return Ratio(
        "gini",
        "income * ((2 * upto - same) / whole - 1)",
        "CASE WHEN total > 0 THEN income ELSE 0 END",
        y="2 * (income * upto + total - earned) / whole - total / whole - income",
        x="total / whole + income",
    )


def _median_gap(line: Drawn) -> Ratio:
    """1 - median of those below the line / line; nobody below it: no figure."""
    z, poor = double(line.value), f"(income < {double(line.value)})::INTEGER"
    moved = f"({HALF} * {poor} - (income <= poor50)::INTEGER) / nullif(poor_density, 0)"
    slope = None
    if line.estimated:
        slope = f"poor50 / ({z} * {z}) - {HALF} * {kernel(z, line.width)} / nullif(poor_density * {z}, 0)"
    gap = f"1 - poor50 / {z}"
    anybody = "(poor50 IS NOT NULL)::INTEGER"
    return Ratio("relative_median_gap", gap, anybody, slope=slope, y=f"{gap} - {moved} / {z}")


def with_spread(connection: Connection, by: str | None, line: Drawn) -> str:
    """Make the table of the households with an income, and beside each what its group's order of incomes gives; its name.

    Columns: q20, q50, q80, poor50 (median of those below the line), density and poor_density (at the two medians), upto and earned (weight
    and income of everybody up to this income), same (weight at this income), whole and total (weight and income of the group), highest
    (the highest income), lowest_fifth (the income of those up to q20).
    """
    key, name = by or "''", f"earning_{by or 'all'}"
    poor = f"{EARNING} AND income < {double(line.value)}"
    joined = " ".join(
        f"LEFT JOIN ({quantile_query(share, key, where)}) {column} ON {column}.g IS NOT DISTINCT FROM {key}"
        for column, share, where in (*((c, s, EARNING) for c, s in QUANTILES.items()), ("poor50", HALF, poor))
    )
    columns = ", ".join(f"{column}.q AS {column}" for column in (*QUANTILES, "poor50"))
    densities = ", ".join(
        f"sum(w * {kernel(point, line.width)}) OVER grouped / sum(w) OVER grouped AS {column}"
        for point, column in (("q50.q", "density"), ("poor50.q", "poor_density"))
    )
    run(
        connection,
        f"""CREATE TEMP TABLE {name} AS
        SELECT m.*, {columns}, {densities},
            sum(w) OVER ordered AS upto, sum(w * income) OVER ordered AS earned, sum(w) OVER equal AS same,
            sum(w) OVER grouped AS whole, sum(w * income) OVER grouped AS total, max(income) OVER grouped AS highest,
            sum(w * income) FILTER (income <= q20.q) OVER grouped AS lowest_fifth
        FROM {TABLE} m {joined} WHERE {EARNING}
        WINDOW grouped AS (PARTITION BY {key}), equal AS (PARTITION BY {key}, income),
               ordered AS (PARTITION BY {key} ORDER BY income RANGE UNBOUNDED PRECEDING)""",
    )
    return name
