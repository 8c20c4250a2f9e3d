"""What must hold inside a merged pack besides its shapes and expressions: names that point to something, no rule untested."""

from collections.abc import Iterable, Iterator, Mapping

from diguan.engine.catalogue import FieldType
from diguan.engine.catalogue.entries import KEYS
from diguan.engine.documents import Label, Problem, Where, nearest
from diguan.engine.expressions.tree import Verdicts, walk
from diguan.engine.standards.header import Header
from diguan.engine.standards.merge import Merged
from diguan.engine.standards.model import FindingRule, FindingRules, Indicator, IndicatorRules, Route, Rules
from diguan.engine.standards.ranges import outside, said
from diguan.engine.standards.rules import JUDGED_BY_HOUSEHOLD, groups_of
from diguan.engine.verdicts import Subject

AS_OF = ("facts_as_of", "met_as_of", "unknown_as_of")


def pack_problems(merged: Merged, rules: Rules, header: Header) -> list[Problem]:
    """Every problem of a pack as a whole; `header` is its own pack.yaml."""
    found = [
        *_name_problems(merged),
        *_parameter_problems(merged),
        *_use_problems(merged, rules),
        *_finding_problems(merged, rules),
        *_weight_problems(merged, header),
        *_guarantee_problems(merged),
        *_column_problems(merged, rules),
    ]
    if not (merged.indicators or merged.findings or merged.broken):
        message = Label(
            "标准包里既没有指标也没有问题类型", "the pack has no indicator and no finding: it judges nothing"
        )
        found.append(Problem.at(header.where(""), message, Label("至少一个指标", "at least one indicator")))
    start, end = merged.in_force
    if end and end <= start:
        message = Label(f"有效期为空：{start} 到 {end}", f"in force never: from {start} to {end}")
        found.append(Problem.at(header.where("in_force"), message, Label("from 早于 to", "from before to")))
    return found


def _name_problems(merged: Merged) -> Iterator[Problem]:
    for indicator in merged.indicators.values():
        yield from _department(merged, indicator.department, indicator.where)
        yield from _measures(merged, indicator.routes)
    for finding in merged.findings.values():
        yield from _department(merged, finding.department or "", finding.where)
        yield from _measures(merged, finding.routes)


def _department(merged: Merged, name: str, where: Where) -> Iterator[Problem]:
    """A pack that lists departments may name only those; one that lists none names them as it likes."""
    if name and merged.departments is not None and name not in merged.departments:
        message = Label(f"没有部门“{name}”", f"there is no department '{name}'")
        expected = Label("departments.yaml 里的部门", "a department of departments.yaml")
        yield Problem.at(where, message, expected, nearest(name, merged.departments))


def _measures(merged: Merged, routes: Iterable[Route]) -> Iterator[Problem]:
    for route in routes:
        if route.measure and merged.measures is not None and route.measure not in merged.measures:
            message = Label(f"没有措施“{route.measure}”", f"there is no measure '{route.measure}'")
            expected = Label("measures.yaml 里的措施", "a measure of measures.yaml")
            yield Problem.at(route.where, message, expected, nearest(route.measure, merged.measures))


def _parameter_problems(merged: Merged) -> Iterator[Problem]:
    for parameter in merged.parameters.values():
        if parameter.type in ("number", "integer") and not parameter.unit:
            message = Label(f"参数“{parameter.name}”没有单位", f"the parameter '{parameter.name}' has no unit")
            expected = Label(
                "与所比较字段相同的单位（无量纲写 '1'）",
                "the unit of the field it is compared with ('1' when it has none)",
            )
            yield Problem.at(parameter.where, message, expected)
        for dated in parameter.values:
            if (limits := outside(parameter, dated.value)) is not None:
                message = Label(
                    f"参数“{parameter.name}”的值 {dated.value} 超出合理范围",
                    f"the value {dated.value} of the parameter '{parameter.name}' is outside the range that makes sense",
                )
                yield Problem.at(dated.where, message, said(limits))


def _use_problems(merged: Merged, rules: Rules) -> Iterator[Problem]:
    """An indicator rests on no optional parameter, and every case finds a value for what its rules need."""
    for id, judged in rules.indicators.items():
        indicator = merged.indicators[id]
        needed = {
            name for checked in (judged.when, judged.met, *judged.routes) if checked for name in checked.parameters
        }
        for name in sorted(needed):
            if merged.parameters[name].optional:
                message = Label(f"指标依据可选参数“{name}”", f"the indicator rests on the optional parameter '{name}'")
                expected = Label("可选参数只用于问题类型", "optional parameters in findings only")
                yield Problem.at(indicator.met_at, message, expected)
        yield from _cases_without_values(indicator, judged)
        if not indicator.cases and id not in merged.broken:
            message = Label(f"规则“{id}”没有案例", f"the rule '{id}' has no cases")
            yield Problem.at(indicator.where, message, Label("至少一个案例", "at least one case"))


def _cases_without_values(indicator: Indicator, rules: IndicatorRules) -> Iterator[Problem]:
    needed = {name for checked in (rules.when, rules.met) if checked for name in checked.parameters}
    for case in indicator.cases:
        for name in sorted(needed - case.parameters.keys()):
            message = Label(f"{case.as_of} 参数“{name}”没有值", f"the parameter '{name}' has no value on {case.as_of}")
            hint = Label(
                "换一个日期，或在案例里写 parameters", "choose another day, or give it under 'parameters' in the case"
            )
            yield Problem.at(case.where, message, Label("当日有效的值", "a value in force on that day"), hint)


def _finding_problems(merged: Merged, rules: Rules) -> Iterator[Problem]:
    labels: dict[str, Label] = {}
    for finding in merged.findings.values():
        if not finding.label.zh:
            message = Label(f"问题“{finding.id}”没有名称", f"the finding '{finding.id}' has no label")
            hint = Label(
                "同一 kind 的前一条有名称时可以省略", "it may be left out when an earlier entry of the kind has one"
            )
            yield Problem.at(finding.where, message, Label("label: {zh: …, en: …}", "label: {zh: ..., en: ...}"), hint)
        elif labels.setdefault(finding.kind, finding.label) != finding.label:
            message = Label(f"kind“{finding.kind}”有两个名称", f"the kind '{finding.kind}' has two labels")
            yield Problem.at(finding.where, message, Label(labels[finding.kind].zh, labels[finding.kind].en))
        yield from _as_of_problems(merged, finding)
        yield from _place_problems(finding)
        if finding.id in rules.findings:
            yield from _rowless_problems(finding, rules.findings[finding.id])
            yield from _verdict_problems(merged, finding, rules.findings[finding.id])


def _place_problems(finding: FindingRule) -> Iterator[Problem]:
    """What a finding about a village or a facility cannot say: it has no household, so no day of its own and no roll-up."""
    if finding.place is None:
        return
    given = [key for key in (*AS_OF, "unknown_because") if getattr(finding, key)]
    given += ["per"] if finding.per == "household" else []
    for key in given:
        message = Label(f"村或机构的问题不能写 {key}", f"a finding about a {finding.subject} has no {key}")
        yield Problem.at(finding.where, message, Label("删去这一行", "without this line"))


def _rowless_problems(finding: FindingRule, rules: FindingRules) -> Iterator[Problem]:
    """A finding about places has a row for each verdict that holds it: where none is asked for, it would never find anything."""
    if finding.place is None:
        return
    for checked in rules.alternatives:
        asked = [node.function for node in walk(checked.tree) if isinstance(node, Verdicts)]
        if not set(asked) - {"all_met"}:
            message = Label(
                "村或机构的问题一条结论一行，when 没有问什么未达标或待核实，列不出任何一行",
                f"a finding about a {finding.subject} has a row for each verdict that is unmet or unknown; 'when' asks for none",
            )
            yield Problem.at(
                finding.where, message, Label("any_unmet(…) 或 any_unknown(…)", "any_unmet(...) or any_unknown(...)")
            )


def _as_of_problems(merged: Merged, finding: FindingRule) -> Iterator[Problem]:
    given = [(key, name) for key in AS_OF if (name := getattr(finding, key))]
    if len(given) > 1:
        names = ", ".join(key for key, _ in given)
        message = Label(f"{names} 只能写一个", f"only one of {names}")
        yield Problem.at(finding.where, message, Label("其中之一", "one of them"))
    fields = merged.catalogue.fields(Subject.HOUSEHOLD)
    dates = [name for name, field in fields.items() if field.type is FieldType.DATE]
    for key, name in given:
        if name not in dates:
            message = Label(f"{key} 的“{name}”不是户的日期字段", f"{key}: '{name}' is no date field of the household")
            yield Problem.at(
                finding.where, message, Label("户的日期字段", "a date field of the household"), nearest(name, dates)
            )


def _verdict_problems(merged: Merged, finding: FindingRule, rules: FindingRules) -> Iterator[Problem]:
    judged = {id for checked in rules.alternatives for id in checked.indicators}
    complete = len(rules.alternatives) == len(finding.alternatives)
    needs = [key for key in AS_OF if getattr(finding, key)] + (["unknown_because"] if finding.unknown_because else [])
    if needs and not judged and complete:
        message = Label(
            f"写了 {needs[0]}，when 里却没有 any_unmet 等判断", f"{needs[0]} without a verdict function in 'when'"
        )
        expected = Label(
            "any_unmet(…)、any_unknown(…) 或 all_met(…)", "any_unmet(...), any_unknown(...) or all_met(...)"
        )
        yield Problem.at(finding.where, message, expected)
    groups = groups_of(merged.indicators)
    for name, (_, where) in finding.unless.items():
        ids = {i.id for i in groups.get(name, ())}
        if name != "any" and ids and complete and not ids & judged:
            message = Label(f"unless 的“{name}”不在 when 里", f"unless names '{name}', which 'when' does not look at")
            yield Problem.at(where, message, Label("when 里的指标或保障", "an indicator or guarantee named in 'when'"))


def _weight_problems(merged: Merged, header: Header) -> Iterator[Problem]:
    weights: dict[str, tuple[float, Where]] = dict(merged.weights)
    for indicator in merged.indicators.values():
        if indicator.weight is not None:
            if indicator.id in weights:
                message = Label(f"“{indicator.id}”的权重写了两处", f"the weight of '{indicator.id}' is given twice")
                yield Problem.at(indicator.where, message, Label("只写一处", "one place"))
            weights[indicator.id] = (indicator.weight, indicator.where)
    yield from _unknown_weights(merged, weights)
    if bool(weights) != (merged.cutoff is not None):
        have, lack = ("weights", "cutoff") if weights else ("cutoff", "weights")
        message = Label(f"有 {have} 没有 {lack}", f"{have} without {lack}")
        yield Problem.at(header.where(have), message, Label("weights 和 cutoff 都写", "both weights and cutoff"))
    total = sum(weight for weight, _ in weights.values())
    if merged.cutoff is not None and weights and merged.cutoff > total:
        message = Label(
            f"cutoff {merged.cutoff:g} 大于权重之和 {total:g}：没有人会达到",
            f"cutoff {merged.cutoff:g} is above the sum of the weights {total:g}: nobody can reach it",
        )
        yield Problem.at(header.where("cutoff"), message, Label(f"不大于 {total:g}", f"at most {total:g}"))
    yield from _weighting_field(merged)


def _unknown_weights(merged: Merged, weights: Mapping[str, tuple[float, Where]]) -> Iterator[Problem]:
    judged = [i.id for i in merged.indicators.values() if i.subject in JUDGED_BY_HOUSEHOLD]
    for id, (_, where) in weights.items():
        if id not in judged and id not in merged.broken:
            message = Label(
                f"weights 里没有户或个人指标“{id}”",
                f"weights names '{id}', which is no indicator on households or persons",
            )
            yield Problem.at(where, message, Label("指标编号", "the id of an indicator"), nearest(id, judged))


def _weighting_field(merged: Merged) -> Iterator[Problem]:
    if merged.weighting_field is None:
        return
    name, where = merged.weighting_field
    fields = merged.catalogue.fields(Subject.HOUSEHOLD)
    numbers = [n for n, f in fields.items() if f.type in (FieldType.NUMBER, FieldType.INTEGER)]
    if name not in numbers:
        message = Label(
            f"weighting_field“{name}”不是户的数字字段", f"weighting_field: '{name}' is no number field of the household"
        )
        yield Problem.at(
            where, message, Label("户的数字字段", "a number field of the household"), nearest(name, numbers)
        )


def _column_problems(merged: Merged, rules: Rules) -> Iterator[Problem]:
    """Verdicts stand beside facts in one table: what findings read of both must not have one name."""
    conditions = [*(c for f in rules.findings.values() for c in f.all()), *rules.focus_groups.values()]
    fields = {name.lower() for c in conditions for subject, name in c.facts if subject is Subject.HOUSEHOLD}
    judged = {id for c in conditions for id in c.indicators}
    for indicator in merged.indicators.values():
        another = Label("另一个编号", "another id")
        if indicator.id in KEYS:
            message = Label(f"“{indicator.id}”是保留的名称", f"'{indicator.id}' is a reserved name")
            yield Problem.at(indicator.where, message, another)
        elif indicator.id in fields & judged:
            message = Label(
                f"问题类型既读指标“{indicator.id}”又读同名的字段",
                f"findings read the indicator '{indicator.id}' and a field of that name",
            )
            yield Problem.at(indicator.where, message, another)


def _guarantee_problems(merged: Merged) -> Iterator[Problem]:
    """A name in any_unmet(...) must mean one thing: no indicator is called like a guarantee it does not serve."""
    guarantees = {i.guarantee: i.id for i in merged.indicators.values()}
    for indicator in merged.indicators.values():
        if indicator.id in guarantees and indicator.guarantee != indicator.id:
            other = guarantees[indicator.id]
            message = Label(
                f"指标“{indicator.id}”与“{other}”的保障同名，却不属于它",
                f"the indicator '{indicator.id}' is called like the guarantee of '{other}' and does not serve it",
            )
            yield Problem.at(indicator.where, message, Label("另一个编号", "another id"))
