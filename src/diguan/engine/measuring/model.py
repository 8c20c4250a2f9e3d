"""What a measurement says, as plain values that can be written and read again."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from diguan.engine.snapshot.coverage import Text

Measure = Literal[
    "headcount_ratio",  # H: share of the poor
    "intensity",  # A: mean deprivation share of the poor
    "mpi",  # M0 = H x A, the adjusted headcount ratio
    "uncensored_headcount",  # share deprived in an indicator, poor or not
    "censored_headcount",  # share poor and deprived in an indicator
    "contribution",  # an indicator's part of the MPI, 0 to 1
    "dimension_contribution",  # the part of all indicators of one guarantee, whose name stands as the indicator
    "fgt0",  # share below the line
    "fgt1",  # mean gap to the line over the line
    "fgt2",  # mean squared gap
    "watts",  # mean logarithm of line over income
    "quintile_share_ratio",  # income of the richest fifth over that of the poorest
    "gini",  # mean difference of two incomes over twice the mean
    "relative_median_gap",  # median of those below the line to the line, over the line
    "mean",
    "median",
]


class Estimate(BaseModel):
    """A figure, its standard error by the design, and the 95% interval (normal approximation). None: nothing to estimate it from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float | None
    se: float | None = None
    low: float | None = None
    high: float | None = None


class Figure(BaseModel):
    """One measure of one group. `by` None: everybody; `group` None with a field: those of whom the field is unknown.

    `population`: sum of the weights, `share`: of everybody counted by this measure, `rows`: households behind it. `part`: the group's
    part of the whole measure where parts add up (headcount ratio, MPI, FGT, Watts), else None.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    measure: Measure
    indicator: str | None
    by: str | None
    group: str | None
    estimate: Estimate
    rows: int
    population: float
    share: float | None
    part: float | None = None


class Design(BaseModel):
    """How the standard errors came about. `lonely`: strata with one cluster, whose deviation is taken from the mean of all clusters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: Literal["linearisation"] = "linearisation"
    strata: str | None
    clusters: str | None
    number_of_strata: int
    number_of_clusters: int
    lonely: int


class LineUsed(BaseModel):
    """The poverty line: its value in the unit of the income, where it came from, its own standard error if it was estimated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    given: str
    value: float
    se: float | None
    income: str
    without_income: int
    not_positive: int


class Bound(BaseModel):
    """H, A and MPI over every household, what is unknown taken one way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    headcount_ratio: float | None
    intensity: float | None
    mpi: float | None


class Weighed(BaseModel):
    """An indicator that counts: its label, its weight in the standard, and its dimension (the guarantee it belongs to)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    weight: float
    dimension: str


class Deprivation(BaseModel):
    """What the Alkire-Foster figures rest on.

    `incomplete`: households with an unknown indicator, left out of the figures; `known_share`: the weight of the others; `missing`:
    households by unknown indicator. `lower`, `upper`: over all households, the unknown taken as met, as unmet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    indicators: dict[str, Weighed]
    cutoff: float
    incomplete: int
    known_share: float | None
    missing: dict[str, int]
    lower: Bound
    upper: Bound


class Flaw(BaseModel):
    """Something in the inputs that could not be used: where it stood, what stood there, why not, and what would have been right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    sheet: str
    cell: str
    field: str
    value: str
    zh: str
    en: str


class Unread(BaseModel):
    """What the inputs hold and no figure rests on, or not as it stands there.

    `rejected`: rows with a damaged key, which are left out. `bad_cells`: cells that could not be read, `conflicts`: columns of a row that
    contradict each other; both are unknown. `repeated`: rows of a plain table whose household another row of that table and day has
    already told of (they are one household, and what they say differently is unknown). `columns`: headers that mean no field.
    `first`: some of the flaws, rows first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rejected: int = 0
    bad_cells: int = 0
    conflicts: int = 0
    repeated: int = 0
    columns: tuple[str, ...] = ()
    first: tuple[Flaw, ...] = ()


class Measurement(BaseModel):
    """All figures of a measurement.

    `unweighted`: households without a usable weight, counted nowhere. `presumed`: what the catalogue takes facts for that nobody recorded,
    and for how many. `places`: names of the regions among the groups, by code.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    standard: str
    as_of: date
    households: int
    unweighted: int
    unread: Unread
    presumed: tuple[Text, ...]
    population: float
    weight: str | None
    people: str | None
    design: Design
    deprivation: Deprivation | None
    line: LineUsed | None
    figures: tuple[Figure, ...]
    places: dict[str, str] = {}
