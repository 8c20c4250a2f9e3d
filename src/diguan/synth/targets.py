"""What the county was drawn after, measured on the finished county: published shares, tolerances, what was achieved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from diguan.synth.assets import load_asset
from diguan.synth.people import Household, Person
from diguan.synth.schooling import LAST_COMPULSORY, due, grade_index


class UnableToReachTargets(ValueError):
    """The finished county lies outside the tolerance of a target."""

    def __init__(self, missed: Sequence["Measured"]) -> None:
        lines = "; ".join(f"{m.target.id}: {m.achieved:.4f}, {m.target.value} ± {m.allowed:.4f}" for m in missed)
        super().__init__(
            f"合成县未达到标定目标（实际值，应在目标 ± 容差内）：{lines}。请换一个随机种子或增加户数\n"
            f"The county lies outside its targets (achieved, expected target ± tolerance): {lines}. Choose another seed or more households."
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A published or chosen figure the county must come near to; tolerance is absolute, in the unit of the value.

    `planted`: plantings change the figure, so that a small county, which has at least one of each, is further off.
    """

    id: str
    zh: str
    en: str
    measure: str
    unit: str
    value: float
    tolerance: float
    source: str
    planted: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A target and what the county has.

    `allowed`: the tolerance, widened by one case and a half, and by what a small county carries only because each must occur.
    """

    target: Target
    achieved: float
    counted: int
    allowed: float

    @property
    def reached(self) -> bool:
        """Whether the county is within the tolerance."""
        return abs(self.achieved - self.target.value) <= self.allowed

    def row(self) -> dict[str, str]:
        """The row of targets.csv."""
        target = self.target
        return {
            "target": target.id,
            "label_zh": target.zh,
            "label_en": target.en,
            "unit": target.unit,
            "value": str(target.value),
            "tolerance": str(target.tolerance),
            "allowed": f"{self.allowed:.4f}",
            "achieved": f"{self.achieved:.4f}",
            "counted": str(self.counted),
            "reached": "yes" if self.reached else "no",
            "source": target.source,
        }


def load_targets() -> list[Target]:
    """The targets of data/synth/targets.yaml."""
    return [_target(entry) for entry in load_asset("targets.yaml")["targets"]]


def _target(entry: Mapping[str, Any]) -> Target:
    label, planted = entry["label"], entry.get("planted", False)
    figures = {name: entry[name] for name in ("id", "measure", "unit", "value", "tolerance", "source")}
    return Target(zh=label["zh"], en=label["en"], planted=planted, **figures)


@dataclass(slots=True)
class County:
    """The households that are measured, sorted once."""

    as_of: date
    listed: list[Household]
    ordinary: list[Household]

    @classmethod
    def of(cls, households: Sequence[Household], as_of: date) -> "County":
        """Listed and ordinary households of a county."""
        return cls(as_of, [h for h in households if h.listed], [h for h in households if not h.listed])

    @property
    def persons(self) -> list[Person]:
        """Everybody in the current exports."""
        return [person for household in self.listed for person in household.exported]


Share = tuple[int, int]
Measure = Callable[[County], Share]


def _households(fact: str, value: object) -> Measure:
    return lambda county: (sum(h.export.get(fact) == value for h in county.listed), len(county.listed))


def _persons(test: Callable[[Person], bool]) -> Measure:
    return lambda county: (sum(map(test, county.persons)), len(county.persons))


def _in_school(county: County) -> Share:
    """Children of six to fifteen who are due, by the education list."""
    children = [
        p
        for p in county.persons
        if due(p.born_on, county.as_of) and grade_index(p.born_on, county.as_of) <= LAST_COMPULSORY
    ]
    attending = [p for p in children if p.schooling and p.schooling["school_status"] != "非在校生"]
    return len(attending), len(children)


def _insured_as(kind: str) -> Measure:
    return _persons(lambda p: p.insurance is not None and p.insurance["insurance_kind"] == kind)


MEASURES: Mapping[str, Measure] = {
    "listed_share": lambda c: (len(c.listed), len(c.listed) + len(c.ordinary)),
    "listed_household_size": lambda c: (len(c.persons), len(c.listed)),
    "ordinary_household_size": lambda c: (sum(len(h.members) for h in c.ordinary), len(c.ordinary)),
    "insured_residents": _insured_as("城乡居民"),
    "insured_employees": _insured_as("城镇职工"),
    "in_school": _in_school,
    "house_safe": _households("house_origin", "safe"),
    "house_renovated": _households("house_origin", "renovated"),
    "house_relocated": _households("house_origin", "relocated"),
    "water_piped": _households("water_piped", value=True),
    "help_industry": _households("help_industry", value=True),
    "help_employment": _households("help_employment", value=True),
    "help_health": _households("help_health", value=True),
}


def measure(households: Sequence[Household], as_of: date, surplus: int) -> list[Measured]:
    """Every target with what the county has; `surplus` = plantings beyond what the plan gives a county of this size.

    Raises UnableToReachTargets when one lies outside what is allowed.
    """
    county = County.of(households, as_of)
    found = [_measured(target, county, surplus) for target in load_targets()]
    missed = [measured for measured in found if not measured.reached]
    if missed:
        raise UnableToReachTargets(missed)
    return found


def _measured(target: Target, county: County, surplus: int) -> Measured:
    name, _, code = target.measure.partition("/")
    share = _households("cause_main", code) if name == "cause" else MEASURES[name]
    cases, counted = share(county)
    widened = Fraction(surplus if target.planted else 0, max(1, len(county.listed)))
    steps = Fraction(3, 2 * max(1, counted))
    return Measured(target, cases / max(1, counted), counted, target.tolerance + float(widened + steps))
