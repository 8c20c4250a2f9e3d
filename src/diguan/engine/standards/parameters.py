"""The value of every parameter on a day: verified, confirmed or overridden with a source, or refused; never a silent default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from diguan.engine.documents import Label
from diguan.engine.standards import refusals
from diguan.engine.standards.confirmations import Confirmation, repeated
from diguan.engine.standards.dated import Limit, limit_not_kept, value_in_force
from diguan.engine.standards.levels import level_of, may_act_for
from diguan.engine.standards.model import DatedValue, Pack, Parameter, ParameterValue
from diguan.engine.standards.ranges import outside
from diguan.engine.standards.refusals import Refusal
from diguan.engine.standards.values import value_of_text

Status = Literal["verified", "confirmed", "overridden", "supplied"]


@dataclass(frozen=True, slots=True)
class ResolvedValue:
    """A value to judge by. `stated`: what the pack says (None: nothing in force); `source`: of the pack or of the operator.

    status: verified (the pack's), confirmed (unverified, the operator gave the same), overridden (the operator gave another),
    supplied (the pack has none in force).
    """

    name: str
    value: ParameterValue
    unit: str | None
    status: Status
    source: str
    since: date | None
    authority: str
    pack: str
    stated: ParameterValue | None

    def as_json(self) -> dict[str, object]:
        """The value as a JSON object; dates as text."""
        shown = {name: getattr(self, name) for name in self.__slots__}
        return {name: v.isoformat() if isinstance(v, date) else v for name, v in shown.items()}


class UnableToResolveParameters(Exception):
    """Parameters that the standard needs have no value that may be used; `refusals` says which and why."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        super().__init__("\n".join(f"{r.text('zh')}\n  {r.text('en')}" for r in self.refusals))


class UnableToUseStandard(Exception):
    """The standard is not in force on the day; `message` in both languages."""

    def __init__(self, message: Label) -> None:
        self.message = message
        super().__init__(f"{message.zh} / {message.en}")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Parameter values of a day. `left_out`: findings that rest on optional parameters without a usable value."""

    details: Mapping[str, ResolvedValue]
    refused: tuple[Refusal, ...]
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def values(self) -> dict[str, ParameterValue]:
        """Values by name, for binding."""
        return {name: detail.value for name, detail in self.details.items()}

    @property
    def confirmed(self) -> tuple[ResolvedValue, ...]:
        """Values that the operator stands for, with the source."""
        return tuple(d for d in self.details.values() if d.status != "verified")

    def or_refuse(self) -> "Resolved":
        """Itself; raises UnableToResolveParameters when anything was refused."""
        if self.refused:
            raise UnableToResolveParameters(self.refused)
        return self


@dataclass(frozen=True, slots=True)
class Period:
    """Values from a day on, until (exclusive, None = open) the next change."""

    since: date
    until: date | None
    resolved: Resolved


def require_in_force(pack: Pack, as_of: date) -> None:
    """Raises UnableToUseStandard when the pack (or one it extends) is not in force on the day."""
    start, end = pack.in_force
    if start <= as_of and (end is None or as_of < end):
        return
    until = str(end) if end else "…"
    raise UnableToUseStandard(
        Label(
            f"标准“{pack.reference}”的有效期是 {start} 起、{until} 前，不含 {as_of}",
            f"the standard '{pack.reference}' is in force from {start} to before {until}, not on {as_of}",
        )
    )


def authority_of(pack: Pack, name: str) -> str:
    """Who may set a parameter: whom the pack names, else who brought it in."""
    return level_of(name, pack.authority) or pack.parameters[name].issued_by


def resolve_parameters(
    pack: Pack, as_of: date, confirmations: Iterable[Confirmation] = (), operator: str = "county"
) -> Resolved:
    """The values on the as-of date. `operator`: level of the office that runs the round; only what it was given it may change."""
    return _Resolution(pack, as_of, list(confirmations), operator).on(as_of)


def resolve_periods(
    pack: Pack,
    first: date,
    last: date,
    confirmations: Iterable[Confirmation] = (),
    as_of: date | None = None,
) -> tuple[Period, ...]:
    """The values from `first` to `last`, period by period, for judgements as of days that differ from row to row.

    Nothing is refused here: a name without a usable value in a period is not among the period's values, and what rests on it is
    unknown there. A confirmation without a date stands for the value in force on `as_of` (None: on `last`).
    """
    anchor = as_of or last
    resolution = _Resolution(pack, anchor, list(confirmations), "county")
    changes = {v.since for name in pack.rules.parameters for v in pack.parameters[name].values}
    changes |= {since for dates in resolution.supplied.values() for since in dates}
    starts = sorted({first, *(day for day in (*changes, anchor) if first < day <= last)})
    ends = [*starts[1:], None]
    return tuple(Period(start, end, resolution.on(start)) for start, end in zip(starts, ends, strict=True))


class _Resolution:
    """Confirmations tied to the dated values they stand for, and the values of any day."""

    def __init__(self, pack: Pack, as_of: date, confirmations: list[Confirmation], operator: str) -> None:
        self.pack, self.as_of, self.operator = pack, as_of, operator
        self.refused: list[Refusal] = [refusals.twice(name) for name in sorted(repeated(confirmations))]
        self.given: dict[tuple[str, DatedValue | None], tuple[ParameterValue, str]] = {}
        self.supplied: dict[str, dict[date, tuple[ParameterValue, str]]] = {}  # where the pack has nothing in force
        for confirmation in confirmations:
            self._tie(confirmation)

    def _tie(self, confirmation: Confirmation) -> None:
        parameter = self.pack.parameters.get(confirmation.name)
        if parameter is None:
            self.refused.append(refusals.unknown(confirmation.name, self.pack.parameters))
            return
        value = _typed(parameter, confirmation.value)
        dated = value_in_force(parameter, confirmation.since or self.as_of)
        if value is None:
            self.refused.append(refusals.wrong_type(parameter, confirmation))
        elif (limits := outside(parameter, value)) is not None:
            self.refused.append(refusals.out_of_range(parameter, confirmation, limits))
        elif dated is None and (confirmation.since is None or not parameter.values):
            self._supply(parameter, confirmation, value)
        elif confirmation.since and (dated is None or dated.since != confirmation.since):
            self.refused.append(refusals.no_such_date(parameter, confirmation.since))
        else:
            self.given[(parameter.name, dated)] = (value, confirmation.source)

    def _supply(self, parameter: Parameter, confirmation: Confirmation, value: ParameterValue) -> None:
        """A value that the pack leaves to the operator; without a date it holds from the as-of date on."""
        own = self.supplied.setdefault(parameter.name, {})
        since = confirmation.since or self.as_of
        if since in own:
            self.refused.append(refusals.twice(parameter.name))
        own[since] = (value, confirmation.source)

    def on(self, day: date) -> Resolved:
        """The values of a day."""
        details: dict[str, ResolvedValue] = {}
        refused = list(self.refused)
        unusable: set[str] = set()
        said = {r.name for r in self.refused}  # why a value was not taken says enough
        needed = self.pack.rules.parameters
        for name, parameter in self.pack.parameters.items():
            found = self._value(parameter, day)
            if isinstance(found, ResolvedValue):
                details[name] = found
            elif parameter.optional and name not in self.supplied and not any(key[0] == name for key in self.given):
                unusable.add(name)
            elif name in needed and name not in said:
                refused.append(found)
        return Resolved(details, tuple(refused), _left_out(self.pack, unusable))

    def _value(self, parameter: Parameter, day: date) -> ResolvedValue | Refusal:
        dated = value_in_force(parameter, day)
        if dated is None:
            return self._supplied(parameter, day)
        given = self.given.get((parameter.name, dated))
        if given is None or given[0] == dated.value:
            return self._stated(parameter, day, dated, given)
        if dated.status == "verified" and not may_act_for(self.operator, authority_of(self.pack, parameter.name)):
            return refusals.not_theirs(parameter, dated, self.operator, authority_of(self.pack, parameter.name))
        level = self.operator if dated.status == "verified" else dated.authority
        if limit := self._limit(parameter, given[0], level, day):
            return refusals.broken_limit(parameter, given[0], limit)
        return _resolved(parameter, dated, given[0], "overridden", given[1])

    def _supplied(self, parameter: Parameter, day: date) -> ResolvedValue | Refusal:
        """The newest value that the operator gave for a day on which the pack has none."""
        since = max((s for s in self.supplied.get(parameter.name, {}) if s <= day), default=None)
        if since is None:
            return refusals.nothing_in_force(parameter, day)
        given = self.supplied[parameter.name][since]
        if limit := self._limit(parameter, given[0], self.operator, day):
            return refusals.broken_limit(parameter, given[0], limit)
        return ResolvedValue(
            parameter.name,
            given[0],
            parameter.unit,
            "supplied",
            given[1],
            None,
            self.operator,
            self.pack.reference,
            None,
        )

    def _stated(
        self, parameter: Parameter, day: date, dated: DatedValue, given: tuple[ParameterValue, str] | None
    ) -> ResolvedValue | Refusal:
        if limit := self._limit(parameter, dated.value, dated.authority, day):
            return refusals.broken_limit(parameter, dated.value, limit)
        if dated.status == "verified":
            return _resolved(parameter, dated, dated.value, "verified", dated.source)
        if given is None:
            return refusals.unverified(parameter, dated)
        return _resolved(parameter, dated, dated.value, "confirmed", given[1])

    def _limit(self, parameter: Parameter, value: ParameterValue, level: str, day: date) -> Limit | None:
        """The floor or ceiling broken; where the operator looked up what an unverified limit really is, that counts."""
        looked_up = {v: self.given.get((parameter.name, v)) for v in parameter.values if v.status == "unverified"}
        values = tuple(replace(v, value=given[0]) if (given := looked_up.get(v)) else v for v in parameter.values)
        limits = (self.pack.floors, self.pack.ceilings)
        return limit_not_kept(replace(parameter, values=values), value, level, day, limits)


def _resolved(
    parameter: Parameter, dated: DatedValue, value: ParameterValue, status: Status, source: str
) -> ResolvedValue:
    return ResolvedValue(
        parameter.name, value, parameter.unit, status, source, dated.since, dated.authority, dated.pack, dated.value
    )


def _typed(parameter: Parameter, value: str | float | date) -> ParameterValue | None:
    if isinstance(value, str):
        return value_of_text(parameter.type, value.strip())
    return value_of_text(parameter.type, value.isoformat() if isinstance(value, date) else str(value))


def _left_out(pack: Pack, unusable: set[str]) -> dict[str, tuple[str, ...]]:
    rests = {
        id: tuple(sorted({name for checked in rules.all() for name in checked.parameters} & unusable))
        for id, rules in pack.rules.findings.items()
    }
    return {id: names for id, names in rests.items() if names}
