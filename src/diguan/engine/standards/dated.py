"""Which dated value of a parameter is in force on a day, and whether it keeps within floors and ceilings (P4)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from diguan.engine.standards.levels import LEVELS, is_below, level_of, may_act_for
from diguan.engine.standards.model import DatedValue, Parameter, ParameterValue


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or ceiling that a value does not keep."""

    kind: Literal["floor", "ceiling"]
    level: str
    value: DatedValue


def value_in_force(parameter: Parameter, on: date, at_or_above: str = LEVELS[-1]) -> DatedValue | None:
    """The value on a day: of the authorities down to a level the lowest that has one, its latest up to that day."""
    valid = [v for v in parameter.values if v.since <= on and may_act_for(v.authority, at_or_above)]
    return max(valid, key=lambda v: (LEVELS.index(v.authority), v.since), default=None)


def limit_not_kept(
    parameter: Parameter,
    value: ParameterValue,
    level: str,
    on: date,
    limits: tuple[Mapping[str, str], Mapping[str, str]],
) -> Limit | None:
    """The floor or ceiling (`limits`) that a value set by `level` breaks on a day; None when it keeps both.

    A limit binds those below the level that gives it, and is that level's own value in force on that day.
    """
    kinds: tuple[tuple[Literal["floor", "ceiling"], Mapping[str, str]], ...]
    kinds = (("floor", limits[0]), ("ceiling", limits[1]))
    for kind, given in kinds:
        owner = level_of(parameter.name, given)
        bound = value_in_force(parameter, on, owner) if owner and is_below(level, owner) else None
        if owner and bound and _breaks(kind, value, bound.value):
            return Limit(kind, owner, bound)
    return None


def _breaks(kind: str, value: ParameterValue, bound: ParameterValue) -> bool:
    if isinstance(value, date) and isinstance(bound, date):
        return value < bound if kind == "floor" else value > bound
    if isinstance(value, int | float) and isinstance(bound, int | float):
        return value < bound if kind == "floor" else value > bound
    return value != bound  # texts have no order: below a limit only the same text is kept


def confirmed_value(parameter: Parameter, value: DatedValue) -> DatedValue | None:
    """The unverified value of a higher authority that a value of the same day and amount vouches for; None when it does not."""
    if value.status != "verified":
        return None
    same = (v for v in parameter.values if (v.since, v.value, v.status) == (value.since, value.value, "unverified"))
    return next((v for v in same if is_below(value.authority, v.authority)), None)


def with_values(parameter: Parameter, added: Parameter) -> Parameter:
    """A parameter with the values of a later pack laid over it; a value of one authority and day replaces the former.

    A value that vouches for an unverified one from above does not become a value of its own: the higher authority's value is
    then verified, by the source and the pack that vouch for it.
    """
    by_key = {(LEVELS.index(v.authority), v.since): v for v in parameter.values}
    for value in added.values:
        vouched = confirmed_value(parameter, value)
        kept = replace(vouched, status="verified", source=value.source, pack=value.pack) if vouched else value
        by_key[(LEVELS.index(kept.authority), kept.since)] = kept
    return Parameter(
        name=parameter.name,
        label=added.label,
        unit=added.unit,
        type=added.type,
        optional=added.optional,
        values=tuple(value for _, value in sorted(by_key.items())),
        where=parameter.where,
        issued_by=parameter.issued_by,
        range=added.range,
    )
