"""The plan: how many households carry each planting, scaled to the size of the county (data/synth/plan.yaml)."""

from collections import Counter
from functools import partial

from diguan.synth.assets import load_asset
from diguan.synth.people import Household
from diguan.synth.planting import cells, evidence, exceptions, exits, helped, ordinary
from diguan.synth.planting.ground import Ground
from diguan.synth.planting.registry import PLANTINGS, Planting
from diguan.synth.truth import Decoy, Expected, Slip, Truth

BOOKS = (exits, helped, ordinary, evidence, exceptions, cells)
PER = 10_000


class UnableToPlan(LookupError):
    """plan.yaml and the plantings do not name the same things."""


def load_plan() -> dict[str, float]:
    """Households per ten thousand of the county, by planting; every planting is in the plan and the other way round."""
    plan: dict[str, float] = load_asset("plan.yaml")["per_ten_thousand_households"]
    if set(plan) != set(PLANTINGS):
        odd = sorted(set(plan) ^ set(PLANTINGS))
        msg = (
            f"plan.yaml 与植入函数不一致：{odd}；应两边都有\n"
            f"plan.yaml and the plantings of {[book.__name__ for book in BOOKS]} differ in {odd}: expected each on both sides."
        )
        raise UnableToPlan(msg)
    return plan


def plant_county(ground: Ground, total: int) -> Truth:
    """Plant everything of the plan in a county of `total` households; at least one of each where a household fits."""
    for name, weight in load_plan().items():
        wanted = max(1, round(weight * total / PER))
        ground.truth.planned[name] = wanted
        for _ in range(wanted):
            if not plant(ground, PLANTINGS[name]):
                break
    ground.truth.planted = count_planted(ground.truth)
    return ground.truth


def plant(ground: Ground, planting: Planting) -> bool:
    """Plant once; False when no untouched household fits any more."""
    household = ground.take(planting.pool, planting.id, partial(planting.fits, ground))
    if household is not None:
        planting.apply(ground, household)
    return household is not None


def count_planted(truth: Truth) -> Counter[str]:
    """Households that really carry each planting."""
    entries: tuple[Expected | Decoy | Slip, ...] = (
        *truth.expected,
        *truth.decoys,
        *truth.contradictions,
        *truth.bad_cells,
        *truth.rejected,
    )
    carriers: set[tuple[str, Household]] = {(entry.planting, entry.household) for entry in entries}
    return Counter(name for name, _ in carriers)


def surplus_of(truth: Truth, total: int) -> int:
    """Plantings that a small county carries only because each must occur at least once."""
    planned = sum(
        max(0.0, wanted - weight * total / PER)
        for wanted, weight in zip(truth.planned.values(), load_plan().values(), strict=True)
    )
    return round(planned)
