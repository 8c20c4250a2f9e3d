"""Rules that say the same of everybody: refused, unless a case or the search shows facts for either answer."""

from collections.abc import Iterable, Iterator, Sequence

from diguan.engine.backends.constancy import always
from diguan.engine.documents import Label, Problem, Where
from diguan.engine.expressions import Bound, Checked, UnableToBindExpression, bind
from diguan.engine.rehearsal.stage import Outcome, Scene
from diguan.engine.rehearsal.witnesses import Wanted, witness
from diguan.engine.standards import FindingRule, Indicator, Pack
from diguan.engine.standards.dated import value_in_force
from diguan.engine.verdicts import Verdict

SHOW_ONE = Label("如果确有这样的事实，请加一个案例", "if there are such facts, show them in a case")


def constant_rules(pack: Pack, outcomes: Iterable[Outcome]) -> list[Problem]:
    """Problems of rules for which no facts were found that make them unmet, or met, or (with `when`) not applicable.

    What the cases came out as counts as found.
    """
    by_indicator: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_indicator.setdefault(outcome.scene.indicator.id, []).append(outcome)
    found = [p for own in by_indicator.values() for p in _indicator_problems(pack, own)]
    return [*found, *_condition_problems(pack)]


def _indicator_problems(pack: Pack, outcomes: Sequence[Outcome]) -> Iterator[Problem]:
    scenes = [outcome.scene for outcome in outcomes]
    indicator = scenes[0].indicator
    shown = {outcome.got for outcome in outcomes}
    if (
        Verdict.NOT_APPLICABLE not in shown
        and indicator.when_at
        and not _reachable(pack, scenes, Verdict.NOT_APPLICABLE)
    ):
        yield _constant(indicator, indicator.when_at, Label("总是适用", "always applies"), Verdict.NOT_APPLICABLE)
    for verdict, says in ((Verdict.UNMET, _ALWAYS_MET), (Verdict.MET, _NEVER_MET)):
        if verdict not in shown and not _reachable(pack, scenes, verdict):
            yield _constant(indicator, indicator.met_at, says, verdict)


_ALWAYS_MET = Label("从不判未达标", "is unmet for nobody")
_NEVER_MET = Label("从不判达标", "is met for nobody")


def _reachable(pack: Pack, scenes: Sequence[Scene], verdict: Verdict) -> bool:
    """Whether some facts give the verdict on the day and with the values of one of the cases."""
    bindings = {(s.case.as_of, *sorted((n, repr(v)) for n, v in s.case.parameters.items())): s for s in scenes}
    return any(witness(pack.catalogue, _wanted(scene, verdict)) for scene in bindings.values())


def _wanted(scene: Scene, verdict: Verdict) -> list[Wanted]:
    if verdict is Verdict.NOT_APPLICABLE and scene.when:
        return [Wanted(scene.when, holds=False)]
    applies = [Wanted(scene.when, holds=True)] if scene.when else []
    return [*applies, Wanted(scene.met, holds=verdict is Verdict.MET)]


def _constant(indicator: Indicator, where: Where, says: Label, missing: Verdict) -> Problem:
    message = Label(f"规则“{indicator.id}”{says.zh}", f"the rule '{indicator.id}' {says.en}")
    word = missing.name.lower()
    return Problem.at(where, message, Label(f"有事实使它为 {word}", f"facts that make it {word}"), SHOW_ONE)


def _condition_problems(pack: Pack) -> Iterator[Problem]:
    """Findings, focus groups and routes that hold for everybody or for nobody whatever the facts are."""
    for checked, where in _conditions(pack):
        bound = _bound(pack, checked)
        constant = always(bound, pack.catalogue) if bound else None
        if constant is not None:
            word = Label("总是成立", "always holds") if constant else Label("从不成立", "never holds")
            message = Label(f"条件{word.zh}", f"the condition {word.en}")
            yield Problem.at(where, message, Label("取决于事实的条件", "a condition that depends on facts"))


def _conditions(pack: Pack) -> Iterator[tuple[Checked, Where]]:
    for group in pack.focus_groups:
        yield pack.rules.focus_groups[group.id], group.where
    for finding in pack.findings:
        yield from _finding_conditions(pack, finding)
    for id, indicator in pack.indicators.items():
        routes = zip(pack.rules.indicators[id].routes, indicator.routes, strict=True)
        yield from ((checked, route.where) for checked, route in routes if checked)


def _finding_conditions(pack: Pack, finding: FindingRule) -> Iterator[tuple[Checked, Where]]:
    rules = pack.rules.findings[finding.id]
    yield from zip(rules.alternatives, (where for _, where in finding.alternatives), strict=True)
    yield from ((checked, finding.unless[name][1]) for name, checked in rules.unless.items())
    routes = zip(rules.routes, finding.routes, strict=True)
    yield from ((checked, route.where) for checked, route in routes if checked)


def _bound(pack: Pack, checked: Checked) -> Bound | None:
    """The condition with the latest values of its parameters; None when one has none (it is configured later)."""
    day = max((v.since for name in checked.parameters for v in pack.parameters[name].values), default=pack.in_force[0])
    values = {name: value_in_force(pack.parameters[name], day) for name in checked.parameters}
    try:
        return bind(checked, day, {name: dated.value for name, dated in values.items() if dated})
    except UnableToBindExpression:
        return None
