"""Measures of a standard with weights and a cutoff (Alkire-Foster): headcount ratio H, intensity A, MPI = H x A.

A household's score is the sum of the weights of its unmet indicators; it is poor from the cutoff on. H is the share of the poor, A the
mean score of the poor over the sum of all weights. An unknown indicator makes the score an interval: the figures are those of the
households with every indicator known; `lower` takes what is unknown as met, `upper` as unmet, over all households. Not applicable is
not unmet. Sums are exact: scores as fractions of the decimals in the pack, weights of households by math.fsum.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import fsum

from pydantic import BaseModel, ConfigDict

from diguan.engine.backends.layout import Layout
from diguan.engine.screening.judging import verdict_table
from diguan.engine.snapshot.database import Connection, quoted, run
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict

Pattern = tuple[int, ...]


class Measures(BaseModel):
    """H, A and MPI; None where nobody is counted, or nobody is poor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    households: float
    poor: float
    headcount_ratio: float | None
    intensity: float | None
    mpi: float | None


class Poverty(Measures):
    """Measures of the households with every indicator known, bounds over all, and the share of those known."""

    cutoff: float
    total_weight: float
    weighting_field: str | None
    known_share: float | None
    unweighted_households: int
    lower: Measures
    upper: Measures


@dataclass(frozen=True, slots=True)
class _Weighed:
    pattern: Pattern
    weight: float


def poverty_of(connection: Connection, pack: Pack, layout: Layout) -> Poverty | None:
    """The measures of a round; None when the standard has no cutoff."""
    if pack.cutoff is None or not pack.weights:
        return None
    weights = [Fraction(str(w)) for w in pack.weights.values()]
    cutoff, total = Fraction(str(pack.cutoff)), sum(weights, Fraction(0))
    weighed, unweighted = _patterns(connection, pack, layout)
    known = [w for w in weighed if Verdict.UNKNOWN not in w.pattern]
    lower, upper = ({Verdict.UNMET}, {Verdict.UNMET, Verdict.UNKNOWN})
    everybody = fsum(w.weight for w in weighed)
    return Poverty(
        **_measures(known, weights, cutoff, lower).model_dump(),
        cutoff=float(cutoff),
        total_weight=float(total),
        weighting_field=pack.weighting_field,
        known_share=fsum(w.weight for w in known) / everybody if everybody else None,
        unweighted_households=unweighted,
        lower=_measures(weighed, weights, cutoff, lower),
        upper=_measures(weighed, weights, cutoff, upper),
    )


def _patterns(connection: Connection, pack: Pack, layout: Layout) -> tuple[list[_Weighed], int]:
    """Total weight of the households by their verdicts, and how many households have no weight and are not counted."""
    columns = ", ".join(
        f"v.{quoted(name)}" for name in pack.weights
    )  # a field of the households may be called the same
    table = f"{quoted(verdict_table(Subject.HOUSEHOLD))} v"
    field = pack.weighting_field
    if field is None:
        rows = run(connection, f"SELECT {columns}, count(*) FROM {table} GROUP BY ALL ORDER BY ALL")
        return [_Weighed(row[:-1], float(row[-1])) for row in rows], 0
    if field not in layout.relations[Subject.HOUSEHOLD].columns:
        return [], run(connection, f"SELECT count(*) FROM {table}")[0][0]
    weight = f"h.{quoted(field)}"
    joined = f"FROM {table} JOIN households h USING (household_id)"
    rows = run(
        connection,
        f"SELECT {columns}, list({weight}::DOUBLE) {joined} WHERE {weight} >= 0 GROUP BY ALL ORDER BY {columns}",
    )
    unweighted = run(connection, f"SELECT count(*) {joined} WHERE {weight} IS NULL OR {weight} < 0")[0][0]
    return [_Weighed(row[:-1], fsum(row[-1])) for row in rows], unweighted


def _measures(weighed: list[_Weighed], weights: list[Fraction], cutoff: Fraction, deprived: set[Verdict]) -> Measures:
    total = sum(weights, Fraction(0))
    everybody = fsum(w.weight for w in weighed)
    poor = [(score, w.weight) for score, w in _scored(weighed, weights, deprived) if score >= cutoff]
    heads = fsum(weight for _, weight in poor)
    depth = fsum(float(score / total) * weight for score, weight in poor)
    return Measures(
        households=everybody,
        poor=heads,
        headcount_ratio=heads / everybody if everybody else None,
        intensity=depth / heads if heads else None,
        mpi=depth / everybody if everybody else None,
    )


def _scored(
    weighed: list[_Weighed], weights: list[Fraction], deprived: set[Verdict]
) -> Iterator[tuple[Fraction, _Weighed]]:
    for each in weighed:
        pairs = zip(each.pattern, weights, strict=True)
        yield sum((w for code, w in pairs if code in deprived), Fraction(0)), each
