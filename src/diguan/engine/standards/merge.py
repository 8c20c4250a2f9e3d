"""A pack laid over the packs it extends: what a lower authority may add, and what it may not touch (P4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol, TypeVar

from diguan.engine.catalogue import Catalogue
from diguan.engine.documents import Label, Problem, Where, nearest
from diguan.engine.standards.cases import cases_of
from diguan.engine.standards.dated import confirmed_value, limit_not_kept, with_values
from diguan.engine.standards.header import Header, Placed
from diguan.engine.standards.levels import LEVELS, is_below, level_of, may_act_for
from diguan.engine.standards.model import FindingRule, FocusGroup, Indicator, Parameter
from diguan.engine.standards.parts import PackPart


@dataclass(slots=True)
class Merged:
    """The packs laid over each other so far, and the problems of doing so."""

    catalogue: Catalogue
    problems: list[Problem] = field(default_factory=list)
    parameters: dict[str, Parameter] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    findings: dict[str, FindingRule] = field(default_factory=dict)
    focus_groups: dict[str, FocusGroup] = field(default_factory=dict)
    departments: dict[str, Label] | None = None
    measures: dict[str, Label] | None = None
    measure_owner: dict[str, str] = field(default_factory=dict)
    focus_owner: dict[str, str] = field(default_factory=dict)
    authority: dict[str, str] = field(default_factory=dict)
    floors: dict[str, str] = field(default_factory=dict)
    ceilings: dict[str, str] = field(default_factory=dict)
    weights: dict[str, tuple[float, Where]] = field(default_factory=dict)
    cutoff: float | None = None
    weighting_field: Placed | None = None
    weights_owner: str | None = None
    in_force: tuple[date, date | None] = (date.min, None)
    broken: set[str] = field(default_factory=set)  # indicators with a problem in their files
    lost: set[str] = field(default_factory=set)  # names of fields, parameters, indicators that could not be read at all
    unreadable: bool = False  # whether an indicator was lost whose guarantee nobody knows
    highest: str = LEVELS[-1]  # the highest authority that issued one of the packs laid so far
    notes: list[Label] = field(default_factory=list)

    def authority_of(self, name: str) -> str:
        """Who may set a parameter: whom the packs name, else who brought it in."""
        return level_of(name, self.authority) or self.parameters[name].issued_by


def lay_over(merged: Merged, part: PackPart) -> None:
    """Lay one more part over the others; the catalogue with its fields is in place already."""
    before = dict(merged.parameters)
    for name, parameter in part.parameters.items():
        base = merged.parameters.get(name)
        _parameter_problems(merged, part, base)
        merged.parameters[name] = with_values(base or parameter, parameter)
    _lay_authority(merged, part.header, before)
    _value_problems(merged, part, before)
    _lay_indicators(merged, part)
    _lay_findings(merged, part)
    _lay_labels(merged, part)
    _lay_header(merged, part)
    merged.broken |= {path.split("/")[1] for path in part.folder.broken if path.startswith("indicators/")}
    merged.lost |= part.lost
    merged.unreadable |= part.unreadable
    merged.highest = min(merged.highest, part.header.issued_by, key=LEVELS.index)


def _parameter_problems(merged: Merged, part: PackPart, base: Parameter | None) -> None:
    """A parameter that another pack brought in keeps its meaning: type and unit always, the rest against lower hands."""
    if base is None:
        return
    added = part.parameters[base.name]
    if (added.type, added.unit) != (base.type, base.unit):
        message = Label(
            f"参数“{base.name}”在上级标准包里是 {base.type}、单位 {base.unit}",
            f"the parameter '{base.name}' is {base.type} with unit {base.unit} in the pack it comes from",
        )
        merged.problems.append(Problem.at(added.where, message, Label("相同的类型和单位", "the same type and unit")))
    changed = (added.label, added.optional) != (base.label, base.optional)
    if changed and is_below(part.header.issued_by, base.issued_by):
        message = Label(
            f"改了上级参数“{base.name}”的名称或可选性",
            f"changes the label or the optional of '{base.name}', which is not its own",
        )
        merged.problems.append(Problem.at(added.where, message, _own_only(part.header, base.issued_by)))


def _own_only(header: Header, owner: str) -> Label:
    return Label(
        f"由 {owner} 制定的内容保持不变（本包由 {header.issued_by} 制定）",
        f"what {owner} issued stays as it is (this pack is issued by {header.issued_by})",
    )


def _lay_authority(merged: Merged, header: Header, inherited: Mapping[str, Parameter]) -> None:
    for kind, given in (("authority", header.authority), ("floors", header.floors), ("ceilings", header.ceilings)):
        now: dict[str, str] = getattr(merged, kind)
        after = {**now, **{pattern: level for pattern, (level, _) in given.items()}}
        for name, parameter in inherited.items():
            lower = is_below(header.issued_by, parameter.issued_by)
            if lower and (level := level_of(name, after)) != level_of(name, now):
                where = next(place for wanted, place in given.values() if wanted == level)
                message = Label(
                    f"改了上级参数“{name}”的 {kind}", f"changes the {kind} of '{name}', which is not its own"
                )
                merged.problems.append(Problem.at(where, message, _own_only(header, parameter.issued_by)))
        now.update(after)


def _value_problems(merged: Merged, part: PackPart, inherited: Mapping[str, Parameter]) -> None:
    level = part.header.issued_by
    for name, parameter in part.parameters.items():
        owner = merged.authority_of(name)
        for value in parameter.values:
            if name in inherited and confirmed_value(inherited[name], value):
                continue  # it vouches for what another authority set
            if not may_act_for(level, owner):
                message = Label(
                    f"参数“{name}”由 {level} 的标准包给值",
                    f"the parameter '{name}' is given a value by a pack issued by {level}",
                )
                expected = Label(f"由 {owner} 或其上级给值", f"a value set by {owner} or above")
                merged.problems.append(Problem.at(value.where, message, expected))
            limits = (merged.floors, merged.ceilings)
            if limit := limit_not_kept(merged.parameters[name], value.value, level, value.since, limits):
                sign, word = ("≥", "不低于") if limit.kind == "floor" else ("≤", "不高于")
                message = Label(
                    f"参数“{name}”的值 {value.value} 突破了{'下限' if limit.kind == 'floor' else '上限'}",
                    f"the value {value.value} of '{name}' breaks the {limit.kind}",
                )
                expected = Label(
                    f"{word} {limit.value.value}（{limit.level}，{limit.value.where}）",
                    f"{sign} {limit.value.value} ({limit.level}, {limit.value.where})",
                )
                merged.problems.append(Problem.at(value.where, message, expected))


class _Owned(Protocol):
    @property
    def issued_by(self) -> str: ...
    @property
    def where(self) -> Where: ...


T = TypeVar("T", bound=_Owned)


def _may_replace(merged: Merged, base: _Owned | None, added: _Owned, name: str, header: Header) -> bool:
    if base is None or not is_below(header.issued_by, base.issued_by):
        return True
    message = Label(f"改了上级标准包的“{name}”", f"changes '{name}', which is not its own")
    hint = Label("可以另加指标，不能改动上级的", "it may add indicators of its own, not change those above it")
    merged.problems.append(Problem.at(added.where, message, _own_only(header, base.issued_by), hint))
    return False


def _lay_indicators(merged: Merged, part: PackPart) -> None:
    for id, indicator in part.indicators.items():
        if _may_replace(merged, merged.indicators.get(id), indicator, id, part.header):
            tree = part.folder.trees.get(f"indicators/{id}/cases.yaml")
            cases = cases_of(tree, indicator.subject, merged.catalogue, merged.parameters, merged.problems)
            merged.indicators[id] = replace(indicator, cases=cases)


def _lay_findings(merged: Merged, part: PackPart) -> None:
    seen: set[str] = set()
    for finding in part.findings:
        if finding.id in seen:
            message = Label(f"问题编号“{finding.id}”重复", f"the finding id '{finding.id}' a second time")
            merged.problems.append(Problem.at(finding.where, message, Label("不同的编号", "another id")))
        elif _may_replace(merged, merged.findings.get(finding.id), finding, finding.id, part.header):
            merged.findings[finding.id] = finding
        seen.add(finding.id)


def _lay_labels(merged: Merged, part: PackPart) -> None:
    """Departments may be called differently in every place; what a measure is stays with who issued it."""
    if part.departments is not None:
        merged.departments = {**(merged.departments or {}), **part.departments}
    for name, label in (part.measures or {}).items():
        owner = merged.measure_owner.setdefault(name, part.header.issued_by)
        if is_below(part.header.issued_by, owner) and (merged.measures or {}).get(name) != label:
            where = Where(part.folder.show("measures.yaml"), 1)
            message = Label(f"改了上级的措施“{name}”", f"changes the measure '{name}', which is not its own")
            merged.problems.append(Problem.at(where, message, _own_only(part.header, owner)))
    if part.measures is not None:
        merged.measures = {**(merged.measures or {}), **part.measures}


def _lay_header(merged: Merged, part: PackPart) -> None:
    header = part.header
    for group in header.focus_groups:
        owner = merged.focus_owner.setdefault(group.id, header.issued_by)
        if is_below(header.issued_by, owner):
            message = Label(
                f"改了上级的重点人群“{group.id}”", f"changes the focus group '{group.id}', which is not its own"
            )
            merged.problems.append(Problem.at(group.where, message, _own_only(header, owner)))
        merged.focus_groups[group.id] = group
    _lay_weights(merged, header)
    (start, end), (own_start, own_end) = merged.in_force, header.in_force
    ends = [e for e in (end, own_end) if e]
    merged.in_force = max(start, own_start), min(ends, default=None)
    merged.notes.extend(header.notes)


def _lay_weights(merged: Merged, header: Header) -> None:
    if not (header.weights or header.cutoff or header.weighting_field):
        return
    owner = merged.weights_owner
    if owner and is_below(header.issued_by, owner):
        message = Label("改了上级的权重或临界值", "changes weights or cutoff, which are not its own")
        where = header.where("weights" if header.weights else "cutoff")
        merged.problems.append(Problem.at(where, message, _own_only(header, owner)))
        return
    merged.weights_owner = header.issued_by
    merged.weights = {**merged.weights, **header.weights}
    merged.cutoff = header.cutoff or merged.cutoff
    merged.weighting_field = header.weighting_field or merged.weighting_field


def check_patterns(merged: Merged, headers: Iterable[Header]) -> list[Problem]:
    """Names in authority, floors and ceilings that are nearly, but not quite, the name of a parameter."""
    problems = []
    for header in headers:
        for given in (header.authority, header.floors, header.ceilings):
            for pattern, (_, where) in given.items():
                close = nearest(pattern, merged.parameters)
                if "*" not in pattern and pattern not in merged.parameters and close:
                    message = Label(f"没有参数“{pattern}”", f"there is no parameter '{pattern}'")
                    problems.append(Problem.at(where, message, Label("参数名", "the name of a parameter"), close))
    return problems
