"""The register of plantings: name -> where it may be planted and what it does."""

from collections.abc import Callable
from dataclasses import dataclass

from diguan.synth.people import Household
from diguan.synth.planting.ground import Ground

Apply = Callable[[Ground, Household], None]
Fits = Callable[[Ground, Household], bool]


@dataclass(frozen=True, slots=True)
class Planting:
    """One kind of planting: pool it is taken from, whether a household fits, what is done to it; the docstring says it in words."""

    id: str
    pool: str
    fits: Fits
    apply: Apply

    @property
    def description(self) -> str:
        """What the planting is, in one sentence."""
        return (self.apply.__doc__ or "").strip().splitlines()[0]


PLANTINGS: dict[str, Planting] = {}


def anybody(_ground: Ground, _household: Household) -> bool:
    """Every household of the pool fits."""
    return True


def not_relocated(_ground: Ground, household: Household) -> bool:
    """Not relocated: the present house alone decides."""
    return not household.export["help_relocation"]


def relocated(_ground: Ground, household: Household) -> bool:
    """Relocated into a new house."""
    return bool(household.export["help_relocation"])


def several(_ground: Ground, household: Household) -> bool:
    """At least two members: their rows can differ."""
    return len(household.members) > 1


def planting(pool: str, fits: Fits = anybody) -> Callable[[Apply], Apply]:
    """Register a planting under the name of its function."""

    def register(apply: Apply) -> Apply:
        name = apply.__name__
        PLANTINGS[name] = Planting(name, pool, fits, apply)
        return apply

    return register
