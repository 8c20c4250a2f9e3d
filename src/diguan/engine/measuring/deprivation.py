"""Alkire-Foster figures: H, A, MPI, the headcounts of the indicators, their contributions and those of their dimensions (guarantees).

Over the households whose every weighted indicator is known. Source: Alkire and Foster, Journal of Public Economics 95 (2011).
"""

from fractions import Fraction

from diguan.engine.measuring.model import Bound, Deprivation, Weighed
from diguan.engine.measuring.population import TABLE
from diguan.engine.measuring.ratios import Ratio, tidy
from diguan.engine.screening.judging import verdict_table
from diguan.engine.snapshot.database import Connection, double, quoted, run
from diguan.engine.standards import Pack
from diguan.engine.verdicts import Subject, Verdict

COMPLETE = "complete"


def deprivation_ratios(pack: Pack) -> list[Ratio]:
    """The ratios of a standard with weights."""
    weights = pack.weights
    total = sum((Fraction(str(w)) for w in weights.values()), Fraction(0))
    dimensions: dict[str, list[str]] = {}
    ratios = [
        Ratio("headcount_ratio", "poor", additive=True),
        Ratio("intensity", "poor * score", "poor"),
        Ratio("mpi", "poor * score", additive=True),
    ]
    for number, (name, weight) in enumerate(weights.items()):
        share = float(Fraction(str(weight)) / total)
        ratios += [
            Ratio("uncensored_headcount", f"d{number}", indicator=name),
            Ratio("censored_headcount", f"poor * d{number}", indicator=name),
            Ratio("contribution", f"poor * d{number} * {double(share)}", "poor * score", indicator=name),
        ]
        dimensions.setdefault(pack.indicators[name].guarantee, []).append(f"d{number} * {double(share)}")
    for name, terms in dimensions.items():
        over = f"poor * ({' + '.join(terms)})"
        ratios.append(Ratio("dimension_contribution", over, "poor * score", indicator=name))
    return ratios


def deprivation_of(connection: Connection, pack: Pack) -> Deprivation:
    """What the figures rest on, and how far the unknown could move them."""
    rows, known, everybody = run(
        connection, f"SELECT count(*) FILTER (NOT {COMPLETE}), fsum(w) FILTER ({COMPLETE}), fsum(w) FROM {TABLE}"
    )[0]
    counts = ", ".join(f"count(*) FILTER (v.{quoted(name)} = {Verdict.UNKNOWN:d})" for name in pack.weights)
    verdicts = quoted(verdict_table(Subject.HOUSEHOLD))
    row = run(connection, f"SELECT {counts} FROM {TABLE} JOIN {verdicts} v USING (household_id)")[0]
    return Deprivation(
        indicators={
            name: Weighed(
                zh=pack.indicators[name].label.zh,
                en=pack.indicators[name].label.en,
                weight=weight,
                dimension=pack.indicators[name].guarantee,
            )
            for name, weight in pack.weights.items()
        },
        cutoff=float(pack.cutoff or 0),
        incomplete=rows,
        known_share=tidy((known or 0.0) / everybody) if everybody else None,
        missing={name: number for name, number in zip(pack.weights, row, strict=True) if number},
        lower=_bound(connection, ""),
        upper=_bound(connection, "_at_most"),
    )


def _bound(connection: Connection, suffix: str) -> Bound:
    everybody, poor, depth = run(
        connection, f"SELECT fsum(w), fsum(w * poor{suffix}), fsum(w * poor{suffix} * score{suffix}) FROM {TABLE}"
    )[0]
    if not everybody:
        return Bound(headcount_ratio=None, intensity=None, mpi=None)
    return Bound(
        headcount_ratio=tidy(poor / everybody),
        intensity=tidy(depth / poor) if poor else None,
        mpi=tidy(depth / everybody),
    )
