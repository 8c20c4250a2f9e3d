"""Surveys written by hand or drawn from a seed, measured by the pack `survey`; and the same figures reckoned household by household."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt
from typing import Any

from diguan.engine.measuring import Choice, Measurement, measure_inputs, read_line
from diguan.engine.measuring.model import Figure
from diguan.engine.verdicts import Subject
from tests.factories.facts import facts, inputs, source
from tests.factories.rounds import pack

FIELDS = ("lacks_food", "lacks_health", "lacks_school", "lacks_home")
DAY = date(2020, 1, 1)
Row = dict[str, Any]


def measured(rows: Sequence[Row], line: str | None = None, **choice: Any) -> Measurement:
    """Figures of rows; what a row leaves out is unknown."""
    keyed = [{"household_id": f"h{n:05}", "region_code": "", "weight": 1.0, **row} for n, row in enumerate(rows)]
    read = inputs(facts(Subject.HOUSEHOLD, source(1), keyed, pack("survey").catalogue))
    drawn = None if line is None else read_line(line)
    return measure_inputs(read, pack("survey"), DAY, Choice(**choice), drawn, threads=1)


def figure(
    found: Measurement, measure: str, group: str | None = None, *, by: str | None = None, of: str | None = None
) -> Figure:
    """The one figure of that measure, group and indicator."""
    (only,) = [f for f in found.figures if (f.measure, f.by, f.group, f.indicator) == (measure, by, group, of)]
    return only


def value(found: Measurement, measure: str, **which: Any) -> float | None:
    return figure(found, measure, **which).estimate.value


def drawn_survey(households: int, seed: int) -> list[Row]:
    """A stratified, clustered sample with unequal weights; poverty and income go together within clusters."""
    dice, rows = random.Random(seed), []
    for number in range(households):
        cluster = number // 8
        poor = 0.2 + 0.5 * ((cluster * 7919) % 13) / 13
        row: Row = {name: dice.random() < poor for name in FIELDS}
        row |= {
            "stratum": f"s{cluster % 3}",
            "cluster": f"c{cluster}",
            "area": "town" if cluster % 2 else "land",
            "weight": round(dice.uniform(0.5, 4.0), 3),
            "size": dice.randint(1, 6),
            "income": round(dice.lognormvariate(5.0 - poor, 0.6), 2),
        }
        rows.append(row)
    return rows


@dataclass(frozen=True)
class Hand:
    """The reckoning of one ratio: the weighted mean of y over the weighted mean of x, and its error by the design."""

    value: float
    se: float


def by_hand(rows: Sequence[Row], y: Any, x: Any = lambda _: 1.0, inside: Any = lambda _: True) -> Hand:
    """Sum w y / sum w x over the rows inside, the error over all clusters of all strata (clusters without such rows count as zero)."""
    over = sum(r["weight"] * y(r) for r in rows if inside(r))
    under = sum(r["weight"] * x(r) for r in rows if inside(r))
    ratio, strata = over / under, {}
    for r in rows:
        clusters = strata.setdefault(r["stratum"], {})
        u = r["weight"] * (y(r) - ratio * x(r)) / under if inside(r) else 0.0
        clusters[r["cluster"]] = clusters.get(r["cluster"], 0.0) + u
    variance = 0.0
    for clusters in strata.values():
        n, mean = len(clusters), sum(clusters.values()) / len(clusters)
        variance += n / (n - 1) * sum((u - mean) ** 2 for u in clusters.values())
    return Hand(ratio, sqrt(variance))


def score(row: Row) -> float:
    return sum(bool(row[name]) for name in FIELDS) / len(FIELDS)


def poor(row: Row) -> bool:
    return sum(bool(row[name]) for name in FIELDS) >= 2


def gap(row: Row, line: float, power: int) -> float:
    return ((line - row["income"]) / line) ** power if row["income"] < line else 0.0


def watts(row: Row, line: float) -> float:
    return log(line / row["income"]) if row["income"] < line else 0.0


def quantile_by_hand(rows: Sequence[Row], share: float) -> float:
    """The smallest income whose share of the weight exceeds the share, or the middle of two where it is met exactly."""
    ordered = sorted((r["income"], r["weight"]) for r in rows)
    whole, upto = sum(w for _, w in ordered), 0.0
    for place, (income, weight) in enumerate(ordered):
        upto += weight
        if abs(upto - share * whole) < 1e-9 * whole and place + 1 < len(ordered):
            return (income + ordered[place + 1][0]) / 2
        if upto >= share * whole:
            return income
    raise ValueError("no rows")


def relative_by_hand(rows: Sequence[Row], share: float) -> dict[str, float]:
    """Every measure below a line that is a share of the median, without any error."""
    line, whole = share * quantile_by_hand(rows, 0.5), sum(r["weight"] for r in rows)
    top, bottom = quantile_by_hand(rows, 0.8), quantile_by_hand(rows, 0.2)

    def mean(of: Any) -> float:
        return sum(r["weight"] * of(r) for r in rows) / whole

    poor = [r for r in rows if r["income"] < line]
    rich = mean(lambda r: r["income"] * (r["income"] > top))
    return {
        "line": line,
        "median": line / share,
        "fgt0": mean(lambda r: r["income"] < line),
        "fgt1": mean(lambda r: gap(r, line, 1)),
        "fgt2": mean(lambda r: gap(r, line, 2)),
        "watts": mean(lambda r: watts(r, line)),
        "quintile_share_ratio": rich / mean(lambda r: r["income"] * (r["income"] <= bottom)),
        "gini": gini_by_hand(rows),
        "relative_median_gap": (line - quantile_by_hand(poor, 0.5)) / line,
    }


def gini_by_hand(rows: Sequence[Row]) -> float:
    """The weighted mean difference of every two households, over twice the mean."""
    pairs = [(r["weight"], r["income"]) for r in rows]
    whole, total = sum(w for w, _ in pairs), sum(w * y for w, y in pairs)
    ordered = sorted(pairs, key=lambda pair: pair[1])
    apart, upto, earned = 0.0, 0.0, 0.0
    for w, y in ordered:  # every pair once: this household against all below it
        apart += w * (upto * y - earned)
        upto, earned = upto + w, earned + w * y
    return apart / (whole * total)
