"""Every expression of a pack parsed and checked in its scope; what cannot be is a problem with file and line."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diguan.engine.catalogue import Catalogue, FieldType
from diguan.engine.documents import Label, Problem, Where
from diguan.engine.expressions import (
    Checked,
    ParameterType,
    Scope,
    UnableToReadExpression,
    check_derived,
    read_expression,
    walk,
)
from diguan.engine.expressions.tree import MEMBER_FUNCTIONS
from diguan.engine.standards.model import (
    FindingRule,
    FindingRules,
    Indicator,
    IndicatorRules,
    Parameter,
    Route,
)
from diguan.engine.verdicts import Subject

PLACES = (Subject.VILLAGE, Subject.FACILITY)
JUDGED_BY_HOUSEHOLD = (Subject.HOUSEHOLD, Subject.PERSON)
VERDICTS = re.compile(r"(?:any_unmet|any_unknown|all_met)\s*\(([^)]*)\)")
WORD = re.compile(r"\w+")
NO_FACT = Label("规则里没有任何事实，对谁都一样", "no fact in the rule: it says the same of everybody")
A_CONDITION = Label("规则语言允许的条件", "a condition that the rule language allows")
A_FIELD = Label("至少一个字段", "at least one field")


@dataclass(slots=True)
class RuleReader:
    """Reads expressions in the scopes of one pack and collects what is wrong with them."""

    catalogue: Catalogue
    parameters: Mapping[str, ParameterType]
    groups: Mapping[str, tuple[Indicator, ...]]
    problems: list[Problem]
    lost: frozenset[str] = frozenset()
    unreadable: bool = False

    def read(self, text: str, where: Where, subject: Subject, *, verdicts: bool = False) -> Checked | None:
        """One condition; None when it cannot be read. Verdict functions only where findings are judged."""
        columns = self._columns(subject) if verdicts else None
        if not text or self._rests_on_lost(text, columns):
            return None  # it, or what it speaks of, could not be read: a problem told already
        scope = Scope(subject, self.catalogue, self.parameters, columns)
        try:
            checked = read_expression(text, where, scope)
        except UnableToReadExpression as error:
            self.problems.append(problem_of(error))
            return None
        if not _speaks_of_something(checked):
            self.problems.append(Problem.at(where, NO_FACT, A_FIELD))
            return None
        return checked

    def _rests_on_lost(self, text: str, columns: Mapping[str, object] | None) -> bool:
        named = {name for names in VERDICTS.findall(text) for name in WORD.findall(names)}
        unknown = self.unreadable and bool(named - set(columns or {}))
        return unknown or bool(self.lost & set(WORD.findall(text)))

    def _columns(self, subject: Subject) -> dict[str, tuple[str, ...]]:
        judged = (subject,) if subject in PLACES else JUDGED_BY_HOUSEHOLD
        columns = {name: tuple(i.id for i in g if i.subject in judged) for name, g in self.groups.items()}
        return {name: ids for name, ids in columns.items() if ids}

    def routes(self, routes: Sequence[Route], subject: Subject) -> tuple[Checked | None, ...]:
        """Conditions of routes; None where a route always fits."""
        return tuple(self.read(r.when, r.where, subject) if r.when is not None else None for r in routes)

    def indicator(self, indicator: Indicator) -> IndicatorRules | None:
        """The rules of an indicator; None when one that it needs cannot be read."""
        when = None
        if indicator.when is not None and indicator.when_at:
            when = self.read(indicator.when, indicator.when_at, indicator.subject)
        met = self.read(indicator.met, indicator.met_at, indicator.subject)
        routes = self.routes(indicator.routes, indicator.subject)
        if met is None or (when is None) != (indicator.when is None):
            return None
        return IndicatorRules(when, met, routes)

    def finding(self, finding: FindingRule) -> FindingRules:
        """The rules of a finding; of a finding on unlisted members the person is the subject."""
        subject, verdicts = finding.reads, finding.subject != "unlisted_member"
        read = [self.read(text, where, subject, verdicts=verdicts) for text, where in finding.alternatives]
        unless = {name: self._unless(name, text, where, subject) for name, (text, where) in finding.unless.items()}
        return FindingRules(
            tuple(checked for checked in read if checked),
            {name: checked for name, checked in unless.items() if checked},
            self.routes(finding.routes, subject),
        )

    def _unless(self, name: str, text: str, where: Where, subject: Subject) -> Checked | None:
        subjects = {i.subject for i in self.groups.get(name, ())}
        if name != "any" and not subjects and not self.unreadable and name not in self.lost:
            message = Label(
                f"unless 里没有指标或保障“{name}”", f"unless names '{name}', which is no indicator or guarantee"
            )
            known = ", ".join(sorted(self.groups))
            self.problems.append(Problem.at(where, message, Label(f"any 或：{known}", f"any or: {known}")))
            return None
        if name != "any" and not subjects:
            return None  # the indicator it speaks of could not be read
        if len(subjects) > 1:
            message = Label(f"“{name}”的指标主体不一", f"the indicators of '{name}' judge different subjects")
            self.problems.append(Problem.at(where, message, Label("写指标编号", "the id of one indicator")))
            return None
        return self.read(text, where, subjects.pop() if subjects else subject)


def _speaks_of_something(checked: Checked) -> bool:
    """Whether a condition looks at a fact, at verdicts, or at how many members there are."""
    members = any(isinstance(node, MEMBER_FUNCTIONS) for node in walk(checked.tree))
    return bool(checked.facts or checked.indicators or members)


def groups_of(indicators: Mapping[str, Indicator]) -> dict[str, tuple[Indicator, ...]]:
    """What a name means in any_unmet(...): a guarantee all its indicators, else the indicator of that id."""
    groups: dict[str, tuple[Indicator, ...]] = {id: (indicator,) for id, indicator in indicators.items()}
    for name in dict.fromkeys(i.guarantee for i in indicators.values() if i.guarantee):
        groups[name] = tuple(i for i in indicators.values() if i.guarantee == name)
    return groups


def parameter_types(parameters: Mapping[str, Parameter]) -> dict[str, ParameterType]:
    """Types and units as expressions see them; only numbers have a unit."""
    kinds = {p.name: FieldType(p.type) for p in parameters.values()}
    numeric = (FieldType.NUMBER, FieldType.INTEGER)
    return {n: ParameterType(kinds[n], p.unit if kinds[n] in numeric else None) for n, p in parameters.items()}


def read_rules(
    reader: RuleReader, indicators: Mapping[str, Indicator], findings: Sequence[FindingRule]
) -> tuple[dict[str, IndicatorRules], dict[str, FindingRules]]:
    """Rules of every indicator and finding that can be read; the rest is among the reader's problems."""
    judged = {id: rules for id, i in indicators.items() if (rules := reader.indicator(i))}
    return judged, {f.id: reader.finding(f) for f in findings}


def derived_problems(catalogue: Catalogue, parameters: Mapping[str, ParameterType], files: set[str]) -> list[Problem]:
    """What is wrong with the derived fields that the pack's own catalogue files bring."""
    return [problem_of(e) for e in check_derived(catalogue, parameters) if e.file in files]


def problem_of(error: UnableToReadExpression) -> Problem:
    """An expression's error as a problem of its file."""
    found = (
        Label(f"{error.problem.zh}：{error.found}", f"{error.problem.en}: {error.found}")
        if error.found
        else error.problem
    )
    expected = error.expected or (None if error.hint else A_CONDITION)
    return Problem(error.file, error.line, found, expected, error.hint)
